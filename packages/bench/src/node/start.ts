import { type CoreConfig, coreBytes, Simulation } from '@tunq/core';
import { compileScenario } from '@tunq/scenario';
import { anchorScenario, anchors } from '../anchors.js';
import { figureOf } from '../figure.js';
import type { StartCost } from '../report.js';

/**
 * What it takes until a simulation can step. V8 keeps the code of a module that it has compiled before: a custom section
 * with a number in it makes every module a new one.
 */
export function measureStart(runs: number): StartCost {
  const config = compileScenario(anchorScenario(anchors.A));
  let made = 0;
  const start = () => startOnce(config, made++);
  // First all starts: the code of a module that has run is optimised in the background for a while.
  const starts = Array.from({ length: leastStarts }, start);
  const firstRuns = Array.from({ length: runs }, () => {
    const { compile, instantiate, simulation } = start();
    const before = performance.now();
    while (!simulation.step());
    return compile + instantiate + performance.now() - before;
  });
  return {
    compileMs: figureOf(
      starts.map(({ compile }) => compile),
      'lower',
    ),
    instantiateMs: figureOf(
      starts.map(({ instantiate }) => instantiate),
      'lower',
    ),
    coldMs: figureOf(
      starts.map(({ compile, instantiate }) => compile + instantiate),
      'lower',
    ),
    firstRunMs: figureOf(firstRuns, 'lower'),
  };
}

/** A start takes about a ms: many of them are as quick as one run. */
const leastStarts = 21;

function startOnce(
  config: CoreConfig,
  index: number,
): { readonly compile: number; readonly instantiate: number; readonly simulation: Simulation } {
  const bytes = withNumber(coreBytes(), index);
  const start = performance.now();
  const wasm = new WebAssembly.Module(bytes);
  const compiled = performance.now();
  const simulation = new Simulation(config, { wasm });
  return { compile: compiled - start, instantiate: performance.now() - compiled, simulation };
}

/** The module with a custom section more, which means nothing (WebAssembly core specification §5.5.3). */
function withNumber(wasm: Uint8Array, number: number): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode('nonce');
  const value = [number & 0xff, (number >> 8) & 0xff, Date.now() & 0xff];
  const section = [0, 1 + name.length + value.length, name.length, ...name, ...value];
  const bytes = new Uint8Array(wasm.length + section.length);
  bytes.set(wasm);
  bytes.set(section, wasm.length);
  return bytes;
}

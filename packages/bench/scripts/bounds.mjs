// The bounds: the least that a simulation of an anchor scenario can do, in C and in AssemblyScript.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from '../dist/node/index.js';
import { command, executed, peersFolder, Unavailable } from './tools.mjs';

/** Simulated s of a bound at 200 Mbit/s: of ten, what it takes is lost in the clock. */
const secondsOf = ({ rateMbit }) => 40_000 / rateMbit;

/** @param {string} folder where programs are put */
export function cBounds(folder) {
  const version = command('gcc', ['--version']).split('\n')[0];
  return [
    { key: 'c-lines', name: 'bound in C', flags: [] },
    { key: 'c-heap', name: 'bound in C, heap', flags: ['-DHEAP'] },
  ].map(({ key, name, flags }) => {
    const program = join(folder, key);
    command('gcc', ['-O3', '-march=native', ...flags, '-o', program, join(peersFolder, 'bound.c'), '-lm']);
    return {
      key,
      name,
      build: `${version}, -O3 -march=native`,
      /** @param {import('../dist/index.js').Anchor} anchor */
      run: (anchor, seconds = secondsOf(anchor)) => {
        const { rateMbit, rttMs, slots, backpressure } = anchor;
        const counts = executed(program, [rateMbit, rttMs, slots, backpressure ? 1 : 0, seconds]);
        return { ...counts, seconds, packetsInFlight: (counts.data / seconds) * (counts.srttMs / 1e3) };
      },
    };
  });
}

/** @param {string} folder where modules are put */
export function wasmBounds(folder) {
  return [
    { key: 'wasm-lines', name: 'bound in AssemblyScript', heap: 0 },
    { key: 'wasm-heap', name: 'bound in AssemblyScript, heap', heap: 1 },
  ].map(({ key, name, heap }) => {
    const file = join(folder, `${key}.wasm`);
    const { status, stderr, error } = spawnSync(
      process.execPath,
      [
        assemblyScript(),
        join(peersFolder, 'bound.ts'),
        ...'-O3 --converge --runtime stub --use abort= --uncheckedBehavior always --noAssert'.split(' '),
        ...['--use', `HEAP=${heap}`, '-o', file],
      ],
      { encoding: 'utf8' },
    );
    if (error || status !== 0) throw new Unavailable(`asc failed: ${error?.message ?? stderr.trim()}`);
    const module = new WebAssembly.Module(readFileSync(file));
    return {
      key,
      name,
      build: `asc -O3, V8 ${process.versions.v8}`,
      /** @param {import('../dist/index.js').Anchor} anchor */
      run: (anchor, seconds = secondsOf(anchor)) => runWasm(module, anchor, seconds),
    };
  });
}

function runWasm(module, { rateMbit, rttMs, slots, backpressure }, seconds) {
  const bound = /** @type {any} */ (new WebAssembly.Instance(module, {}).exports);
  const before = cpuSeconds();
  bound.start(rateMbit, rttMs, slots, backpressure, seconds);
  while (!bound.step(262_144));
  const cpu = cpuSeconds() - before;
  const count = (name) => bound[name].value;
  return {
    seconds,
    data: count('data'),
    acks: count('acks'),
    ringDrops: count('ringDrops'),
    qdiscDrops: count('qdiscDrops'),
    retransmits: count('retransmits'),
    delivered: count('delivered'),
    events: count('events'),
    inRing: bound.inRing(),
    inQdisc: bound.inQdisc(),
    inPath: bound.inPath(),
    held: bound.held(),
    goodputMbps: (count('delivered') * 1448 * 8e-6) / seconds,
    packetsInFlight: (count('data') / seconds) * bound.smoothedRtt(),
    cpuSeconds: cpu,
  };
}

function assemblyScript() {
  return fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript/asc')));
}

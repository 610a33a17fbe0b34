import type { CoreConfig } from '@tunq/core';
import { compileScenario } from '@tunq/scenario';
import { type Anchor, anchorScenario } from '../anchors.js';
import { measureRun, type RunCost } from '../measure.js';
import { cpuSeconds } from './cpu.js';

/** CPU time below which a sample is repeated, s: above the resolution of the clock, and of a collection of garbage. */
const leastSample = 0.1;

/** One sample of a scenario: its run, and its cost, a mean over as many runs as the clock needs. */
export interface AnchorSample extends RunCost {
  readonly packetsPerCpuSecond: number;
}

/**
 * Prepares samples of a configuration: runs it until the compiler has seen it.
 *
 * @param from begins measuring at this virtual time, ns
 */
export function sampler(config: CoreConfig, from = 0): () => AnchorSample {
  const run = () => measureRun(config, { clock: cpuSeconds, from });
  // V8 compiles a function anew after it has been used; what that costs and what comes before it is the first run's.
  const first = run();
  const second = run();
  const repeats = Math.max(1, Math.ceil(leastSample / Math.min(first.seconds, second.seconds)));
  return () => {
    const costs = Array.from({ length: repeats }, run);
    const seconds = costs.reduce((sum, cost) => sum + cost.seconds, 0) / repeats;
    const last = costs.at(-1)!;
    return { ...last, seconds, packetsPerCpuSecond: last.dataPackets / seconds };
  };
}

export function anchorSample(anchor: Anchor, flows = 1): () => AnchorSample {
  return sampler(compileScenario(anchorScenario(anchor, { flows })));
}

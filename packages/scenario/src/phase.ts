import type { Scenario } from './scenario.js';

/** Largest change of the path's RTT, as a share: that of the repeats of the kernel cells. */
const rttShare = 1e-3;

/** What of a scenario differs between two real runs of one experiment. */
export interface Phase {
  /** When each entry of `flows` begins, ns. */
  readonly starts: readonly number[];
  /** ns */
  readonly rtt: number;
}

/**
 * Draws the phase of a run. A reader of constant service makes a run deterministic: another seed gives the same packets. What
 * does vary between two real runs is phase: when a connection begins within the tick of its kernel's timer, and a path that is a
 * little longer or shorter. Both are drawn evenly: the start of every flow from one tick, the RTT from ±0.1 %.
 *
 * @param seed equal seeds draw equal phases
 */
export function drawPhase({ duration, flows, sender, path }: Scenario, seed: number): Phase {
  const random = splitmix32(seed);
  const tick = Math.min(1e9 / sender.hz, duration);
  const starts = flows.map(({ start }) => start + Math.floor(random() * tick));
  return { starts, rtt: Math.round(path.rtt * (1 + (2 * random() - 1) * rttShare)) };
}

/** The scenario in another phase; a flow that would begin at its own end, or behind that of the run, keeps its start. */
export function phased(scenario: Scenario, seed: number): Scenario {
  const { starts, rtt } = drawPhase(scenario, seed);
  const flows = scenario.flows.map((flow, index) => {
    const start = starts[index]!;
    return start < Math.min(flow.stop ?? scenario.duration, scenario.duration) ? { ...flow, start } : flow;
  });
  return { ...scenario, flows, path: { ...scenario.path, rtt } };
}

/** Numbers in 0…1, the same everywhere. */
function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

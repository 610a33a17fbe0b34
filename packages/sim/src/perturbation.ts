import type { Scenario } from '@tunq/scenario';
import type { Settings } from './vary.js';

/** Largest change of the path's RTT, as a share: that of the repeats of the kernel cells. */
const rttShare = 1e-3;

/**
 * What makes a repeat of a run another run, as settings of its scenario; nothing for repeat 0, the run as it is.
 *
 * A reader of constant service makes a run deterministic: another seed gives the same packets. What does vary between two
 * real runs of one experiment is phase: when a connection begins within the tick of its kernel's timer, and a path that is
 * a little longer or shorter. Both are drawn evenly from the scenario's seed: the start of every flow from one tick, the RTT
 * from ±0.1 %. The seed of the repeat itself differs, too, for what a scenario leaves to chance.
 */
export function perturbation(scenario: Scenario, repeat: number): Settings {
  if (repeat === 0) return {};
  const random = generator(scenario.seed * 0x9e3779b1 + repeat);
  const tick = Math.min(1e9 / scenario.sender.hz, scenario.duration);
  const starts = scenario.flows.map(
    ({ start }, index) => [`flows[${index}].start`, `${start + Math.floor(random() * tick)}`] as const,
  );
  const factor = 1 + (2 * random() - 1) * rttShare;
  return {
    seed: `${scenario.seed + repeat}`,
    ...Object.fromEntries(starts),
    'path.rtt': `${Math.round(scenario.path.rtt * factor)}`,
  };
}

/** splitmix32: numbers in 0…1, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

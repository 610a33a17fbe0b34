import { drawPhase, type Scenario } from '@tunq/scenario';
import type { Settings } from './vary.js';

/**
 * What makes a repeat of a run another run, as settings of its scenario; nothing for repeat 0, the run as it is. It is the phase,
 * drawn from the scenario's seed; the seed of the repeat itself differs, too, for what a scenario leaves to chance.
 */
export function perturbation(scenario: Scenario, repeat: number): Settings {
  if (repeat === 0) return {};
  const { starts, rtt } = drawPhase(scenario, scenario.seed * 0x9e3779b1 + repeat);
  return {
    seed: `${scenario.seed + repeat}`,
    ...Object.fromEntries(starts.map((start, index) => [`flows[${index}].start`, `${start}`])),
    'path.rtt': `${rtt}`,
  };
}

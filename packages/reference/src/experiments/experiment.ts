import type { Settings } from '@tunq/sim';
import type { Setup } from '../calibration.js';

/**
 * How one number of a published table was measured, as far as it is known, in the terms of a scenario. The number
 * itself is nowhere in these modules: it meets the result only after the run.
 */
export interface Experiment {
  /** `table/row/column` of the number. */
  readonly id: string;
  readonly preset: string;
  /** What the row and the column change of the preset. */
  readonly settings: Settings;
  /** Calibrated parameters that apply. */
  readonly setups: readonly Setup[];
  /** Length of the published run, s; null where it is not stated. */
  readonly publishedSeconds: number | null;
  /** Where the simulation knowingly differs from the measurement. */
  readonly note: string;
}

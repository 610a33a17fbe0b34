import type { PresetName } from '@tunq/scenario';
import type { Settings } from '@tunq/sim';

/**
 * How one number of a published table was measured, as far as it is known, in the terms of a scenario. The number
 * itself is nowhere in these modules: it meets the result only after the run.
 */
export interface Experiment {
  /** `table/row/column` of the number. */
  readonly id: string;
  readonly preset: PresetName;
  /** What the row and the column change of the preset; nothing that was fitted. */
  readonly settings: Settings;
  /** Length of the published run, s; null where it is not stated. */
  readonly publishedSeconds: number | null;
  /**
   * Length of a simulated run where none is asked for, s; absent: 10. Longer where the mean depends on it: CUBIC needs half
   * a minute to come back after one loss, so that ten seconds are one or two losses.
   */
  readonly seconds?: number;
  /**
   * Runs of which the median counts, where no number is asked for; absent: 1. A row with few losses is chaotic: which packet
   * finds the last slot decides all that follows, so that one run is a draw.
   */
  readonly repeats?: number;
  /** What the table that people see must say of the row, where it was not run as its name says. */
  readonly remark?: string;
  /** Where the simulation knowingly differs from the measurement. */
  readonly note: string;
}

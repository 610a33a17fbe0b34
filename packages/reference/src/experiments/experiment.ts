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
  /** What of the result is the number; absent: the goodput, or iperf3's. */
  readonly figure?: Figure;
  /** Length of the published run, s; null where it is not stated. */
  readonly publishedSeconds: number | null;
  /** Length of a run where 10 s would not do, s. */
  readonly seconds?: number;
  /** Where the simulation knowingly differs from the measurement. */
  readonly note: string;
}

/**
 * A figure of flows that send as fast as they can: packets that were taken, dropped, or read, thousands a second of one
 * thread; or the share of all packets that was dropped.
 */
export type Figure = 'sentKpps' | 'lostKpps' | 'receivedKpps' | 'lossShare';

import { formatQuantity, type PresetName, presetScenario, type Scenario } from '@tunq/scenario';
import { assignments, type Settings } from '@tunq/sim';
import { isCalibration } from './calibration.js';
import type { Experiment, Figure } from './experiments/experiment.js';
import { laterExperiments } from './experiments/later-versions.js';
import { pktgenExperiments } from './experiments/pktgen.js';
import { qemuExperiments } from './experiments/qemu.js';
import { tunExperiments } from './experiments/tun.js';

/** A cell was used to fit a parameter, or it was not. */
export type Role = 'calibration' | 'prediction';

/** One number of a published table, as the experiment that it came from; the number itself is not here. */
export interface Cell {
  /** `table/row/column` */
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly role: Role;
  readonly note: string;
  readonly preset: PresetName;
  /** What the experiment changes of the preset. */
  readonly settings: Settings;
  /** What of the result is the number; absent: the goodput. */
  readonly figure?: Figure;
  /** Length of a run where 10 s would not do, s. */
  readonly seconds?: number;
  /** Length of the published run, s; null where it is not stated. */
  readonly publishedSeconds: number | null;
}

/** Every cell that the present core can simulate, those of the first mail in front. */
export const cells: readonly Cell[] = [
  ...tunExperiments,
  ...qemuExperiments,
  ...laterExperiments,
  ...pktgenExperiments,
].map(cell);

/** The tables of the mail that began the series (v3, 2025-08-25): 68 cells. */
export const firstMailTables: readonly string[] = [
  'v3_tun_lab_rtt',
  'v3_tun_realworld_qlen',
  'v3_tap_qlen',
  'v3_tap_delay',
  'v3_vhost_qlen',
  'v3_vhost_delay',
];

/** Tables with cells, in the order of `cells`. */
export const simulatedTables: readonly string[] = [...new Set(cells.map(({ table }) => table))];

/** @throws {RangeError} for an id that no simulated cell has */
export function cellOf(id: string): Cell {
  const found = cells.find((candidate) => candidate.id === id);
  if (!found) throw new RangeError(`no simulated cell '${id}'`);
  return found;
}

/**
 * The scenario of a cell.
 *
 * @param duration length of the run, ns
 */
export function cellScenario({ preset, settings }: Cell, duration: number): Scenario {
  return presetScenario(preset, assignments({ duration: formatQuantity(duration, 'time'), ...settings }));
}

function cell(experiment: Experiment): Cell {
  const [table = '', row = '', column = ''] = experiment.id.split('/');
  return { ...experiment, table, row, column, role: isCalibration(experiment.id) ? 'calibration' : 'prediction' };
}

import { formatQuantity, type PresetName, presetScenario, type Scenario } from '@tunq/scenario';
import { assignments, type Settings } from '@tunq/sim';
import { isCalibration } from './calibration.js';
import type { Experiment } from './experiments/experiment.js';
import { laterExperiments } from './experiments/later-versions.js';
import { pktgenExperiments } from './experiments/pktgen.js';
import { qemuExperiments } from './experiments/qemu.js';
import { threadExperiments } from './experiments/threads.js';
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
  /** What the table must say of the row, where it was not run as its name says. */
  readonly remark?: string;
  readonly preset: PresetName;
  /** What the experiment changes of the preset. */
  readonly settings: Settings;
  /** Length of the published run, s; null where it is not stated. */
  readonly publishedSeconds: number | null;
  /** Length of a simulated run where none is asked for, s. */
  readonly seconds: number;
  /** Runs of which the median counts, where no number is asked for. */
  readonly repeats: number;
}

/** iperf3's default; long enough for most averages to settle. */
const defaultSeconds = 10;

/** Every cell that the present core can simulate, those of the first mail in front. */
export const cells: readonly Cell[] = [
  ...tunExperiments,
  ...qemuExperiments,
  ...laterExperiments,
  ...threadExperiments,
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

/** The settings of a run of a cell: what its experiment changes of the preset, and the length of the run in ns. */
export function cellSettings({ settings }: Cell, duration: number): Settings {
  return { ...settings, duration: formatQuantity(duration, 'time') };
}

/**
 * The scenario of a cell.
 *
 * @param duration length of the run, ns
 * @param further settings that come after those of the cell
 */
export function cellScenario(cell: Cell, duration: number, further: Settings = {}): Scenario {
  return presetScenario(cell.preset, assignments({ ...cellSettings(cell, duration), ...further }));
}

function cell(experiment: Experiment): Cell {
  // A row may have slashes of its own ("wake at size/2").
  const [table = '', ...rest] = experiment.id.split('/');
  const column = rest.pop() ?? '';
  return {
    ...experiment,
    seconds: experiment.seconds ?? defaultSeconds,
    repeats: experiment.repeats ?? 1,
    table,
    row: rest.join('/'),
    column,
    role: isCalibration(experiment.id) ? 'calibration' : 'prediction',
  };
}

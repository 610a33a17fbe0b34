import { isRateUnit } from '../rate.js';
import { publishedCells } from './published-cells.js';

/** What was measured in a cell, in the units of a result. */
export interface MeasuredValues {
  /** TCP payload; absent of a cell whose number is no rate of bits, which is in the cell's `rate` alone. */
  readonly goodputMbps?: number;
  /** TCP segments sent again, in the length of the published run. */
  readonly retransmits?: number;
  /** Mean of iperf3's RTT samples. */
  readonly meanRttMs?: number;
}

export interface MeasuredCell {
  readonly measured: MeasuredValues;
  readonly source: string;
  /** What is wrong with the printed number; empty where nothing is. */
  readonly note: string;
}

/** Factor from a table's unit to Mbit/s. */
const toMbps: Readonly<Record<string, number>> = { 'Mbit/s': 1, 'Gbit/s': 1000 };

/**
 * The published number of a cell, with what the raw file of the same run adds.
 *
 * @throws {RangeError} for a cell that is not published or no rate
 */
export function measuredCell(id: string): MeasuredCell {
  const cell = publishedCells(id.slice(0, id.indexOf('/'))).find((candidate) => candidate.id === id);
  if (!cell || !isRateUnit(cell.unit)) throw new RangeError(`no published rate '${id}'`);
  const factor = toMbps[cell.unit];
  return {
    measured: {
      ...(factor !== undefined && { goodputMbps: cell.value * factor }),
      ...rawValues(cell.table, cell.row, cell.column),
      ...besideValues(cell.table, cell.row),
    },
    source: cell.source,
    note: cell.correction ? `Printed as ${cell.correction.printed}: ${cell.correction.why}.` : '',
  };
}

/** Tables of the first mail whose runs have a raw file, and what tells these apart. */
const rawSetups: Readonly<Record<string, { readonly setup: string; readonly rowIs: 'queue' | 'rtt' }>> = {
  v3_tap_qlen: { setup: 'tap', rowIs: 'queue' },
  v3_tap_delay: { setup: 'tap', rowIs: 'rtt' },
  v3_vhost_qlen: { setup: 'tap+vhost_net', rowIs: 'queue' },
  v3_vhost_delay: { setup: 'tap+vhost_net', rowIs: 'rtt' },
};

function rawValues(table: string, row: string, column: string): Partial<MeasuredValues> {
  const raw = rawSetups[table];
  if (!raw) return {};
  const variant = column.replace('_mbps', '');
  const [queue, rtt] = raw.rowIs === 'queue' ? [row, '0'] : ['1000', row];
  const prefix = `nodrop_qemu_iperf3/${raw.setup},${variant},${queue},${rtt}/`;
  const value = (name: string) => publishedCells('nodrop_qemu_iperf3').find(({ id }) => id === prefix + name)?.value;
  const retransmits = value('retransmits');
  const meanRttUs = value('mean_rtt_us');
  if (retransmits === undefined || meanRttUs === undefined) throw new RangeError(`no raw file of ${table}/${row}`);
  return { retransmits, meanRttMs: meanRttUs / 1e3 };
}

/** The Librecast table has the retransmits of a run in a column of its own. */
function besideValues(table: string, row: string): Partial<MeasuredValues> {
  if (table !== 'librecast_iperf3_threads') return {};
  const retransmits = publishedCells(table).find(({ id }) => id === `${table}/${row}/retransmits`)?.value;
  if (retransmits === undefined) throw new RangeError(`no retransmits of ${table}/${row}`);
  return { retransmits };
}

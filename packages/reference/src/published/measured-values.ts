import { type PublishedCell, publishedCells } from './published-cells.js';

/** What was measured in a cell, in the units of a result. */
export interface MeasuredValues {
  /** TCP payload; of a cell that is a rate in bit/s. */
  readonly goodputMbps?: number;
  /** Packets of one sending thread, thousands a second: those that were taken, or those that were lost. */
  readonly kpps?: number;
  /** Share of the packets that was lost. */
  readonly lossShare?: number;
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

/** Factor from a table's unit to thousands of packets a second. */
const toKpps: Readonly<Record<string, number>> = { kpps: 1, 'packets/s': 1e-3 };

/** What the number of a cell is, in the units of a result. */
function figureOf({ unit, value, column }: PublishedCell): MeasuredValues | null {
  if (toMbps[unit] !== undefined) return { goodputMbps: value * toMbps[unit] };
  if (toKpps[unit] !== undefined) return { kpps: Math.round(value * toKpps[unit] * 1e3) / 1e3 };
  return column === 'loss_fraction' ? { lossShare: value } : null;
}

/**
 * The published number of a cell, with what the raw file of the same run adds.
 *
 * @throws {RangeError} for a cell that is not published or no rate
 */
export function measuredCell(id: string): MeasuredCell {
  const cell = publishedCells(id.slice(0, id.indexOf('/'))).find((candidate) => candidate.id === id);
  const measured = cell ? figureOf(cell) : null;
  if (!cell || !measured) throw new RangeError(`no published rate '${id}'`);
  return {
    measured: { ...measured, ...rawValues(cell.table, cell.row, cell.column) },
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

import type { Measurements } from '@tunq/sim';
import { publishedCells } from './published/published-cells.js';
import { signedError } from './score.js';

/** The number of a cell as its table has it, and what the simulation says to it. */
export interface ComparedRate {
  /** `Mbit/s`, `Gbit/s`, `kpps`, `packets/s`, `1` (a share): that of the table's column. */
  readonly unit: string;
  readonly published: number;
  /** In the same unit; of several repeats, the median. */
  readonly simulated: number;
  /** (simulated − published) / published; null where 0 is published. */
  readonly error: number | null;
}

/** What of a result a published number is, by the unit of its column; `column` tells those of one unit apart. */
const readings: Readonly<Record<string, (result: Measurements, column: string) => number>> = {
  'Mbit/s': ({ goodputMbps }) => goodputMbps,
  'Gbit/s': ({ goodputMbps }) => goodputMbps / 1e3,
  // pktgen reports each of its threads: packets that the driver took, and those that it lost.
  kpps: ({ flood }, column) =>
    flood ? (column.includes('_lost_') ? flood.lostKpps : flood.sentKpps) / flood.threads : 0,
  // The validation tool reports what its reader got.
  'packets/s': ({ flood }) => (flood?.receivedKpps ?? 0) * 1e3,
  '1': ({ flood }) => lostShare(flood),
};

/** Of all packets, lost or received. */
function lostShare(flood: Measurements['flood']): number {
  const all = flood ? flood.receivedKpps + flood.lostKpps : 0;
  return flood && all > 0 ? flood.lostKpps / all : 0;
}

/** Whether a result has numbers of this unit. */
export function isRateUnit(unit: string): boolean {
  return Object.hasOwn(readings, unit);
}

/**
 * The published number of a cell, and how it is read from a result.
 *
 * @throws {RangeError} for a cell that is not published, or whose unit no result has
 */
export function rateOf(id: string): { unit: string; published: number; read: (result: Measurements) => number } {
  const cell = publishedCells(id.slice(0, id.indexOf('/'))).find((candidate) => candidate.id === id);
  const read = cell && readings[cell.unit];
  if (!cell || !read) throw new RangeError(`no published rate '${id}'`);
  return { unit: cell.unit, published: cell.value, read: (result) => read(result, cell.column) };
}

/** Both numbers side by side. */
export function comparedRate(id: string, simulated: number): ComparedRate {
  const { unit, published } = rateOf(id);
  return { unit, published, simulated, error: signedError(simulated, published) };
}

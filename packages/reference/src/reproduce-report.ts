import { type Measurements, type Range, type Settings, version } from '@tunq/sim';
import { type CalibratedParameter, calibration } from './calibration.js';
import { type Role, simulatedTables } from './cells.js';
import { type SkippedTable, skippedTables } from './experiments/skipped.js';
import type { MeasuredValues } from './published/measured-values.js';
import { publishedTable } from './published/published-cells.js';
import type { ComparedRate } from './rate.js';
import { type ErrorStatistics, errorStatistics } from './score.js';
import { joinedOrder, type TableOrder, tableOrder } from './table-order.js';

/** The document that `reproduce --json` prints. */
export interface ReproduceReport {
  readonly version: string;
  readonly tables: readonly ReproducedTable[];
  readonly cells: readonly ComparedCell[];
  /** The fitted parameters that cells of the report were used for. */
  readonly calibration: readonly CalibratedParameter[];
  /** Tables that were asked for and not simulated, and why. */
  readonly skipped: readonly SkippedTable[];
  /** Ids of the cells that an interrupted report has not; empty where nothing was interrupted. */
  readonly unfinished: readonly string[];
  readonly summary: Summary & {
    readonly calibration: Summary;
    readonly predictions: Summary;
    /** The predictions in two halves: those in whose simulation the ring dropped, and the rest, which other limits decide. */
    readonly predictionsWithDrops: Summary;
    readonly predictionsWithoutDrops: Summary;
    readonly tables: readonly (Summary & { readonly name: string; readonly order: TableOrder })[];
    readonly order: TableOrder;
  };
}

export interface ReproducedTable {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly note: string;
  /** Columns of the published table that name its rows. */
  readonly key: readonly string[];
}

/** One cell: published beside simulated. */
export interface ComparedCell {
  /** `table/row/column` */
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly source: string;
  readonly role: Role;
  readonly note: string;
  /** What the table must say of the row, where it was not run as its name says. */
  readonly remark?: string;
  /** What was run: `tunq run PRESET --set …` with these settings gives the simulated values. */
  readonly params: { readonly preset: string; readonly settings: Settings };
  readonly seconds: RunLengths;
  readonly measured: MeasuredValues;
  /** Of several repeats, the median of each value; `cpuSeconds` is that of all. */
  readonly simulated: SimulatedValues;
  /** The cell in the unit of its table. */
  readonly rate: ComparedRate;
  /** Present where there are several repeats. */
  readonly spread?: CellSpread;
  /** (simulated − measured) / measured; null where nothing is measured. */
  readonly error: {
    readonly goodput: number | null;
    readonly meanRtt: number | null;
    readonly retransmits: number | null;
  };
}

/** How long the runs of a cell last, s. */
export interface RunLengths {
  /** The published one; null where that is not stated. */
  readonly published: number | null;
  readonly simulated: number;
  /** What is simulated where no length is asked for. */
  readonly usual: number;
}

/** How far the repeats of a cell lie apart. */
export interface CellSpread {
  readonly rate: Range;
  readonly goodputMbps: Range;
  /** Null where no run has an RTT. */
  readonly meanRttMs: Range | null;
  readonly retransmits: Range;
  /** What each repeat sets beside `params`, and what it came to, the run as it is in front. */
  readonly repeats: readonly { readonly settings: Settings; readonly rate: number }[];
}

export type SimulatedValues = Required<Omit<MeasuredValues, 'meanRttMs'>> & {
  /** Null where there is no TCP flow. */
  readonly meanRttMs: number | null;
} & Pick<
    Measurements,
    | 'goodputMbpsSecondHalf'
    | 'ringDrops'
    | 'qdiscDrops'
    | 'pathDrops'
    | 'queueStops'
    | 'queueWakes'
    | 'ringOccupancy'
    | 'readerCpu'
    | 'flood'
    | 'cpuSeconds'
  >;

/** Errors of a set of cells, as fractions; null where there is none. */
export interface Summary {
  readonly cells: number;
  /** Of the cells in the units of their tables; the same as `goodput` where all are rates of bits. */
  readonly rate: ErrorStatistics | null;
  readonly goodput: ErrorStatistics | null;
  readonly meanRtt: ErrorStatistics | null;
}

/**
 * Sums the cells of tables up.
 *
 * @param unfinished ids of cells that have no result
 */
export function report(
  tables: readonly string[],
  compared: readonly ComparedCell[],
  unfinished: readonly string[] = [],
): ReproduceReport {
  const inTable = (name: string) => compared.filter(({ table }) => table === name);
  // A table of which nothing was finished is not there.
  const simulated = simulatedTables.filter((name) => tables.includes(name) && inTable(name).length > 0);
  const orders = simulated.map((name) => tableOrder(inTable(name)));
  const predictions = compared.filter(({ role }) => role === 'prediction');
  return {
    version,
    tables: simulated.map((name) => {
      const { title, source, note, key } = publishedTable(name);
      return { name, title, source, note, key };
    }),
    cells: compared,
    calibration: calibration.filter(({ rows }) => rows.some((id) => compared.some((cell) => cell.id === id))),
    skipped: skippedTables.filter(({ table }) => tables.includes(table)),
    unfinished,
    summary: {
      ...summary(compared),
      calibration: summary(compared.filter(({ role }) => role === 'calibration')),
      predictions: summary(predictions),
      predictionsWithDrops: summary(predictions.filter(({ simulated }) => simulated.ringDrops > 0)),
      predictionsWithoutDrops: summary(predictions.filter(({ simulated }) => simulated.ringDrops === 0)),
      tables: simulated.map((name, index) => ({ name, ...summary(inTable(name)), order: orders[index]! })),
      order: joinedOrder(orders),
    },
  };
}

function summary(compared: readonly ComparedCell[]): Summary {
  const statistics = (errors: readonly (number | null)[]) =>
    errorStatistics(errors.filter((error): error is number => error !== null));
  return {
    cells: compared.length,
    rate: statistics(compared.map(({ rate }) => rate.error)),
    goodput: statistics(compared.map(({ error }) => error.goodput)),
    meanRtt: statistics(compared.map(({ error }) => error.meanRtt)),
  };
}

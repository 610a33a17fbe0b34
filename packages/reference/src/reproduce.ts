import { type ManyOptions, type Measurements, type RunMany, runMany, runsOf, type Settings, version } from '@tunq/sim';
import { type CalibratedParameter, calibration } from './calibration.js';
import { type Cell, cellScenario, cellSettings, cells, firstMailTables, type Role, simulatedTables } from './cells.js';
import { type SkippedTable, skippedTables } from './experiments/skipped.js';
import { perturbation } from './perturbation.js';
import { type MeasuredValues, measuredCell } from './published/measured-values.js';
import { publishedTable } from './published/published-cells.js';
import { type ComparedRate, comparedRate, rateOf } from './rate.js';
import { median, medians, type Range, rangeOf } from './repeats.js';
import { type ErrorStatistics, errorStatistics, signedError } from './score.js';
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

/** How far the repeats of a cell lie apart. */
export interface CellSpread {
  readonly rate: Range;
  readonly goodputMbps: Range;
  readonly meanRttMs: Range;
  readonly retransmits: Range;
  /** What each repeat sets beside `params`, and what it came to, the run as it is in front. */
  readonly repeats: readonly { readonly settings: Settings; readonly rate: number }[];
}

export type SimulatedValues = Required<MeasuredValues> &
  Pick<
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

export interface ReproduceOptions extends ManyOptions {
  /** Names of published tables; default: those of the first mail. */
  readonly tables?: readonly string[];
  /** Length of every run, ns; `published`: as long as the published run where that is stated; default: that of the cell. */
  readonly duration?: number | 'published';
  /** Runs of every cell, each but the first with another phase: see {@link perturbation}; default: that of the cell. */
  readonly seeds?: number;
  /** How the runs are done; default: one after another on the calling thread. */
  readonly run?: RunMany;
}

/** Names that `tables` takes: the whole of `--all`. */
export const reproducibleTables: readonly string[] = [
  ...simulatedTables,
  ...skippedTables.map(({ table }) => table).filter((table) => !simulatedTables.includes(table)),
];

/**
 * Simulates published tables, then puts the published numbers beside the results.
 *
 * @throws {RangeError} for a name that no table has
 * @throws {AggregateError} naming every cell whose run failed
 */
export async function reproduce(options: ReproduceOptions = {}): Promise<ReproduceReport> {
  const { tables = firstMailTables, duration, seeds, run = runMany, ...many } = options;
  for (const name of tables) publishedTable(name);
  const planned = cells
    .filter(({ table }) => tables.includes(table))
    .map((cell) => {
      const length = lengthOf(cell, duration);
      const plain = cellScenario(cell, length);
      return {
        cell,
        length,
        repeats: Array.from({ length: seeds ?? cell.repeats }, (_, repeat) => perturbation(plain, repeat)),
      };
    });
  const all = planned.flatMap(({ cell, length, repeats }) =>
    repeats.map((further, repeat) => ({
      id: repeat === 0 ? cell.id : `${cell.id} repeat ${repeat}`,
      scenario: cellScenario(cell, length, further),
    })),
  );
  // Several numbers of one run are several cells.
  const scenarios = all.map(({ scenario }) => JSON.stringify(scenario));
  const first = scenarios.map((scenario) => scenarios.indexOf(scenario));
  const jobs = all.filter((_, index) => first[index] === index);
  const runs = runsOf(await run(jobs, many));
  const results = first.map((index) => runs[jobs.indexOf(all[index]!)]!.result);
  const ofPlan = planned.map(({ repeats }) => repeats.length);
  const startOf = (index: number) => ofPlan.slice(0, index).reduce((sum, runs) => sum + runs, 0);
  return report(
    tables,
    planned.map((plan, index) => compare(plan, results.slice(startOf(index), startOf(index + 1)))),
  );
}

/** ns */
function lengthOf({ publishedSeconds, seconds }: Cell, duration: ReproduceOptions['duration']): number {
  return typeof duration === 'number' ? duration : ((duration && publishedSeconds) ?? seconds) * 1e9;
}

interface Plan {
  readonly cell: Cell;
  /** ns */
  readonly length: number;
  readonly repeats: readonly Settings[];
}

function compare({ cell, length, repeats }: Plan, results: readonly Measurements[]): ComparedCell {
  const { id, table, row, column, role } = cell;
  const { measured, source, note } = measuredCell(id);
  const values = results.map(simulatedValues);
  const simulated = {
    ...medians(values),
    cpuSeconds: values.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  };
  const rates = results.map(rateOf(id).read);
  return {
    id,
    table,
    row,
    column,
    source,
    role,
    note: [note, cell.note].filter(Boolean).join(' '),
    ...(cell.remark && { remark: cell.remark }),
    params: { preset: cell.preset, settings: cellSettings(cell, length) },
    measured,
    simulated,
    rate: comparedRate(id, median(rates)),
    ...(results.length > 1 && { spread: spreadOf(values, rates, repeats) }),
    error: {
      goodput: signedError(simulated.goodputMbps, measured.goodputMbps),
      meanRtt: signedError(simulated.meanRttMs, measured.meanRttMs),
      retransmits: signedError(simulated.retransmits, measured.retransmits),
    },
  };
}

function spreadOf(
  values: readonly SimulatedValues[],
  rates: readonly number[],
  repeats: readonly Settings[],
): CellSpread {
  return {
    rate: rangeOf(rates),
    goodputMbps: rangeOf(values.map(({ goodputMbps }) => goodputMbps)),
    meanRttMs: rangeOf(values.map(({ meanRttMs }) => meanRttMs)),
    retransmits: rangeOf(values.map(({ retransmits }) => retransmits)),
    repeats: repeats.map((settings, index) => ({ settings, rate: rates[index] as number })),
  };
}

function simulatedValues(result: Measurements): SimulatedValues {
  return {
    goodputMbps: result.goodputMbps,
    goodputMbpsSecondHalf: result.goodputMbpsSecondHalf,
    retransmits: result.retransmits,
    meanRttMs: result.rttMs.mean,
    ringDrops: result.ringDrops,
    qdiscDrops: result.qdiscDrops,
    pathDrops: result.pathDrops,
    queueStops: result.queueStops,
    queueWakes: result.queueWakes,
    ringOccupancy: result.ringOccupancy,
    readerCpu: result.readerCpu,
    ...(result.flood && { flood: result.flood }),
    cpuSeconds: result.cpuSeconds,
  };
}

function report(tables: readonly string[], compared: readonly ComparedCell[]): ReproduceReport {
  const simulated = simulatedTables.filter((name) => tables.includes(name));
  const inTable = (name: string) => compared.filter(({ table }) => table === name);
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

import { formatQuantity } from '@tunq/scenario';
import {
  type Job,
  type ManyOptions,
  type Measurements,
  type RunMany,
  runMany,
  runsOf,
  type Settings,
  version,
} from '@tunq/sim';
import { type CalibratedParameter, calibration } from './calibration.js';
import { type Cell, cellScenario, cells, firstMailTables, type Role, simulatedTables } from './cells.js';
import { type SkippedTable, skippedTables } from './experiments/skipped.js';
import { type MeasuredValues, measuredCell } from './published/measured-values.js';
import { publishedTable } from './published/published-cells.js';
import { type ErrorStatistics, errorStatistics, signedError } from './score.js';

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
    readonly tables: readonly (Summary & { readonly name: string })[];
  };
}

export interface ReproducedTable {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly note: string;
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
  /** What was run: `tunq run PRESET --set …` with these settings gives the simulated values. */
  readonly params: { readonly preset: string; readonly settings: Settings };
  readonly measured: MeasuredValues;
  readonly simulated: SimulatedValues;
  /** (simulated − measured) / measured; null where nothing is measured. */
  readonly error: {
    readonly goodput: number | null;
    readonly meanRtt: number | null;
    readonly retransmits: number | null;
    readonly kpps: number | null;
    readonly lossShare: number | null;
  };
}

export type SimulatedValues = Required<Pick<MeasuredValues, 'goodputMbps' | 'retransmits' | 'meanRttMs'>> &
  Pick<MeasuredValues, 'kpps' | 'lossShare'> &
  Pick<
    Measurements,
    | 'goodputMbpsSecondHalf'
    | 'ringDrops'
    | 'qdiscDrops'
    | 'pathDrops'
    | 'queueStops'
    | 'queueWakes'
    | 'ringOccupancy'
    | 'flood'
    | 'cpuSeconds'
  >;

/** Errors of a set of cells, as fractions; null where there is none. */
export interface Summary {
  readonly cells: number;
  readonly goodput: ErrorStatistics | null;
  readonly meanRtt: ErrorStatistics | null;
  readonly kpps: ErrorStatistics | null;
}

export interface ReproduceOptions extends ManyOptions {
  /** Names of published tables; default: those of the first mail. */
  readonly tables?: readonly string[];
  /** Length of every run, ns; `published`: as long as the published run where that is stated, 10 s where not. */
  readonly duration?: number | 'published';
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
  const { tables = firstMailTables, duration, run = runMany, ...many } = options;
  for (const name of tables) publishedTable(name);
  const chosen = cells.filter(({ table }) => tables.includes(table));
  const length = ({ seconds = 10, publishedSeconds }: Cell) =>
    duration === 'published' ? (publishedSeconds ?? seconds) * 1e9 : (duration ?? seconds * 1e9);
  const all: Job[] = chosen.map((cell) => ({ id: cell.id, scenario: cellScenario(cell, length(cell)) }));
  // Several figures of one run are several cells.
  const same = all.map(({ scenario }) => JSON.stringify(scenario));
  const jobs = all.filter((_, index) => same.indexOf(same[index]!) === index);
  const runs = runsOf(await run(jobs, many));
  const runOf = (index: number) => runs[jobs.indexOf(all[same.indexOf(same[index]!)]!)]!;
  return report(
    tables,
    chosen.map((cell, index) => compare(cell, length(cell), runOf(index).result)),
  );
}

function compare(
  { id, table, row, column, role, figure, ...cell }: Cell,
  duration: number,
  result: Measurements,
): ComparedCell {
  const { measured, source, note } = measuredCell(id);
  const simulated = { ...simulatedValues(result), ...floodValues(figure, result) };
  return {
    id,
    table,
    row,
    column,
    source,
    role,
    note: [note, cell.note].filter(Boolean).join(' '),
    params: { preset: cell.preset, settings: { ...cell.settings, duration: formatQuantity(duration, 'time') } },
    measured,
    simulated,
    error: {
      goodput: signedError(simulated.goodputMbps, measured.goodputMbps),
      meanRtt: signedError(simulated.meanRttMs, measured.meanRttMs),
      retransmits: signedError(simulated.retransmits, measured.retransmits),
      kpps: signedError(simulated.kpps ?? 0, measured.kpps),
      lossShare: signedError(simulated.lossShare ?? 0, measured.lossShare),
    },
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
    cpuSeconds: result.cpuSeconds,
  };
}

/** The figure of a thread, or of all. */
function floodValues(
  figure: Cell['figure'],
  { flood }: Measurements,
): Pick<SimulatedValues, 'kpps' | 'lossShare' | 'flood'> {
  if (figure === undefined || !flood) return {};
  if (figure !== 'lossShare') return { flood, kpps: flood[figure] / flood.threads };
  const all = flood.receivedKpps + flood.lostKpps;
  return { flood, lossShare: all === 0 ? 0 : flood.lostKpps / all };
}

function report(tables: readonly string[], compared: readonly ComparedCell[]): ReproduceReport {
  const simulated = simulatedTables.filter((name) => tables.includes(name));
  const predictions = compared.filter(({ role }) => role === 'prediction');
  return {
    version,
    tables: simulated.map((name) => {
      const { title, source, note } = publishedTable(name);
      return { name, title, source, note };
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
      tables: simulated.map((name) => ({ name, ...summary(compared.filter(({ table }) => table === name)) })),
    },
  };
}

function summary(compared: readonly ComparedCell[]): Summary {
  const statistics = (errors: readonly (number | null)[]) =>
    errorStatistics(errors.filter((error): error is number => error !== null));
  return {
    cells: compared.length,
    goodput: statistics(compared.map(({ error }) => error.goodput)),
    meanRtt: statistics(compared.map(({ error }) => error.meanRtt)),
    kpps: statistics(compared.map(({ error }) => error.kpps)),
  };
}

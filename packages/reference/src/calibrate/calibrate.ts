import { type ManyOptions, type RunMany, version } from '@tunq/sim';
import type { CalibratedParameter } from '../calibration.js';
import { cells, simulatedTables } from '../cells.js';
import { publishedCells } from '../published/published-cells.js';
import { Bench, mean, type RowResult, type Rows, rounded, runSeconds, settingOf } from './bench.js';
import { parametersNamed, parameterTitle } from './parameters.js';
import { findRoot, rootEvaluations } from './root.js';

/** The document that `calibrate --json` prints. */
export interface CalibrationReport {
  readonly version: string;
  /** Repeats of every run, each with another phase, over which a row is averaged. */
  readonly phases: number;
  readonly parameters: readonly ParameterFit[];
}

/** A fitted parameter as it is stored, and as it comes out of the search. */
export interface ParameterFit {
  readonly name: string;
  readonly key: string;
  readonly unit: string;
  readonly presets: readonly string[];
  readonly source: string;
  readonly why: string;
  /** What the reader profile or the preset has: the only way of a value into a simulation. */
  readonly stored: number;
  /** With which the errors of the rows cancel; null where there is none. */
  readonly fitted: number | null;
  /** (stored − fitted) / fitted */
  readonly deviation: number | null;
  /** Of the fitted value, as a share: what the phases leave open; null with one phase. */
  readonly standardError: number | null;
  /** `length given`: it is the length of the runs, and another one was asked for. */
  readonly outcome: 'fitted' | 'no root near' | 'rows not simulated' | 'not run' | 'length given';
  /** Values that are tried lie in between. */
  readonly range: readonly [least: number, most: number];
  /** Runs that the search takes: fewer where it finds no root. */
  readonly mostRuns: number;
  readonly rows: readonly FittedRow[];
}

/** A row that a parameter is fitted on. */
export interface FittedRow {
  readonly id: string;
  readonly unit: string;
  readonly published: number;
  /** What is run for it, how long, s; null where it is not simulated. */
  readonly preset: string | null;
  readonly seconds: number | null;
  /** With the stored value. */
  readonly stored: RowResult | null;
  readonly fitted: RowResult | null;
  /** d ln(simulated) / d ln(parameter) at the fitted value: −1 means that 1 % more of the one is 1 % less of the other. */
  readonly sensitivity: number | null;
}

export interface CalibrateOptions extends Omit<ManyOptions, 'onProgress'> {
  /** Keys, presets or reader profiles; default: every fitted parameter. */
  readonly names?: readonly string[];
  /** The same as parameters. */
  readonly parameters?: readonly CalibratedParameter[];
  /** Default: 3. */
  readonly phases?: number;
  /** Length of every run, ns; default: as published, or that of the cell, but at most a minute. */
  readonly duration?: number;
  /** True: nothing is run; the report has what would be. */
  readonly dry?: boolean;
  readonly run?: RunMany;
  /** Called when a run has ended. */
  readonly onProgress?: (done: number, total: number, name: string) => void;
  /** Called when a parameter is done. */
  readonly onFit?: (fit: ParameterFit) => void;
}

/** The search covers stored / span … stored · span. */
const span = 1.6;

/** Half the distance of the two values whose results tell the sensitivity, as a logarithm. */
const sensitivityStep = 0.05;

/** The stored value, the fitted one, and two beside it. */
const evaluations = rootEvaluations + 4;

/** Digits of a fitted value. */
const precision = 3;

/**
 * Fits the calibrated parameters again, one after another in the order of `calibration`, each with what was found of those
 * before it: the value with which the mean logarithm of simulated over published of its rows is 0.
 *
 * A published number is compared with results here and decides which value is tried next; it goes nowhere else. What is found
 * is reported, not stored: a value becomes an input of a simulation when a person writes it into a profile or a preset.
 *
 * @throws {RangeError} for a name that no parameter has
 * @throws {AggregateError} naming every run that failed
 */
export async function calibrate(options: CalibrateOptions = {}): Promise<CalibrationReport> {
  const { names = [], parameters = parametersNamed(names), phases = 3, dry = false, onProgress, onFit } = options;
  const effort = { ...options, phases };
  const plans = parameters.map((parameter) => {
    const ids = parameter.rows.filter((id) => simulatedTables.includes(tableOf(id)));
    const runs = ids.length === parameter.rows.length && !dry && !isLengthGiven(parameter, effort);
    return { parameter, ids: runs ? ids : [] };
  });
  const total = plans.reduce((sum, { ids }) => sum + ids.length, 0) * phases * evaluations;
  let done = 0;
  const found = new Map<CalibratedParameter, number>();
  const fits: ParameterFit[] = [];
  for (const { parameter, ids } of plans) {
    const name = parameterTitle(parameter);
    const bench = new Bench(parameter, ids, found, effort, (ended) => onProgress?.(done + ended, total, name));
    const fit = ids.length === 0 ? unfitted(parameter, effort) : await fitOf(bench, effort);
    done += ids.length * phases * evaluations;
    if (fit.fitted !== null) found.set(parameter, fit.fitted);
    fits.push(fit);
    onFit?.(fit);
  }
  return { version, phases, parameters: fits };
}

/** How much is run for a row. */
interface Effort {
  readonly phases: number;
  /** ns */
  readonly duration?: number;
}

async function fitOf(bench: Bench, effort: Effort): Promise<ParameterFit> {
  const { parameter, ids } = bench;
  const evaluate = async (values: readonly number[]) => (await bench.with(values)).map(({ error }) => error);
  const root = await findRoot({ start: parameter.value, span, evaluate });
  const near = root === null ? parameter.value : Number(root.toPrecision(precision));
  const [atStored, atRoot, below, above] = (await bench.with([
    parameter.value,
    near,
    near * Math.exp(-sensitivityStep),
    near * Math.exp(sensitivityStep),
  ])) as [Rows, Rows, Rows, Rows];
  // Where a window is a whole number of units, or a run is chaotic, a value near the root may do no better.
  const keep = Math.abs(atStored.error) <= Math.abs(atRoot.error);
  const fitted = root === null ? null : keep ? parameter.value : near;
  const atFitted = keep ? atStored : atRoot;
  const sensitivities = ids.map(
    (_, row) => (mean(above.logs[row] ?? []) - mean(below.logs[row] ?? [])) / (2 * sensitivityStep),
  );
  const slope = Math.abs(mean(sensitivities));
  const noise = atFitted.standardError;
  return {
    ...described(parameter, effort),
    fitted,
    deviation: fitted === null ? null : rounded(parameter.value / fitted - 1),
    standardError: fitted === null || noise === null || slope === 0 ? null : rounded(noise / slope),
    outcome: fitted === null ? 'no root near' : 'fitted',
    rows: ids.map((id, row) => ({
      ...publishedRow(id, effort),
      stored: atStored.result(row),
      fitted: fitted === null ? null : atFitted.result(row),
      sensitivity: rounded(sensitivities[row] as number),
    })),
  };
}

function unfitted(parameter: CalibratedParameter, effort: Effort): ParameterFit {
  const rows = parameter.rows.map((id) => ({
    ...publishedRow(id, effort),
    stored: null,
    fitted: null,
    sensitivity: null,
  }));
  return {
    ...described(parameter, effort),
    fitted: null,
    deviation: null,
    standardError: null,
    outcome: outcomeWithoutRuns(parameter, effort, rows),
    rows,
  };
}

function outcomeWithoutRuns(
  parameter: CalibratedParameter,
  effort: Effort,
  rows: readonly Pick<FittedRow, 'preset'>[],
): ParameterFit['outcome'] {
  if (isLengthGiven(parameter, effort)) return 'length given';
  return rows.every(({ preset }) => preset !== null) ? 'not run' : 'rows not simulated';
}

/** A length that is searched would take the place of the one that was asked for, here and in all rows after it. */
function isLengthGiven({ key }: CalibratedParameter, { duration }: Effort): boolean {
  return key === 'duration' && duration !== undefined;
}

function described(parameter: CalibratedParameter, effort: Effort) {
  const { key, unit, presets, source, why, value } = parameter;
  const range = [value / span, value * span].map((bound) => Number(settingOf(rounded(bound), unit))) as [
    number,
    number,
  ];
  const mostRuns = isLengthGiven(parameter, effort) ? 0 : parameter.rows.length * effort.phases * evaluations;
  return { name: parameterTitle(parameter), key, unit, presets, source, why, stored: value, range, mostRuns };
}

/** @throws {RangeError} for a row that is not published */
function publishedRow(id: string, { duration }: Effort) {
  const cell = publishedCells(tableOf(id)).find((candidate) => candidate.id === id);
  if (!cell) throw new RangeError(`no published cell '${id}'`);
  const simulated = cells.find((candidate) => candidate.id === id);
  return {
    id,
    unit: cell.unit,
    published: cell.value,
    preset: simulated?.preset ?? null,
    seconds: simulated ? runSeconds(simulated, duration) : null,
  };
}

function tableOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

import { median, perturbation, type RunMany, runMany, runsOf } from '@tunq/sim';
import type { CalibratedParameter } from '../calibration.js';
import { type Cell, cellOf, cellScenario } from '../cells.js';
import { rateOf } from '../rate.js';

export interface RowResult {
  /** Median of the phases. */
  readonly simulated: number;
  /** Mean of the phases, as a signed share of the published number. */
  readonly residual: number;
}

export interface BenchOptions {
  readonly phases: number;
  /** ns */
  readonly duration?: number;
  readonly run?: RunMany;
  readonly signal?: AbortSignal;
}

/** Slow start no longer counts by then, s. */
const longest = 60;

/**
 * Length of a run of a row, s.
 *
 * @param duration what is asked for, ns
 */
export function runSeconds({ publishedSeconds, seconds }: Cell, duration?: number): number {
  return duration === undefined ? Math.min(publishedSeconds ?? seconds, longest) : duration / 1e9;
}

/** Runs the rows of one parameter with values of it. */
export class Bench {
  #ended = 0;

  constructor(
    readonly parameter: CalibratedParameter,
    readonly ids: readonly string[],
    private readonly found: ReadonlyMap<CalibratedParameter, number>,
    private readonly options: BenchOptions,
    private readonly onProgress: (ended: number) => void,
  ) {}

  /** The rows with each value. */
  async with(values: readonly number[]): Promise<Rows[]> {
    const { run = runMany, signal, phases } = this.options;
    const jobs = values.flatMap((value) => this.ids.flatMap((id) => this.#jobs(id, value)));
    const before = this.#ended;
    const outcomes = await run(jobs, {
      ...(signal && { signal }),
      onProgress: (ended) => {
        this.#ended = before + ended;
        this.onProgress(this.#ended);
      },
    });
    const results = runsOf(outcomes).map(({ result }) => result);
    const perValue = this.ids.length * phases;
    return values.map((_, index) => {
      const ofValue = results.slice(index * perValue, (index + 1) * perValue);
      return new Rows(
        this.ids.map((id, row) =>
          ofValue.slice(row * phases, (row + 1) * phases).map((result) => rateOf(id).read(result)),
        ),
        this.ids,
      );
    });
  }

  #jobs(id: string, value: number) {
    const cell = cellOf(id);
    const duration = runSeconds(cell, this.options.duration) * 1e9;
    const refitted = [...this.found, [this.parameter, value] as const].filter(([{ presets }]) =>
      presets.includes(cell.preset),
    );
    const settings = Object.fromEntries(refitted.map(([{ key, unit }, to]) => [key, settingOf(to, unit)]));
    const plain = cellScenario(cell, duration, settings);
    return Array.from({ length: this.options.phases }, (_, phase) => ({
      id: `${id} with ${this.parameter.key}=${settingOf(value, this.parameter.unit)}, phase ${phase}`,
      scenario: cellScenario(cell, duration, { ...settings, ...perturbation(plain, phase) }),
    }));
  }
}

/** What the rows of a parameter came to with one value of it: a list of phases each, in the units of the tables. */
export class Rows {
  /** ln(simulated / published) by row and phase. */
  readonly logs: readonly (readonly number[])[];

  constructor(
    private readonly rates: readonly (readonly number[])[],
    ids: readonly string[],
  ) {
    this.logs = rates.map((phases, row) => {
      const { published } = rateOf(ids[row] as string);
      // Nothing at all is off by a finite factor, too.
      return phases.map((rate) => Math.log(Math.max(rate / published, 1e-6)));
    });
  }

  /** Mean of all. */
  get error(): number {
    return mean(this.logs.map(mean));
  }

  /** Standard error of that mean, from phase to phase. */
  get standardError(): number | null {
    const count = this.logs[0]?.length ?? 0;
    if (count < 2) return null;
    const byPhase = Array.from({ length: count }, (_, phase) => mean(this.logs.map((row) => row[phase] as number)));
    const centre = mean(byPhase);
    const variance = byPhase.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (count - 1);
    return Math.sqrt(variance / count);
  }

  result(row: number): RowResult {
    return {
      simulated: rounded(median(this.rates[row] as readonly number[])),
      residual: rounded(Math.expm1(mean(this.logs[row] as readonly number[]))),
    };
  }
}

/** Whole base units, but for a time per byte. */
export function settingOf(value: number, unit: string): string {
  return `${unit === 'ns/byte' ? value : Math.round(value)}`;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Six decimals, as results have. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

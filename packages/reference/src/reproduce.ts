import {
  type Job,
  type JobOutcome,
  type ManyOptions,
  type Measurements,
  perturbation,
  type RunMany,
  runMany,
  runsOf,
} from '@tunq/sim';
import { type Cell, cellScenario, cells, firstMailTables, simulatedTables } from './cells.js';
import { compare, type Plan } from './compare-published.js';
import { skippedTables } from './experiments/skipped.js';
import { publishedTable } from './published/published-cells.js';
import { type ReproduceReport, report } from './reproduce-report.js';

export interface ReproduceOptions {
  /** Names of published tables; default: those of the first mail. */
  readonly tables?: readonly string[];
  /** Length of every run, ns; `published`: as long as the published run where that is stated; default: that of the cell. */
  readonly duration?: number | 'published';
  /** Runs of every cell, each but the first with another phase: see {@link perturbation}; default: that of the cell. */
  readonly seeds?: number;
  /** How the runs are done; default: one after another on the calling thread. */
  readonly run?: RunMany;
  /**
   * What an aborted `signal` leaves: the cells that were finished, with `unfinished` naming the others; default: nothing, it
   * rejects with the signal's reason.
   */
  readonly partial?: boolean;
  readonly signal?: AbortSignal;
  /** Called when a run has ended, and now and then while runs go on; `share` of all simulated time has passed, 0…1. */
  readonly onProgress?: (done: number, total: number, share: number) => void;
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
  const { tables = firstMailTables, duration, seeds, run = runMany, partial = false, onProgress, signal } = options;
  for (const name of tables) publishedTable(name);
  const plans = cells.filter(({ table }) => tables.includes(table)).map((cell) => planOf(cell, duration, seeds));
  // Several numbers of one run are several cells.
  const distinct = new Map<string, Job>();
  const jobsOf = plans.map(({ cell, length, repeats }) =>
    repeats.map((further, repeat) => {
      const scenario = cellScenario(cell, length, further);
      const text = JSON.stringify(scenario);
      const job = distinct.get(text) ?? { id: repeat === 0 ? cell.id : `${cell.id} repeat ${repeat}`, scenario };
      distinct.set(text, job);
      return job;
    }),
  );
  const jobs = [...distinct.values()];
  const results = await finished(jobs, { run, partial, ...(signal && { signal }), ...(onProgress && { onProgress }) });
  const compared = plans.map((plan, index) => {
    const own = jobsOf[index]!.flatMap((job) => results.get(job) ?? []);
    return own.length === plan.repeats.length ? compare(plan, own) : plan.cell.id;
  });
  return report(
    tables,
    compared.filter((cell) => typeof cell !== 'string'),
    compared.filter((cell) => typeof cell === 'string'),
  );
}

function planOf(cell: Cell, duration: ReproduceOptions['duration'], seeds = cell.repeats): Plan {
  const length = lengthOf(cell, duration);
  const plain = cellScenario(cell, length);
  return { cell, length, repeats: Array.from({ length: seeds }, (_, repeat) => perturbation(plain, repeat)) };
}

/** Results of all jobs; with `partial`, of those that had ended when the signal came. */
async function finished(
  jobs: readonly Job[],
  { run, partial, onProgress, signal }: Required<Pick<ReproduceOptions, 'run' | 'partial'>> & ReproduceOptions,
): Promise<Map<Job, Measurements>> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const results = new Map<Job, Measurements>();
  const keep = (outcome: JobOutcome) => {
    if ('run' in outcome) results.set(byId.get(outcome.id)!, outcome.run.result);
  };
  const total = jobs.reduce((sum, { scenario }) => sum + scenario.duration, 0);
  let simulated = 0;
  let ends = 0;
  const running = new Map<string, number>();
  const tell = () => {
    const now = [...running].reduce((sum, [id, share]) => sum + share * byId.get(id)!.scenario.duration, simulated);
    onProgress?.(ends, jobs.length, Math.min(1, now / total));
  };
  const ended: ManyOptions['onProgress'] = (done, _, outcome) => {
    keep(outcome);
    simulated += byId.get(outcome.id)!.scenario.duration;
    running.delete(outcome.id);
    ends = done;
    tell();
  };
  const goesOn: ManyOptions['onShare'] = (id, share) => {
    if (results.has(byId.get(id)!)) return;
    running.set(id, share);
    tell();
  };
  try {
    const outcomes = await run(jobs, {
      onProgress: ended,
      ...(onProgress && { onShare: goesOn }),
      ...(signal && { signal }),
    });
    runsOf(outcomes);
    outcomes.forEach(keep);
  } catch (error) {
    if (!partial || !signal?.aborted) throw error;
  }
  return results;
}

/** ns */
function lengthOf({ publishedSeconds, seconds }: Cell, duration: ReproduceOptions['duration']): number {
  return typeof duration === 'number' ? duration : ((duration && publishedSeconds) ?? seconds) * 1e9;
}

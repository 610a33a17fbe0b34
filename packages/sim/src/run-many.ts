import type { Scenario } from '@tunq/scenario';
import { type RunResult, runScenario } from './run-scenario.js';

/** One of many runs; `id` names it in progress and errors. */
export interface Job {
  readonly id: string;
  readonly scenario: Scenario;
}

/** How a job ended. A job that fails does not stop the others. */
export type JobOutcome =
  | { readonly id: string; readonly run: RunResult }
  | { readonly id: string; readonly error: Error };

export interface ManyOptions {
  /** Called when a job has ended, with the number of ended jobs so far, and how it ended. */
  readonly onProgress?: (done: number, total: number, outcome: JobOutcome) => void;
  /** Called now and then while a job runs, with the share of it that is done, 0…1. */
  readonly onShare?: (id: string, share: number) => void;
  /** Aborting it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Runs jobs and gives their outcomes in the order of the jobs, whichever of them ends first. */
export type RunMany = (jobs: readonly Job[], options?: ManyOptions) => Promise<JobOutcome[]>;

/** One job after another on the calling thread. Node programs use the pool of `@tunq/sim/node`. */
export const runMany: RunMany = async (jobs, { onProgress, onShare, signal } = {}) => {
  const outcomes: JobOutcome[] = [];
  for (const { id, scenario } of jobs) {
    const options = { signal, ...(onShare && { onProgress: (share: number) => onShare(id, share) }) };
    const outcome = await settle(id, () => runScenario(scenario, options), signal);
    outcomes.push(outcome);
    onProgress?.(outcomes.length, jobs.length, outcome);
  }
  return outcomes;
};

/** @throws the reason of `signal`, which is no fault of the job */
export async function settle(id: string, run: () => Promise<RunResult>, signal?: AbortSignal): Promise<JobOutcome> {
  try {
    return { id, run: await run() };
  } catch (cause) {
    signal?.throwIfAborted();
    return { id, error: cause instanceof Error ? cause : new Error(String(cause)) };
  }
}

/**
 * The runs of outcomes that must all be good.
 *
 * @throws {AggregateError} that names every failed job
 */
export function runsOf(outcomes: readonly JobOutcome[]): RunResult[] {
  const failed = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []));
  if (failed.length > 0) {
    const messages = failed.map(({ id, error }) => `${id}: ${error.message}`);
    throw new AggregateError(
      failed.map(({ error }) => error),
      messages.join('; '),
    );
  }
  return outcomes.flatMap((outcome) => ('run' in outcome ? [outcome.run] : []));
}

import { availableParallelism } from 'node:os';
import { compileScenario } from '@tunq/scenario';
import { type Job, type JobOutcome, type ManyOptions, settle } from '../run-many.js';
import { runResult } from '../run-scenario.js';
import { openThreadPool } from './thread-pool.js';

export interface PoolOptions extends ManyOptions {
  /** Threads; default: one per core. */
  readonly threads?: number;
}

/**
 * Runs jobs on threads; otherwise as `runMany` of the main entry: outcomes in the order of the jobs, a failed job
 * beside the others. The threads are gone when it returns, also after an abort.
 *
 * @throws {RangeError} when `threads` is not a whole number above 0
 */
export async function runMany(
  jobs: readonly Job[],
  { threads = availableParallelism(), onProgress, onShare, signal }: PoolOptions = {},
): Promise<JobOutcome[]> {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`${threads} threads: at least 1 is needed`);
  signal?.throwIfAborted();
  if (jobs.length === 0) return [];
  const pool = openThreadPool(Math.min(threads, jobs.length));
  // One listener for the pool: a signal in every task would be one per job.
  const stop = () => void pool.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    let done = 0;
    const runs = jobs.map(async ({ id, scenario }) => {
      const share = onShare && ((done: number) => onShare(id, done));
      const run = async () => runResult(scenario, await pool.run(compileScenario(scenario), share));
      const outcome = await settle(id, run, signal);
      done += 1;
      onProgress?.(done, jobs.length, outcome);
      return outcome;
    });
    return await Promise.all(runs);
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool.close();
  }
}

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { compileScenario } from '@tunq/scenario';
import { Tinypool } from 'tinypool';
import type { Measurements } from '../measurements.js';
import { type Job, type JobOutcome, type ManyOptions, settle } from '../run-many.js';
import { runResult } from '../run-scenario.js';

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
  { threads = availableParallelism(), onProgress, signal }: PoolOptions = {},
): Promise<JobOutcome[]> {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`${threads} threads: at least 1 is needed`);
  signal?.throwIfAborted();
  if (jobs.length === 0) return [];
  const count = Math.min(threads, jobs.length);
  const pool = new Tinypool({
    filename: fileURLToPath(new URL('./worker.js', import.meta.url)),
    runtime: 'worker_threads',
    minThreads: count,
    maxThreads: count,
    isolateWorkers: false,
  });
  // One listener for the pool: a signal in every task would be one per job.
  const stop = () => void pool.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    let done = 0;
    const runs = jobs.map(async ({ id, scenario }) => {
      const run = async () => {
        const result: Measurements = await pool.run(compileScenario(scenario));
        return runResult(scenario, result);
      };
      const outcome = await settle(id, run, signal);
      done += 1;
      onProgress?.(done, jobs.length, outcome);
      return outcome;
    });
    return await Promise.all(runs);
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool.destroy();
  }
}

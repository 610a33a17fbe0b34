import { type PoolOptions, runMany } from '@tunq/sim/node';
import { type ReproduceOptions, type ReproduceReport, reproduce as reproduceWith } from '../reproduce.js';

export interface PooledReproduceOptions extends Omit<ReproduceOptions, 'run'> {
  /** Threads; default: one per core. */
  readonly jobs?: number;
}

/** `reproduce` of the main entry, on a pool of threads. */
export function reproduce({ jobs, ...options }: PooledReproduceOptions = {}): Promise<ReproduceReport> {
  const pool: PoolOptions = jobs === undefined ? {} : { threads: jobs };
  return reproduceWith({ ...options, run: (all, many) => runMany(all, { ...many, ...pool }) });
}

import { availableParallelism } from 'node:os';
import { compileScenario } from '@tunq/scenario';
import { measuredCells } from '../../sweep/measured-columns.js';
import type { EndedRun } from '../../sweep/run-table.js';
import type { SweepSet } from '../../sweep/sweep-set.js';
import { openThreadPool } from '../thread-pool.js';
import type { SweepFolder } from './sweep-folder.js';

export interface SweepOptions {
  /** Threads; default: one per core. */
  readonly threads?: number;
  /** Called after every run, when it is kept. */
  readonly onRun?: (run: number, ended: EndedRun) => void;
  /** Aborting it rejects with the signal's reason; runs that have ended are kept, the others are not. */
  readonly signal?: AbortSignal;
  /** Module that runs a config on a thread; another one is for tests. */
  readonly worker?: URL;
}

/** Runs handed out per thread: one that runs, and one that waits, so that no thread waits for this one. */
const handedOut = 2;

/** Time that the threads computed. */
export interface SweepCost {
  readonly cpuSeconds: number;
}

/**
 * Does what is left of a sweep on threads. A run that fails, or whose thread dies, is kept with its reason, and the sweep goes
 * on. Which thread does what, and in which order, changes nothing of any run.
 *
 * @throws the reason of `signal`; the error of the system when a run cannot be kept
 */
export async function runSweep(
  set: SweepSet,
  folder: SweepFolder,
  { threads = availableParallelism(), onRun, signal, worker }: SweepOptions = {},
): Promise<SweepCost> {
  signal?.throwIfAborted();
  const left = folder.left;
  if (left === 0) return { cpuSeconds: 0 };
  const pool = openThreadPool(Math.min(threads, left), worker);
  const stop = () => void pool.close();
  signal?.addEventListener('abort', stop, { once: true });
  let cpuSeconds = 0;
  let broken = false;
  const attempt = async (run: number): Promise<EndedRun> => {
    let seed: number | null = null;
    try {
      const planned = set.run(run);
      seed = planned.seed;
      const result = await pool.run(compileScenario(planned.scenario));
      cpuSeconds += result.cpuSeconds;
      return { seed, cells: measuredCells(result) };
    } catch (error) {
      return { seed, error: reason(error) };
    }
  };
  const pending = folder.pending();
  const lane = async () => {
    for (let next = pending.next(); !next.done && !broken; next = pending.next()) {
      const ended = await attempt(next.value);
      // A run that the end of the pool has failed is none.
      signal?.throwIfAborted();
      if (broken) return;
      folder.keep(next.value, ended);
      onRun?.(next.value, ended);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(left, threads * handedOut) }, lane));
  } finally {
    broken = true;
    signal?.removeEventListener('abort', stop);
    await pool.close();
  }
  return { cpuSeconds };
}

/** One line. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replaceAll(/\s*\n\s*/g, ' ') || 'failed without a reason';
}

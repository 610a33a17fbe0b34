import { fileURLToPath } from 'node:url';
import { MessageChannel, type TransferListItem } from 'node:worker_threads';
import type { CoreConfig } from '@tunq/core';
import { Tinypool } from 'tinypool';
import type { Measurements } from '../measurements.js';
import type { ThreadTask } from './worker.js';

/** Threads that run what scenarios compile to. */
export interface ThreadPool {
  /**
   * Runs one; waits where all threads are busy. A thread that dies fails the run that it had, and another takes its place.
   *
   * @param onShare called now and then with the share of the run that is done, 0…1
   * @throws the error of the run, or why its thread died
   */
  run(config: CoreConfig, onShare?: (share: number) => void): Promise<Measurements>;
  /** Ends the threads, and fails what they run. */
  close(): Promise<void>;
}

/** What Tinypool has of a thread. */
interface PooledThread {
  on(event: 'exit', listener: (code: number) => void): unknown;
  emit(event: 'error', error: Error): unknown;
}

/** JavaScript heap of a thread, MB: a run takes a few, its simulation has memory of its own. More than that is a fault, which ends the thread. */
const heapLimit = 512;

const runWorker = new URL('./worker.js', import.meta.url);

/**
 * @param worker module whose default export runs a config; another one is for tests
 * @throws {RangeError} when `threads` is not a whole number above 0
 */
export function openThreadPool(threads: number, worker: URL = runWorker): ThreadPool {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`${threads} threads: at least 1 is needed`);
  const pool = new Tinypool({
    filename: fileURLToPath(worker),
    runtime: 'worker_threads',
    minThreads: threads,
    maxThreads: threads,
    isolateWorkers: false,
    resourceLimits: { maxOldGenerationSizeMb: heapLimit },
  });
  let closing = false;
  const watched = new WeakSet<PooledThread>();
  // Tinypool looks at errors of a thread only: after process.exit() its run would be waited for without end.
  const watch = () => {
    for (const thread of pool.threads as unknown as PooledThread[]) {
      if (watched.has(thread)) continue;
      watched.add(thread);
      thread.on('exit', (code) => {
        if (!closing && (pool.threads as unknown as PooledThread[]).includes(thread)) {
          thread.emit('error', new Error(`the thread ended with exit code ${code}`));
        }
      });
    }
  };
  // Of a thread that dies without a run.
  (pool as unknown as { on(event: 'error', listener: () => void): void }).on('error', () => {});
  return {
    run(config, onShare) {
      const result: Promise<Measurements> = onShare ? reported(pool, config, onShare) : pool.run(config);
      watch();
      return result;
    },
    async close() {
      closing = true;
      await pool.destroy();
    },
  };
}

async function reported(pool: Tinypool, config: CoreConfig, onShare: (share: number) => void): Promise<Measurements> {
  const { port1: here, port2: there } = new MessageChannel();
  here.on('message', onShare);
  // What is reported keeps no process alive.
  here.unref();
  const task: ThreadTask = { ...config, share: there };
  try {
    return await pool.run(task, { transferList: [there as TransferListItem] as never });
  } finally {
    here.close();
  }
}

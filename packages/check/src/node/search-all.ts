import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Exploration, Instance, Schedule, SearchResult } from '../index.js';

export interface SearchAllOptions {
  /** Threads; default: one per core. */
  readonly jobs?: number;
  /** Bytes for the states of all searches together; default 1.5 GiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** Told how many searches are done, and how many states were found. */
  readonly onProgress?: (done: number, total: number, states: number) => void;
}

type Message = {
  readonly index: number;
  readonly states?: number;
  readonly result?: Exploration;
  readonly error?: string;
};

/**
 * Every search, over several threads; the largest are begun first.
 *
 * @returns what each found, in the order of `instances`
 */
export async function searchAll(
  instances: readonly Instance[],
  options: SearchAllOptions = {},
): Promise<SearchResult[]> {
  const jobs = Math.max(1, Math.min(options.jobs ?? availableParallelism(), instances.length));
  const maxBytes = Math.floor((options.maxBytes ?? 1.5 * 2 ** 30) / jobs);
  const first = new Map<string, number>();
  const same = instances.map((instance, index) => {
    const key = stepsOf(instance);
    if (!first.has(key)) first.set(key, index);
    return first.get(key)!;
  });
  const order = [...first.values()].sort((a, b) => effort(instances[b]!) - effort(instances[a]!));
  const total = order.length;
  const found = new Array<Exploration>(instances.length);
  const underWay = new Map<number, number>();
  let states = 0;
  let done = 0;
  const tell = (): void => {
    let more = 0;
    for (const value of underWay.values()) more += value;
    options.onProgress?.(done, total, states + more);
  };
  const workers = Array.from(
    { length: jobs },
    () => new Worker(new URL('./worker.js', import.meta.url), { workerData: { maxBytes } }),
  );
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            const stop = (): void => reject(new Error('interrupted'));
            options.signal?.addEventListener('abort', stop, { once: true });
            if (options.signal?.aborted) stop();
            const next = (): void => {
              const index = order.shift();
              if (index === undefined) resolve();
              else worker.postMessage({ index, instance: instances[index]! });
            };
            worker.on('error', reject);
            worker.on('message', ({ index, states: soFar, result, error }: Message) => {
              if (error !== undefined) {
                reject(new Error(error));
                return;
              }
              if (!result) {
                underWay.set(index, soFar ?? 0);
                tell();
                return;
              }
              underWay.delete(index);
              found[index] = result;
              done++;
              states += result.states;
              tell();
              next();
            });
            next();
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return instances.map((instance, index) => ({ instance, result: renamed(found[same[index]!]!, instance) }));
}

/** Two protocols of the same steps (v8 and v9) are one search: this tells whether they are. */
function stepsOf({ protocol, life = 'none', reader, ...rest }: Instance): string {
  const { producer, sharedHead, backpressure } = protocol;
  const other = life === 'none' ? null : protocol[life];
  return JSON.stringify([rest, life, reader, producer, protocol.reader[reader], other, sharedHead, backpressure]);
}

/** The same result under the name of another protocol of the same steps. */
function renamed(result: Exploration, instance: Instance): Exploration {
  const own = (schedule: Schedule | null): Schedule | null => schedule && { ...schedule, instance };
  const violations = Object.entries(result.violations).map(([property, schedule]) => [property, own(schedule)]);
  return {
    ...result,
    violations: Object.fromEntries(violations),
    drops: { ...result.drops, schedule: own(result.drops.schedule) },
  };
}

/** A guess at how long a search takes, to begin with the longest. */
function effort({ memory, producers, ring, life = 'none', protocol }: Instance): number {
  const model = { sc: 1, tso: 3, weak: 20 }[memory];
  return model * 8 ** producers * (ring + 1) * (life === 'none' ? 1 : 8) * (protocol.sharedHead ? 8 : 1);
}

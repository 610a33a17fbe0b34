import type { MessagePort } from 'node:worker_threads';
import type { CoreConfig } from '@tunq/core';
import type { Measurements } from '../measurements.js';
import { runConfig } from '../run-config.js';

/** Time between two reports of a run, ms. */
const interval = 200;

/** What a thread of the pool is given: a run, and where to say how far it is. */
export type ThreadTask = CoreConfig & { readonly share?: MessagePort };

/** What a thread of the pool does: one run to its end. */
export default function run({ share, ...config }: ThreadTask): Promise<Measurements> {
  if (!share) return runConfig(config);
  let last = performance.now();
  const onProgress = (done: number) => {
    const now = performance.now();
    if (now - last < interval) return;
    last = now;
    share.postMessage(done);
  };
  return runConfig(config, { onProgress }).finally(() => share.close());
}

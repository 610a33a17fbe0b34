import { parentPort, workerData } from 'node:worker_threads';
import { explore } from '../explore.js';
import type { Instance } from '../instance.js';

/** One search after the other, as {@link searchAll} hands them out. */
const { maxBytes } = workerData as { maxBytes: number };
const port = parentPort!;
port.on('message', ({ index, instance }: { index: number; instance: Instance }) => {
  try {
    const result = explore(instance, { maxBytes, onProgress: (states) => port.postMessage({ index, states }) });
    port.postMessage({ index, result });
  } catch (error) {
    port.postMessage({ index, error: error instanceof Error ? error.message : String(error) });
  }
});

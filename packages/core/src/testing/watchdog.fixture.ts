import { Worker } from 'node:worker_threads';
import { afterAll, afterEach } from 'vitest';

/**
 * A run that never ends would block the test runner for good, because nothing interrupts a call into the core.
 * This thread notices, says which experiment it was, and ends the process, which fails the test file.
 */

/** Longest time that the runs of one experiment may take, ms. They take tens of ms; a busy machine may pause them. */
const LIMIT = 60_000;

const text = new Uint8Array(new SharedArrayBuffer(65_536));
/** Length of the text (0: nothing runs), and a number that is new for each case. */
const mark = new Int32Array(new SharedArrayBuffer(8));

const thread = `
  const { workerData: { text, mark, limit } } = require('node:worker_threads');
  let last = -1;
  setInterval(() => {
    const stuck = mark[0] !== 0 && mark[1] === last;
    last = mark[1];
    if (!stuck) return;
    const config = Buffer.from(text.slice(0, mark[0])).toString();
    require('node:fs').writeSync(2, 'This experiment has not ended after ' + limit / 1000 + ' s: ' + config + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }, limit);
`;

let worker: Worker | undefined;
afterAll(() => worker?.terminate());
// What runs after a property, and is not watched, is not a case that hangs.
afterEach(() => {
  mark[0] = 0;
});

/** Says that the experiment which now runs is this one. */
export function watch<T>(config: T): T {
  if (!worker) {
    worker = new Worker(thread, { eval: true, workerData: { text, mark, limit: LIMIT } });
    worker.unref();
  }
  const { written } = new TextEncoder().encodeInto(JSON.stringify(config), text);
  mark[0] = written;
  mark[1] = (mark[1]! + 1) | 0;
  return config;
}

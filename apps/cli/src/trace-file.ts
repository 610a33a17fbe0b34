import type { TraceEvent } from '@tunq/sim';
import type { Io } from './io.js';
import { openOutputFile } from './output-file.js';

/** A file that takes events, one JSON object a line. */
export interface TraceFile {
  write(events: readonly TraceEvent[]): void;
  close(): void;
}

/** Lines of one write: a few hundred kilobytes. */
const batch = 4096;

/**
 * @param stdout where the result goes
 * @throws {InputError} when the file cannot be made, or is where the result goes
 */
export function openTraceFile(path: string, stdout: Io['stdout']): TraceFile {
  const file = openOutputFile('--trace', path, stdout);
  return {
    write(events) {
      for (let from = 0; from < events.length; from += batch) {
        const lines = events.slice(from, from + batch).map((event) => JSON.stringify(event));
        file.write(`${lines.join('\n')}\n`);
      }
    },
    close: file.close,
  };
}

import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceEvent } from '@tunq/sim';
import { InputError } from './failure.js';
import { cannotBeWritten } from './file-problem.js';
import type { Io } from './io.js';
import { refuseStdout } from './refuse-stdout.js';

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
  refuseStdout(`--trace ${path}`, path, stdout);
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch (error) {
    throw new InputError(`--trace ${path}: ${cannotBeWritten(error)}`);
  }
  return {
    write(events) {
      for (let from = 0; from < events.length; from += batch) {
        const lines = events.slice(from, from + batch).map((event) => JSON.stringify(event));
        writeSync(file, `${lines.join('\n')}\n`);
      }
    },
    close: () => closeSync(file),
  };
}

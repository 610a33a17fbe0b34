import { closeSync, openSync, writeSync } from 'node:fs';
import { InputError } from './failure.js';
import { cannotBeWritten } from './file-problem.js';
import type { Io } from './io.js';
import { refuseStdout } from './refuse-stdout.js';

/** A file that is written bit by bit while a run goes on. */
export interface OutputFile {
  write(part: Uint8Array | string): void;
  close(): void;
}

/**
 * @param option what the file was given with
 * @param stdout where the result goes
 * @throws {InputError} when the file cannot be made, or is where the result goes
 */
export function openOutputFile(option: string, path: string, stdout: Io['stdout']): OutputFile {
  refuseStdout(`${option} ${path}`, path, stdout);
  const file = attempt(option, path, () => openSync(path, 'w'));
  return {
    write(part) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      for (let at = 0; at < bytes.length; ) at += attempt(option, path, () => writeSync(file, bytes, at));
    },
    close: () => closeSync(file),
  };
}

function attempt<T>(option: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new InputError(`${option} ${path}: ${cannotBeWritten(error)}`);
  }
}

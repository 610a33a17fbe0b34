import { closeSync, fstatSync, openSync, statSync, unlinkSync } from 'node:fs';
import { InputError } from './failure.js';
import { cannotBeWritten } from './file-problem.js';
import type { Io } from './io.js';

/** Names of standard output, for programs that read them. */
const names = /^(?:-|\/dev\/stdout|(?:\/dev|\/proc\/self)\/fd\/1)$/;

/**
 * A file beside the result must be another one: mixed, neither could be read. And it must be one that can be written,
 * which is better known before minutes of work than behind them.
 *
 * @param option what the file was given with
 * @throws {InputError} when it is where the result goes, or cannot be written
 */
export function refuseStdout(option: string, path: string, stdout: Io['stdout']): void {
  if (names.test(path) || isSameFile(path, stdout.fd)) {
    throw new InputError(`${option}: is standard output, which the result goes to; allowed: another file`);
  }
  try {
    tryToWrite(path);
  } catch (error) {
    throw new InputError(`${option}: ${cannotBeWritten(error)}`);
  }
}

/** Leaves things as they are; a pipe is not opened, because its reader would see it end. */
function tryToWrite(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile() && !found.isDirectory()) return;
  closeSync(openSync(path, 'a'));
  if (!found) unlinkSync(path);
}

/** Of a pipe or a file; terminals and the null device take what comes. */
function isSameFile(path: string, fd: number | undefined): boolean {
  if (fd === undefined) return false;
  try {
    const [file, output] = [statSync(path), fstatSync(fd)];
    return !file.isCharacterDevice() && file.dev === output.dev && file.ino === output.ino;
  } catch {
    // A file that is not there yet, or an output that is closed.
    return false;
  }
}

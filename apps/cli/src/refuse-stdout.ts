import { fstatSync, statSync } from 'node:fs';
import { InputError } from './failure.js';
import type { Io } from './io.js';

/** Names of standard output, for programs that read them. */
const names = /^(?:-|\/dev\/stdout|(?:\/dev|\/proc\/self)\/fd\/1)$/;

/**
 * A file beside the result must be another one: mixed, neither could be read.
 *
 * @param option what the file was given with
 * @throws {InputError} when it is where the result goes
 */
export function refuseStdout(option: string, path: string, stdout: Io['stdout']): void {
  if (!names.test(path) && !isSameFile(path, stdout.fd)) return;
  throw new InputError(`${option}: is standard output, which the result goes to; allowed: another file`);
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

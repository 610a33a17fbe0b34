import { writeFileSync } from 'node:fs';
import { InputError } from './failure.js';
import { cannotBeWritten } from './file-problem.js';

/**
 * Writes what `--html FILE`, or another option of that kind, asks for.
 *
 * @throws {InputError} when the file cannot be written
 */
export function writePage(path: string, page: string, option = '--html'): void {
  try {
    writeFileSync(path, page);
  } catch (error) {
    throw new InputError(`${option} ${path}: ${cannotBeWritten(error)}`);
  }
}

import { writeFileSync } from 'node:fs';
import { InputError } from './failure.js';

/**
 * Writes what `--html FILE` asks for.
 *
 * @throws {InputError} when the file cannot be written
 */
export function writePage(path: string, page: string): void {
  try {
    writeFileSync(path, page);
  } catch (error) {
    throw new InputError(`--html ${path}: cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from './failure.js';

/** More than any scenario has, bytes: devices and archives end here instead of filling the memory. */
const largest = 4 << 20;

/** @throws {InputError} when there is no such file, or none that can be read */
export async function readTextFile(path: string): Promise<string> {
  try {
    if ((await stat(path)).isDirectory()) throw new InputError(`${path}: is a directory; allowed: a scenario file`);
    return await readText(createReadStream(path), path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: ${reason(error as NodeJS.ErrnoException)}`);
  }
}

/**
 * Bytes as UTF-8. What is none becomes U+FFFD, which the scenario's reader reports with its line.
 *
 * @param name what messages call the source
 * @throws {InputError} when there are too many
 */
export async function readText(chunks: AsyncIterable<Uint8Array | string>, name: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += part.length;
    if (length > largest)
      throw new InputError(`${name}: is larger than ${largest >> 20} MiB; allowed: a scenario file`);
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'ENOTDIR':
      return 'no such file: a part of its path is no directory';
    case 'ENAMETOOLONG':
      return 'no such file: its name is too long';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it';
    default:
      return message;
  }
}

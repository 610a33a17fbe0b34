import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from './failure.js';

/** What is read, and more than any of it has, bytes: devices and archives end here instead of filling the memory. */
interface Kind {
  readonly name: string;
  readonly largest: number;
}

const scenarioFile: Kind = { name: 'a scenario file', largest: 4 << 20 };

/** @throws {InputError} when there is no such file, or none that can be read */
export async function readTextFile(path: string, kind = scenarioFile): Promise<string> {
  return new TextDecoder().decode(await readFileBytes(path, kind));
}

/** @throws {InputError} when there is no such file, or none that can be read */
export async function readFileBytes(path: string, kind: Kind): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if ((await stat(path)).isDirectory()) throw new InputError(`${path}: is a directory; allowed: ${kind.name}`);
    return await readBytes(createReadStream(path), path, kind);
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
export async function readText(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
  kind = scenarioFile,
): Promise<string> {
  return new TextDecoder().decode(await readBytes(chunks, name, kind));
}

/** @throws {InputError} when there are too many */
export async function readBytes(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
  { name: what, largest }: Kind,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += part.length;
    if (length > largest) throw new InputError(`${name}: is larger than ${largest >> 20} MiB; allowed: ${what}`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
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

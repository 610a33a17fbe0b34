import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnoseError, isSource, type SourceText } from '@tunq/diagnose';
import type { Io } from './io.js';
import { readText, readTextFile } from './read-text.js';

/** Tens of thousands of connections fit. */
const sourceFile = { name: 'output of ip, tc, ss, nstat or iperf3', largest: 64 << 20 };

/**
 * What the operator has: files as they are named, those of a folder in the order of their names (`2` before `10`), `-`
 * for standard input. What a folder has beside them is left out with a note.
 *
 * @throws {InputError} when a file cannot be read
 */
export async function loadSources(files: readonly string[], io: Io): Promise<SourceText[]> {
  const sources: SourceText[] = [];
  for (const file of files) {
    if (file === '-') {
      sources.push({ name: 'standard input', text: await readText(io.stdin, 'standard input', sourceFile) });
    } else if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      sources.push(...(await loadFolder(file, io)));
    } else {
      sources.push({ name: file, text: await readTextFile(file, sourceFile) });
    }
  }
  return sources;
}

async function loadFolder(folder: string, { stderr, quiet }: Io): Promise<SourceText[]> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const sources: SourceText[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const source = { name: path, text: await readTextFile(path, sourceFile) };
    if (isSource(source)) sources.push(source);
    else if (!quiet) stderr.write(`tunq: ${path}: left out, it is no output of ip, tc, ss, nstat or iperf3\n`);
  }
  if (sources.length === 0) throw new DiagnoseError({ name: folder, text: '' }, 'holds nothing that can be read');
  return sources;
}

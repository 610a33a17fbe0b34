import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BundledCellSet,
  bundledCellSets,
  distinctCells,
  gunzipText,
  type PlacedCell,
  readCells,
} from '@tunq/reference';
import { bundledCells } from '@tunq/reference/node';
import { InputError } from './failure.js';
import type { Io } from './io.js';
import { suggestion } from './nearest.js';
import { readBytes, readFileBytes } from './read-text.js';

/** A thousand cells with every interval. */
const cellFile = { name: 'a file of kernel cells', largest: 256 << 20 };

/** Files of a folder that are read. */
const cellFileName = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/;

/**
 * The cells that `--cells` names: `kernel` and `differential` are those that the package holds, `-` is standard input,
 * anything else a file, which may be gzipped (`./kernel` is a file of that name), or a folder of such files.
 *
 * @throws {InputError} when there is nothing to read
 * @throws {ScenarioError} when that holds no cells
 */
export async function loadCells(sources: readonly string[], io: Pick<Io, 'stdin'>): Promise<PlacedCell[]> {
  const cells: PlacedCell[] = [];
  for (const source of sources) cells.push(...(await cellsOf(source, io)));
  return distinctCells(cells);
}

async function cellsOf(source: string, { stdin }: Pick<Io, 'stdin'>): Promise<PlacedCell[]> {
  if (Object.hasOwn(bundledCellSets, source)) return bundledCells(source as BundledCellSet);
  if (source === '-') {
    const name = 'standard input';
    return readCells(await text(await readBytes(stdin, name, cellFile), name), name);
  }
  const found = await stat(source).catch(() => undefined);
  if (!found && /^[\w-]+$/.test(source)) {
    const hint = suggestion(source, Object.keys(bundledCellSets)) || `; allowed: ${cellFile.name}, or a folder`;
    throw new InputError(`--cells ${source}: neither a file nor bundled cells${hint}`);
  }
  const isFolder = found?.isDirectory() === true;
  return isFolder ? folderCells(source) : fileCells(source);
}

async function fileCells(path: string): Promise<PlacedCell[]> {
  return readCells(await text(await readFileBytes(path, cellFile), path), path);
}

async function folderCells(folder: string): Promise<PlacedCell[]> {
  const names = (await readdir(folder)).filter((name) => cellFileName.test(name)).sort();
  if (names.length === 0) {
    throw new InputError(
      `${folder}: is a folder without .json or .jsonl files; allowed: ${cellFile.name}, or a folder`,
    );
  }
  const cells: PlacedCell[] = [];
  for (const name of names) cells.push(...(await fileCells(join(folder, name))));
  return cells;
}

/**
 * What is plain or gzipped, as text.
 *
 * @param what that should be there, for messages
 * @throws {InputError} when it begins as gzip and is none, or is cut off
 */
export async function text(bytes: Uint8Array<ArrayBuffer>, name: string, what = cellFile.name): Promise<string> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  return gunzipText(bytes).catch(() => {
    throw new InputError(`${name}: is damaged gzip, or cut off; allowed: ${what}, plain or gzipped`);
  });
}

/**
 * The cell of that id, or else every cell whose id contains the text.
 *
 * @throws {InputError} when there is none
 */
export function chooseCells(cells: readonly PlacedCell[], id: string): PlacedCell[] {
  const exact = cells.filter(({ cell }) => cell.id === id);
  if (exact.length > 0) return exact;
  const parts = cells.filter(({ cell }) => cell.id.includes(id));
  if (parts.length > 0) return parts;
  const ids = cells.map(({ cell }) => cell.id);
  const hint = suggestion(id, ids) || `; allowed: an id, or a part of one, such as ${ids[0]}`;
  throw new InputError(`--cell ${id}: no such cell${hint}`);
}

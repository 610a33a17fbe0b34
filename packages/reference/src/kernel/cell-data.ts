import type { PlacedCell } from './kernel-cell.js';
import { readCells } from './read-cells.js';

/** Sets of cells that the package holds, as files of `@tunq/reference/data/`. */
export const bundledCellSets = {
  kernel: 'kernel-cells.json.gz',
  differential: 'differential.json.gz',
} as const;

export type BundledCellSet = keyof typeof bundledCellSets;

/** Unpacks gzip with what Node and browsers have in common. */
export async function gunzipText(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).text();
}

/**
 * Reads a file of `data/`. A page gets its bytes with
 * `fetch(new URL('@tunq/reference/data/kernel-cells.json.gz', import.meta.url))` or its bundler's equivalent.
 */
export async function unpackCells(bytes: Uint8Array<ArrayBuffer>, file = 'kernel cells'): Promise<PlacedCell[]> {
  return readCells(await gunzipText(bytes), file);
}

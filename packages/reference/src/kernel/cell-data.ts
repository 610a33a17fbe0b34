import type { ScenarioDocument } from '@tunq/scenario';
import { bulkCapture, type Capture, type PackedCapture, unpackCapture } from './capture.js';
import { JsonText } from './json-place.js';
import type { PlacedCell } from './kernel-cell.js';
import { labScenario } from './lab-scenario.js';
import { readCells } from './read-cells.js';

/** Sets of cells that the package holds, as files of `@tunq/reference/data/`. */
export const bundledCellSets = {
  kernel: 'kernel-cells.json.gz',
  differential: 'differential.json.gz',
} as const;

export type BundledCellSet = keyof typeof bundledCellSets;

/** Captures that the package holds, as files of `@tunq/reference/data/packets/`, without their `.json.gz`. */
export const bundledCaptures = [
  'cubic-1f-pfifo_fast-q500-40ms-30us-drop',
  'cubic-1f-pfifo_fast-q500-40ms-30us-bp',
  'cubic-1f-pfifo_fast-q50-120ms-30us-drop',
  'reno-1f-pfifo_fast-q100-40ms-60us-drop',
  'bbr-1f-pfifo_fast-q100-120ms-30us-drop',
  'cubic-4f-fq_codel-q50-20ms-120us-bp',
  'cubic-1f-pfifo_fast-q10-120ms-60us-drop',
] as const;

export type BundledCapture = (typeof bundledCaptures)[number];

/** A capture with the scenario that it is of. */
export interface CapturedRun {
  readonly capture: Capture;
  readonly document: ScenarioDocument;
}

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

/** Reads a file of `data/packets/`. */
export async function unpackCapturedRun(bytes: Uint8Array<ArrayBuffer>, file = 'capture'): Promise<CapturedRun> {
  const source = new JsonText(await gunzipText(bytes), file);
  const packed = JSON.parse(source.text) as PackedCapture;
  return {
    capture: bulkCapture(unpackCapture(packed)),
    document: labScenario(packed.scenario, { file, locate: (path) => source.placeOf(['scenario', ...path]) }),
  };
}

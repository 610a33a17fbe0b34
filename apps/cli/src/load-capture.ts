import { basename, dirname, join } from 'node:path';
import {
  type BundledCapture,
  bulkCapture,
  bundledCaptures,
  type CapturedRun,
  readCaptureCsv,
  readCaptureIndex,
} from '@tunq/reference';
import { bundledCapture } from '@tunq/reference/node';
import type { ScenarioDocument } from '@tunq/scenario';
import { InputError } from './failure.js';
import type { Io } from './io.js';
import { chooseCells, loadCells, text } from './load-cells.js';
import { loadDocument } from './load-document.js';
import { suggestion } from './nearest.js';
import { readFileBytes } from './read-text.js';

/** Half a gigabyte of CSV is some ten million packets. */
const captureFile = { name: 'a capture as kernel-lab writes it with --packets', largest: 512 << 20 };

export interface CaptureSource {
  /** A bundled capture's name, `all` of them, or a file. */
  readonly packets: string;
  readonly scenario?: string;
  readonly cells?: readonly string[];
  readonly cell?: string;
}

export interface NamedCapture extends CapturedRun {
  readonly name: string;
}

/**
 * Captures with their scenarios. A bundled one has its own; that of a file is in `--scenario`, in the cell that
 * `--cells` and `--cell` name, or in `index.json` beside the file.
 *
 * @throws {InputError} when there is nothing to read, or no scenario
 */
export async function loadCaptures(source: CaptureSource, io: Io): Promise<NamedCapture[]> {
  const { packets } = source;
  if (packets === 'all') {
    refuseScenario(source);
    const captures: NamedCapture[] = [];
    for (const name of bundledCaptures) {
      captures.push({ name, ...(await bundledCapture(name)) });
      // A million lines: a signal should not wait for the last of them.
      io.signal?.throwIfAborted();
    }
    return captures;
  }
  const bundled = packets.replace(/\.csv\.gz$/, '');
  if (isBundled(bundled)) {
    refuseScenario(source);
    return [{ name: bundled, ...(await bundledCapture(bundled)) }];
  }
  const csv = await text(await captureBytes(packets), packets, captureFile.name);
  const capture = bulkCapture(readCaptureCsv(csv, packets));
  if (capture.packets.length === 0) throw new InputError(`${packets}: has no bulk data; allowed: ${captureFile.name}`);
  return [{ name: basename(packets), capture, document: await scenarioOf(source, io) }];
}

/** A bundled capture has the scenario that it was captured of; another one would be ignored. */
function refuseScenario({ packets, scenario, cells, cell }: CaptureSource): void {
  const given =
    scenario !== undefined ? 'scenario' : cells !== undefined ? 'cells' : cell !== undefined ? 'cell' : null;
  if (given === null) return;
  throw new InputError(
    `--${given}: contradicts --packets ${packets}, which brings its scenario; allowed: a capture of your own, such as ./${packets}.csv.gz`,
  );
}

async function captureBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFileBytes(path, captureFile);
  } catch (error) {
    if (!(error instanceof InputError) || path.includes('/') || path.includes('.')) throw error;
    // As much a name as a file.
    const hint =
      suggestion(path, ['all', ...bundledCaptures]) ||
      `; allowed: a file, all, or a bundled capture such as ${bundledCaptures[0]}`;
    throw new InputError(`--packets ${path}: neither a file nor a bundled capture${hint}`);
  }
}

function isBundled(name: string): name is BundledCapture {
  return (bundledCaptures as readonly string[]).includes(name);
}

async function scenarioOf({ packets, scenario, cells, cell }: CaptureSource, io: Io): Promise<ScenarioDocument> {
  if (scenario !== undefined) return labClock(await loadDocument(scenario, io));
  if (cells !== undefined) {
    const all = await loadCells(cells, io);
    const chosen = cell === undefined ? all : chooseCells(all, cell);
    if (chosen.length === 1) return chosen[0]!.document;
    throw new InputError(`--cells ${cells.join(' ')}: ${chosen.length} cells; allowed: one, which --cell ID chooses`);
  }
  const index = join(dirname(packets), 'index.json');
  let json: string;
  try {
    json = await text(await readFileBytes(index, captureFile), index);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `${error.message}; allowed: --scenario FILE, --cells FILE, or an index.json beside the capture`,
    );
  }
  return readCaptureIndex(json, index, basename(packets));
}

/** A scenario that says nothing of its clock gets that of the kernel's machine. */
function labClock(document: ScenarioDocument): ScenarioDocument {
  const { data } = document;
  if (typeof data !== 'object' || data === null || Array.isArray(data) || 'clock' in data) return document;
  return document.with({ ...data, clock: { read: '256ns' } }, [], document.locate([]));
}

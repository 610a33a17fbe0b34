import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type PoolOptions, runMany } from '@tunq/sim/node';
import { type CalibrateOptions, type CalibrationReport, calibrate as calibrateWith } from '../calibrate/calibrate.js';
import {
  type BundledCapture,
  type BundledCellSet,
  bundledCellSets,
  type CapturedRun,
  unpackCapturedRun,
  unpackCells,
} from '../kernel/cell-data.js';
import type { PlacedCell } from '../kernel/kernel-cell.js';
import { type ValidateOptions, type ValidationReport, validate as validateWith } from '../kernel/validate.js';
import { type ReproduceOptions, reproduce as reproduceWith } from '../reproduce.js';
import type { ReproduceReport } from '../reproduce-report.js';

interface Pooled {
  /** Threads; default: one per core. */
  readonly jobs?: number;
}

export interface PooledReproduceOptions extends Omit<ReproduceOptions, 'run'>, Pooled {}

export interface PooledCalibrateOptions extends Omit<CalibrateOptions, 'run'>, Pooled {}

export interface PooledValidateOptions extends Omit<ValidateOptions, 'run'>, Pooled {}

/** `reproduce` of the main entry, on a pool of threads. */
export function reproduce({ jobs, ...options }: PooledReproduceOptions = {}): Promise<ReproduceReport> {
  return reproduceWith({ ...options, run: pooled(jobs) });
}

/** `calibrate` of the main entry, on a pool of threads. */
export function calibrate({ jobs, ...options }: PooledCalibrateOptions = {}): Promise<CalibrationReport> {
  return calibrateWith({ ...options, run: pooled(jobs) });
}

/** `validate` of the main entry, on a pool of threads. */
export function validate(
  cells: readonly PlacedCell[],
  { jobs, ...options }: PooledValidateOptions = {},
): Promise<ValidationReport> {
  return validateWith(cells, { ...options, run: pooled(jobs) });
}

/** The cells that the package holds: those that were shared, or those of the random scenarios. */
export async function bundledCells(set: BundledCellSet = 'kernel'): Promise<PlacedCell[]> {
  return unpackCells(await data(bundledCellSets[set]), set);
}

/** A capture that the package holds. */
export async function bundledCapture(name: BundledCapture): Promise<CapturedRun> {
  return unpackCapturedRun(await data(`packets/${name}.json.gz`), name);
}

async function data(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(fileURLToPath(new URL(`../../data/${path}`, import.meta.url))));
}

function pooled(jobs: number | undefined): NonNullable<ReproduceOptions['run']> {
  const pool: PoolOptions = jobs === undefined ? {} : { threads: jobs };
  return (all, many) => runMany(all, { ...many, ...pool });
}

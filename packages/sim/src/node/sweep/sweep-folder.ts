import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreBytes } from '@tunq/core';
import { type SweepDescription, sweepOf } from '@tunq/scenario';
import type { EndedRun } from '../../sweep/run-table.js';
import { type Shard, shardRuns, shardSize, wholeSweep } from '../../sweep/shard.js';
import { SweepSet } from '../../sweep/sweep-set.js';
import { version } from '../../version.js';
import { removePartialFiles, writeAtomically } from './atomic-file.js';
import { describeDifference } from './difference.js';
import { SweepFolderError } from './folder-error.js';
import { Journal } from './journal.js';
import { lockFolder } from './lock.js';

/** What a folder is a sweep of. Two folders with equal heads hold equal runs. */
export interface SweepHead {
  /** Version of `@tunq/sim`. */
  readonly version: string;
  /** SHA-256 of the WebAssembly core, hexadecimal. */
  readonly core: string;
  readonly plans: readonly SweepDescription[];
  readonly runs: number;
  readonly shard: Shard;
}

const headName = 'sweep.json';
const journalName = 'journal.log';

/** A folder that holds a sweep, done or not, and is this process's alone until it is closed. */
export class SweepFolder {
  private constructor(
    readonly path: string,
    readonly head: SweepHead,
    private readonly journal: Journal,
    private readonly unlock: () => void,
  ) {}

  /**
   * Begins a sweep in a new or empty folder; with `resume`, goes on with the one that is there.
   *
   * @throws {SweepFolderError} when the folder holds something else, or another process works in it
   */
  static open(path: string, set: SweepSet, shard: Shard, { resume = false } = {}): SweepFolder {
    return SweepFolder.#begin(path, headOf(set, shard), resume);
  }

  /**
   * Begins a folder for the whole of a sweep whose shards hold its runs.
   *
   * @throws {SweepFolderError} when the folder holds something
   */
  static gather(path: string, head: SweepHead): SweepFolder {
    return SweepFolder.#begin(path, { ...head, shard: wholeSweep }, false);
  }

  static #begin(path: string, head: SweepHead, resume: boolean): SweepFolder {
    const found = readHead(path);
    if (!resume) refuseUsed(path, found);
    else if (found) refuseOther(path, found, head);
    mkdirSync(path, { recursive: true });
    const unlock = lockFolder(path);
    try {
      removePartialFiles(path);
      if (!found) writeAtomically(join(path, headName), `${JSON.stringify(head, null, 2)}\n`);
      return new SweepFolder(path, head, new Journal(join(path, journalName), head.runs), unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /**
   * Takes a folder that holds a sweep, whatever made it.
   *
   * @throws {SweepFolderError} when it holds none, or another process works in it
   */
  static reopen(path: string): SweepFolder {
    const head = readHead(path);
    if (!head) throw new SweepFolderError(`${path}: holds no sweep; allowed: a folder that \`tunq sweep\` has written`);
    const unlock = lockFolder(path);
    try {
      return new SweepFolder(path, head, new Journal(join(path, journalName), head.runs), unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Lines of the journal that were damaged; their runs are done again. */
  get damaged(): number {
    return this.journal.damaged;
  }

  /** The sweep that the folder holds. */
  get set(): SweepSet {
    return new SweepSet(this.head.plans.map(sweepOf));
  }

  /** Runs of this shard. */
  get total(): number {
    return shardSize(this.head.runs, this.head.shard);
  }

  /** Runs of this shard that are still to be done, those that failed among them. */
  *pending(): Generator<number> {
    for (const run of shardRuns(this.head.runs, this.head.shard)) {
      if (!this.journal.has(run) || this.journal.failed(run)) yield run;
    }
  }

  /** How many they are. */
  get left(): number {
    let left = 0;
    for (const _ of this.pending()) left++;
    return left;
  }

  /** Runs of this shard that have not ended at all. */
  get missing(): number {
    let missing = 0;
    for (const run of shardRuns(this.head.runs, this.head.shard)) if (!this.journal.has(run)) missing++;
    return missing;
  }

  /** Keeps a run. It is kept when this returns, whatever happens to the process. */
  keep(run: number, ended: EndedRun): void {
    this.journal.append(run, ended);
  }

  /** Runs of this shard that have ended, in the order of the plan. */
  *ended(): Generator<readonly [run: number, ended: EndedRun]> {
    for (const run of shardRuns(this.head.runs, this.head.shard)) {
      const ended = this.journal.read(run);
      if (ended) yield [run, ended];
    }
  }

  close(): void {
    this.journal.close();
    this.unlock();
  }
}

function headOf(set: SweepSet, shard: Shard): SweepHead {
  return { version, core: coreHash(), plans: set.descriptions, runs: set.runs, shard };
}

/** What a folder is a sweep of; undefined where it is of none. */
export function readHead(path: string): SweepHead | undefined {
  try {
    return JSON.parse(readFileSync(join(path, headName), 'utf8')) as SweepHead;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') throw new SweepFolderError(`${path}: is a file; allowed: a folder`);
    throw new SweepFolderError(`${join(path, headName)}: cannot be read: ${code ?? 'is no JSON'}`);
  }
}

function coreHash(): string {
  return createHash('sha256').update(coreBytes()).digest('hex');
}

function refuseUsed(path: string, found: SweepHead | undefined): void {
  if (found) {
    throw new SweepFolderError(`${path}: holds a sweep already; allowed: --resume to go on with it, or another --out`);
  }
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new SweepFolderError(`${path}: is not empty; allowed: a new or an empty folder`);
  }
}

function refuseOther(path: string, found: SweepHead, wanted: SweepHead): void {
  // As they would be read from a file: without keys that are undefined.
  const difference = describeDifference(found, JSON.parse(JSON.stringify(wanted)));
  if (difference === null) return;
  throw new SweepFolderError(
    `${path}: holds another sweep: ${difference}; allowed: the plan as it was, or another --out`,
  );
}

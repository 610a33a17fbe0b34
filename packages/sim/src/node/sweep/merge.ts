import { resolve } from 'node:path';
import { describeDifference } from './difference.js';
import { SweepFolderError } from './folder-error.js';
import { SweepFolder } from './sweep-folder.js';

/**
 * Puts the runs of all shards of a sweep into one folder, in the order of the plan.
 *
 * @returns the folder, to be closed by the caller
 * @throws {SweepFolderError} when the shards are not of one sweep, or one of them, or a run, is missing
 */
export function mergeSweeps(paths: readonly string[], out: string): SweepFolder {
  const shards: SweepFolder[] = [];
  try {
    requireOnce(paths);
    for (const path of paths) shards.push(SweepFolder.reopen(path));
    requireOneSweep(shards);
    requireEveryShard(shards);
    const whole = SweepFolder.gather(out, shards[0]!.head);
    try {
      gather(shards, whole);
    } catch (error) {
      whole.close();
      throw error;
    }
    return whole;
  } finally {
    for (const shard of shards) shard.close();
  }
}

function gather(shards: readonly SweepFolder[], whole: SweepFolder): void {
  const ended = shards.map((shard) => shard.ended());
  const next = ended.map((runs) => runs.next());
  for (let run = 0; run < whole.head.runs; run++) {
    const from = next.findIndex(({ done, value }) => !done && value[0] === run);
    whole.keep(run, next[from]!.value![1]);
    next[from] = ended[from]!.next();
  }
}

function requireOnce(paths: readonly string[]): void {
  const places = paths.map((path) => resolve(path));
  const twice = places.findIndex((place, index) => places.indexOf(place) !== index);
  if (twice !== -1)
    throw new SweepFolderError(`${paths[twice]}: is given twice; allowed: the folder of each shard once`);
}

function requireOneSweep(shards: readonly SweepFolder[]): void {
  const [first, ...others] = shards.map(({ path, head: { shard, ...rest } }) => ({
    path,
    sweep: { ...rest, shards: shard.count },
  }));
  for (const { path, sweep } of others) {
    const difference = describeDifference(first!.sweep, sweep);
    if (difference === null) continue;
    throw new SweepFolderError(
      `${path}: is no shard of the sweep in ${first!.path}: ${difference}; allowed: its shards`,
    );
  }
}

function requireEveryShard(shards: readonly SweepFolder[]): void {
  const { count } = shards[0]!.head.shard;
  for (let index = 1; index <= count; index++) {
    const folders = shards.filter(({ head }) => head.shard.index === index);
    if (folders.length === 0) {
      throw new SweepFolderError(`shard ${index}/${count} is missing; allowed: the folders of all ${count} shards`);
    }
    if (folders.length > 1) {
      throw new SweepFolderError(`${folders[1]!.path}: is shard ${index}/${count}, as is ${folders[0]!.path}`);
    }
  }
  for (const { path, missing, total } of shards) {
    if (missing === 0) continue;
    throw new SweepFolderError(`${path}: ${missing} of its ${total} runs are not done; allowed: --resume it first`);
  }
}

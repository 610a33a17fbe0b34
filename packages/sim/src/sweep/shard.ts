/** A part of a sweep: the `index`-th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The whole. */
export const wholeSweep: Shard = { index: 1, count: 1 };

/**
 * The shard that a run is of, from 1. Of any `count` runs in a row each shard has one, and the order turns by one from row to
 * row: an axis as long as there are shards would otherwise give all its costly values to one of them.
 */
export function shardOf(run: number, count: number): number {
  return ((run + Math.floor(run / count)) % count) + 1;
}

/** Runs of a shard in ascending order. */
export function* shardRuns(runs: number, { index, count }: Shard): Generator<number> {
  for (let run = 0; run < runs; run++) if (shardOf(run, count) === index) yield run;
}

/** How many they are. */
export function shardSize(runs: number, { index, count }: Shard): number {
  const rows = Math.floor(runs / count);
  let size = rows;
  for (let run = rows * count; run < runs; run++) if (shardOf(run, count) === index) size++;
  return size;
}

import { expect, test } from 'vitest';
import { shardOf, shardRuns, shardSize } from './shard.js';

const runs = 1003;

test.each([1, 2, 3, 7, 1003, 2000])('%i shards have every run once, in order, evenly', (count) => {
  const shards = Array.from({ length: count }, (_, i) => [...shardRuns(runs, { index: i + 1, count })]);
  expect(shards.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: runs }, (_, run) => run));
  const sizes = shards.map(({ length }) => length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  shards.forEach((shard, i) => {
    expect(shard).toEqual(shard.toSorted((a, b) => a - b));
    expect(shardSize(runs, { index: i + 1, count })).toBe(shard.length);
  });
});

test('an axis as long as there are shards is shared out', () => {
  // Runs 0, 4, 8, … have the first value of an axis of four.
  const first = Array.from({ length: 100 }, (_, row) => shardOf(row * 4, 4));
  for (const shard of [1, 2, 3, 4]) expect(first.filter((one) => one === shard)).toHaveLength(25);
});

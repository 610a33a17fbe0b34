import { expect, test } from 'vitest';
import type { Measurements } from '../measurements.js';
import { figuresOf, isChaotic } from './outcome.js';

const rtt = 120e6;

function run(goodputMbps: number, p99: number, lost = 0, ringDrops = 0): Measurements {
  const spread = { min: 120, mean: 121, p50: 121, p95: 122, max: 200 };
  const tail = { mean: 1, p99: 2, max: 3 };
  return {
    goodputMbps,
    goodputMbpsSecondHalf: goodputMbps + 5,
    pingMs: { ...spread, p99, sent: 1000, received: 1000 - lost },
    sojournMs: { qdisc: tail, ring: { ...tail, p99: 4 } },
    ringOccupancy: { ...tail, max: 77 },
    ...{ ringDrops, qdiscDrops: 0, pathDrops: 0, retransmits: ringDrops },
  } as Measurements;
}

test('figures are medians of the runs, the latency what a ping gains', () => {
  expect(figuresOf([run(100, 130), run(160, 125, 0, 3), run(120, 150, 5, 9)], rtt)).toEqual({
    runs: 3,
    goodputMbps: { median: 120, min: 100, max: 160 },
    steadyMbps: 125,
    pingAddedMs: { median: 10, min: 5, max: 30 },
    pingsLost: 0,
    sojournMs: { qdisc: 2, ring: 4 },
    ringDrops: 3,
    qdiscDrops: 0,
    pathDrops: 0,
    retransmits: 3,
    ringMax: 77,
  });
});

test('with more than one ping of a hundred lost there is no latency', () => {
  expect(figuresOf([run(100, 130, 10)], rtt).pingAddedMs).not.toBeNull();
  expect(figuresOf([run(100, 130, 11)], rtt)).toMatchObject({ pingAddedMs: null, pingsLost: 0.011 });
  expect(figuresOf([{ ...run(100, 130), pingMs: undefined } as unknown as Measurements], rtt).pingAddedMs).toBeNull();
});

test('a ping that is quicker than the path, by the resolution of its percentile, gains nothing', () => {
  expect(figuresOf([run(100, 119.9)], rtt).pingAddedMs?.median).toBe(0);
});

test('a run is chaotic that lost something', () => {
  expect(isChaotic(run(100, 130))).toBe(false);
  expect(isChaotic(run(100, 130, 0, 1))).toBe(true);
});

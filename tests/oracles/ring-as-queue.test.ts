import { type CoreConfig, simulate } from '@tunq/core';
import { burstWait, md1kLoss, md1Wait, mm1kLoss, sleepingReaderDrops } from '@tunq/tcp';
import { describe, expect, test } from 'vitest';
import { expectAgreement, overSeeds } from './estimate.js';
import { experiment } from './experiment.js';

/**
 * UDP through the ring under tail drop is a textbook queue. The reader takes a packet out of the ring before it works
 * on it, so a system of K places is a ring of K − 1 slots; rings stay below 32 slots, where a slot is free as soon as
 * it was read.
 */

/** Service time s, ns; all loads and waits are relative to it. */
const SERVICE = 10_000;
const SIZE = 1_000;
const SEEDS = 10;

interface Queue {
  readonly load: number;
  readonly seed: number;
  readonly burst?: number;
  readonly slots?: number;
  readonly service?: 'constant' | 'exponential';
  readonly packets?: number;
}

function queue({ load, seed, burst = 1, slots = 100_000, service = 'constant', packets = 200_000 }: Queue): CoreConfig {
  return experiment({
    seed,
    duration: Math.round((packets * SERVICE) / load),
    flows: [{ kind: 'udp', rate: (load * SIZE * 8e9) / SERVICE, size: SIZE, arrivals: 'poisson', burst, start: 0 }],
    device: { queueLength: slots },
    reader: { service, perPacket: SERVICE },
    path: { delay: 0, returnDelay: 0 },
  });
}

/** Share of the packets that the ring dropped; nothing else drops here. */
function lossOf(config: CoreConfig): number {
  const { ringDrops, qdiscDrops, pathDrops, balance } = simulate(config);
  expect(qdiscDrops + pathDrops).toBe(0);
  return ringDrops / balance.sent;
}

describe('O1: M/D/1, Poisson datagrams and a constant reader', () => {
  test.each([0.5, 0.8, 0.9, 0.95])('the mean wait at load %f is ρs/(2(1 − ρ))', (load) => {
    const wait = overSeeds(SEEDS, (seed) => {
      const { ringDrops, sojourn } = simulate(queue({ load, seed }));
      expect(ringDrops).toBe(0);
      return sojourn.ring.mean / SERVICE;
    });
    expectAgreement(wait, md1Wait(load), 0.03);
  });
});

describe('O2: M/M/1/K, an exponential reader and a short ring', () => {
  test.each([
    [0.8, 2],
    [0.8, 11],
    [1, 11],
    [1.2, 2],
    [1.2, 11],
  ])('the loss at load %f and K = %i', (load, places) => {
    const loss = overSeeds(SEEDS, (seed) => lossOf(queue({ load, seed, slots: places - 1, service: 'exponential' })));
    expectAgreement(loss, mm1kLoss(load, places), 0.03);
  });
});

describe('O3: M/D/1/K, a constant reader and a short ring', () => {
  test.each([
    [0.5, 2],
    [0.8, 5],
    [0.95, 5],
    [0.95, 11],
    [1, 31],
    [1.2, 11],
  ])('the loss at load %f and K = %i', (load, places) => {
    const loss = overSeeds(SEEDS, (seed) => lossOf(queue({ load, seed, slots: places - 1 })));
    expectAgreement(loss, md1kLoss(load, places), 0.03);
  });
});

describe('O4: bursts', () => {
  test.each([
    [10, 0.5],
    [10, 0.8],
    [44, 0.5],
    [44, 0.8],
  ])('bursts of %i at load %f wait bρ/(2(1 − ρ)) + (b − 1)/2', (burst, load) => {
    const wait = overSeeds(SEEDS, (seed) => {
      const { ringDrops, sojourn } = simulate(queue({ load, seed, burst, packets: 600_000 }));
      expect(ringDrops).toBe(0);
      return sojourn.ring.mean / SERVICE;
    });
    expectAgreement(wait, burstWait(load, burst), 0.03);
  });

  /** Bursts of `burst` packets, 100 ms apart, to a reader that needs 1 ms to wake up. */
  function sleepy(burst: number, slots: number, bursts: number): number {
    const rate = burst * SIZE * 8 * 10;
    return simulate(
      experiment({
        duration: (bursts - 0.5) * 1e8,
        flows: [{ kind: 'udp', rate, size: SIZE, arrivals: 'constant', burst, start: 0 }],
        device: { queueLength: slots },
        reader: { perPacket: SERVICE, wakeup: 1e6 },
      }),
    ).ringDrops;
  }

  test.each([1, 2, 10, 31, 32, 43, 44, 100])('a fresh ring of %i drops what it has no slot for, of 44', (slots) => {
    expect(sleepy(44, slots, 1)).toBe(sleepingReaderDrops(44, slots).drops);
  });

  test.each([1, 10, 31])('so does a used ring of %i, below 32 slots', (slots) => {
    expect(sleepy(44, slots, 7)).toBe(7 * sleepingReaderDrops(44, slots).drops);
  });

  test('a used ring of 50 has read slots that still look taken', () => {
    // Of the first 44 the reader has freed 32: 6 slots never used and these 32 take the second burst but for 6.
    expect(sleepy(44, 50, 2)).toBe(6);
    const { drops, unzeroed } = sleepingReaderDrops(44, 50);
    expect(sleepy(44, 50, 2)).toBeLessThanOrEqual(drops + unzeroed);
  });
});

describe('O13: Little’s law', () => {
  test.each([
    ['no loss', queue({ load: 0.8, seed: 1 })],
    ['loss', queue({ load: 1.2, seed: 2, slots: 10 })],
    ['bursts and lazy zeroing', queue({ load: 0.9, seed: 3, slots: 100, burst: 44 })],
    ['TCP', experiment({ duration: 5e9, device: { queueLength: 100 }, path: { delay: 5e6, returnDelay: 5e6 } })],
  ])('L = λW holds exactly in the ring: %s', (_, config) => {
    const { now, ringOccupancy, sojourn, ringProduced, ringConsumed, balance } = simulate(config);
    expect(balance.inRing).toBe(0);
    expect(ringProduced).toBe(ringConsumed);
    // Both sides are sums of whole nanoseconds: packets × time.
    expect(Math.round(ringOccupancy.mean * now)).toBe(Math.round(sojourn.ring.mean * sojourn.ring.count));
    expect(ringOccupancy.mean).toBeGreaterThan(0);
  });
});

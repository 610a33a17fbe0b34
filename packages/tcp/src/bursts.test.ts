import { expect, test } from 'vitest';
import { burstWait, sleepingReaderDrops } from './bursts.js';
import { md1Wait } from './md1.js';

test.each([
  [1, 0.5, 0.5],
  [1, 0.8, 2],
  [10, 0.5, 9.5],
  [10, 0.8, 24.5],
  [44, 0.5, 43.5],
  [44, 0.8, 109.5],
])('bursts of %d at load %d wait %d service times', (burst, load, wait) => {
  expect(burstWait(load, burst)).toBeCloseTo(wait, 10);
});

test('bursts of one are an M/D/1 queue', () => {
  expect(burstWait(0.37, 1)).toBeCloseTo(md1Wait(0.37), 12);
});

test.each([
  [1, 43, 0],
  [10, 34, 0],
  [31, 13, 0],
  [50, 0, 15],
  [100, 0, 15],
])('a ring of %d drops %d of 44', (slots, drops, unzeroed) => {
  expect(sleepingReaderDrops(44, slots)).toEqual({ drops, unzeroed });
});

test('refuses loads and bursts that are none', () => {
  expect(() => burstWait(1, 4)).toThrow(RangeError);
  expect(() => burstWait(0.5, 0)).toThrow(RangeError);
  expect(() => sleepingReaderDrops(-1, 4)).toThrow(RangeError);
});

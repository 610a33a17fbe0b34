import { expect, test } from 'vitest';
import { halfRingWakeSuffices, wakeLatencyUtilisation } from './wake-latency.js';

test.each([
  [1, 1109.1],
  [10, 1991.8],
  [100, 2164.0],
])('%d packets a wake at L/s = 0.97 leave %d of 2185 Mbit/s', (released, mbps) => {
  expect(2185 * wakeLatencyUtilisation(released, 0.97)).toBeCloseTo(mbps, 1);
});

test('half a ring hides a wake that takes no longer than its packets', () => {
  expect(halfRingWakeSuffices(500, 30, 7500)).toBe(true);
  expect(halfRingWakeSuffices(500, 30, 7501)).toBe(false);
});

test('refuses nothing at all', () => {
  expect(() => wakeLatencyUtilisation(0, 1)).toThrow(RangeError);
  expect(() => wakeLatencyUtilisation(1, -1)).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { effectiveWindow, windowLimit } from './window-limit.js';

test.each([
  [40, 532],
  [80, 266],
  [120, 177.3],
])('2.66 MB over %d ms is %d Mbit/s', (rttMs, mbps) => {
  expect(windowLimit(2.66e6, rttMs / 1e3) / 1e6).toBeCloseTo(mbps, 1);
  expect(effectiveWindow(windowLimit(2.66e6, rttMs / 1e3), rttMs / 1e3)).toBeCloseTo(2.66e6, 3);
});

test('refuses an RTT of zero', () => {
  expect(() => windowLimit(1, 0)).toThrow(RangeError);
});

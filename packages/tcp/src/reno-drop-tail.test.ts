import { expect, test } from 'vitest';
import { renoDropTailUtilisation } from './reno-drop-tail.js';

// 200 Mbit/s and 40 ms in packets of 1502 bytes that carry 1448.
const bdp = (200e6 * 0.04) / (1502 * 8);

test.each([
  [0, 0.75, 144.61],
  [10, 0.7611, 146.75],
  [100, 0.8461, 163.13],
  [300, 0.9544, 184.01],
  [666, 1, 192.81],
])('a buffer of %d packets uses %d of the link: %d Mbit/s', (buffer, utilisation, goodput) => {
  const share = renoDropTailUtilisation(bdp, buffer);
  expect(share).toBeCloseTo(utilisation, 4);
  expect((share * 200 * 1448) / 1502).toBeCloseTo(goodput, 2);
});

test('grows with the buffer and never passes 1', () => {
  let last = 0;
  for (let buffer = 0; buffer < 2 * bdp; buffer += 7) {
    const share = renoDropTailUtilisation(bdp, buffer);
    expect(share).toBeGreaterThanOrEqual(last);
    expect(share).toBeLessThanOrEqual(1);
    last = share;
  }
});

test('refuses an empty path and a negative buffer', () => {
  expect(() => renoDropTailUtilisation(0, 1)).toThrow(RangeError);
  expect(() => renoDropTailUtilisation(10, -1)).toThrow(RangeError);
});

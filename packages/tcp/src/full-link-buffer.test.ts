import { expect, test } from 'vitest';
import { fullLinkBuffer } from './full-link-buffer.js';

const bdp = (200e6 * 0.04) / (1502 * 8);

test('Reno needs a buffer of one bandwidth-delay product, CUBIC 0.4286 of it', () => {
  expect(fullLinkBuffer(bdp, 0.5)).toBeCloseTo(bdp, 10);
  expect(Math.round(fullLinkBuffer(bdp, 0.7))).toBe(285);
});

test('refuses a β that is none', () => {
  expect(() => fullLinkBuffer(1, 0)).toThrow(RangeError);
  expect(() => fullLinkBuffer(1, 1.5)).toThrow(RangeError);
});

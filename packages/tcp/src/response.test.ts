import { expect, test } from 'vitest';
import { cubicOnlyResponse, cubicResponse } from './cubic-response.js';
import { renoResponse } from './reno-response.js';

// The table of RFC 9438 §5.1, as rounded there.
test.each([
  [1e-2, 12, 6, 1],
  [1e-3, 38, 33, 6],
  [1e-4, 120, 187, 33],
  [1e-5, 379, 1054, 187],
  [1e-6, 1200, 5926, 1054],
])('loss %d: Reno %d, CUBIC %d at 0.1 s and %d at 0.01 s', (loss, reno, at100ms, at10ms) => {
  expect(Math.round((renoResponse(loss) * 1.2) / Math.sqrt(1.5))).toBe(reno);
  expect(Math.round(cubicOnlyResponse(loss, 0.1))).toBe(at100ms);
  expect(Math.round(cubicOnlyResponse(loss, 0.01))).toBe(at10ms);
});

test('the constant is the one of the RFC', () => {
  expect(cubicOnlyResponse(1, 1)).toBeCloseTo(1.0538, 4);
  expect(renoResponse(0.015)).toBeCloseTo(10, 12);
});

test('CUBIC is never below Reno', () => {
  expect(cubicResponse(1e-2, 0.1)).toBe(renoResponse(1e-2));
  expect(cubicResponse(1e-4, 0.01)).toBe(renoResponse(1e-4));
  expect(cubicResponse(1e-4, 0.1)).toBe(cubicOnlyResponse(1e-4, 0.1));
});

test('refuses loss rates that are none', () => {
  for (const loss of [0, -1, 1.1, Number.NaN]) {
    expect(() => renoResponse(loss)).toThrow(RangeError);
    expect(() => cubicResponse(loss, 0.1)).toThrow(RangeError);
  }
  expect(() => cubicResponse(0.1, 0)).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { cubicK, cubicWindow } from './cubic-window.js';

test('K of 1000 segments is the cube root of 750', () => {
  expect(cubicK(1000)).toBeCloseTo(9.085602964160698, 12);
});

test('the curve starts at β·Wmax, is Wmax at K and rises beyond', () => {
  for (const wMax of [10, 100, 1588, 5430]) {
    const k = cubicK(wMax);
    expect(cubicWindow(0, wMax)).toBeCloseTo(0.7 * wMax, 8);
    expect(cubicWindow(k, wMax)).toBe(wMax);
    expect(cubicWindow(2 * k, wMax)).toBeCloseTo(1.3 * wMax, 8);
  }
});

test('β of Linux, 717/1024, shortens K', () => {
  expect(cubicK(1000, { beta: 717 / 1024 })).toBeCloseTo(Math.cbrt((1000 * 307) / 1024 / 0.4), 12);
  expect(cubicWindow(0, 1000, { beta: 717 / 1024 })).toBeCloseTo((1000 * 717) / 1024, 8);
});

test('refuses constants that are none', () => {
  expect(() => cubicK(0)).toThrow(RangeError);
  expect(() => cubicK(1, { beta: 2 })).toThrow(RangeError);
  expect(() => cubicWindow(0, 1, { c: 0 })).toThrow(RangeError);
});

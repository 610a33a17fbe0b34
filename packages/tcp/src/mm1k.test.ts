import { expect, test } from 'vitest';
import { mm1kLoss, mm1kMean } from './mm1k.js';

test.each([
  [0.5, 2, 1.428571e-1, 0.57143],
  [0.5, 11, 2.442002e-4, 0.99707],
  [0.8, 2, 2.622951e-1, 0.85246],
  [0.8, 11, 1.844758e-2, 3.11452],
  [0.8, 51, 2.283617e-6, 3.99953],
  [0.95, 2, 3.163891e-1, 0.96582],
  [0.95, 11, 6.187453e-2, 4.89261],
  [0.95, 51, 3.927632e-3, 15.1195],
  [1, 2, 3.333333e-1, 1],
  [1, 11, 8.333333e-2, 5.5],
  [1, 51, 1.923077e-2, 25.5],
  [1.2, 2, 3.956044e-1, 1.12088],
  [1.2, 11, 1.877208e-1, 7.5159],
  [1.2, 51, 1.666794e-1, 46.00397],
])('load %d with %d places loses %d and holds %d', (load, places, loss, mean) => {
  expect(Math.abs(mm1kLoss(load, places) / loss - 1)).toBeLessThan(4e-7);
  expect(mm1kMean(load, places)).toBeCloseTo(mean, 5);
});

test('balance: what is not lost is served', () => {
  for (const load of [0.3, 0.99, 1, 1.7]) {
    const places = 4;
    const empty = (1 - mm1kLoss(load, places)) * load;
    // The server is busy for the share of arrivals that it accepts.
    expect(empty).toBeLessThanOrEqual(1);
    const weights = Array.from({ length: places + 1 }, (_, n) => load ** n);
    const total = weights.reduce((sum, w) => sum + w, 0);
    expect(empty).toBeCloseTo(1 - weights[0]! / total, 12);
    expect(mm1kMean(load, places)).toBeCloseTo(weights.reduce((sum, w, n) => sum + n * w, 0) / total, 10);
  }
});

test('stays finite where the powers overflow', () => {
  expect(mm1kLoss(1.5, 5000)).toBeCloseTo(1 / 3, 12);
  expect(mm1kLoss(0.5, 5000)).toBe(0);
  expect(mm1kLoss(1 + 1e-12, 9)).toBeCloseTo(0.1, 9);
  expect(mm1kMean(1.5, 5000)).toBeCloseTo(5000 - 2, 6);
  expect(mm1kLoss(0, 3)).toBe(0);
  expect(mm1kMean(0, 3)).toBe(0);
});

test('refuses what is not a system', () => {
  expect(() => mm1kLoss(0.5, 0)).toThrow(RangeError);
  expect(() => mm1kLoss(0.5, 1.5)).toThrow(RangeError);
  expect(() => mm1kMean(-1, 3)).toThrow(RangeError);
});

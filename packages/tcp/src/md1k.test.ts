import { expect, test } from 'vitest';
import { md1kLoss } from './md1k.js';

test.each([
  [0.5, 2, 9.627448e-2],
  [0.5, 5, 2.175963e-3],
  [0.5, 11, 1.154941e-6],
  [0.8, 2, 1.995703e-1],
  [0.8, 5, 3.52904e-2],
  [0.8, 11, 2.353368e-3],
  [0.8, 51, 7.640488e-11],
  [0.95, 2, 2.519119e-1],
  [0.95, 5, 8.278855e-2],
  [0.95, 11, 2.616518e-2],
  [0.95, 51, 3.004701e-4],
  [1, 2, 2.689414e-1],
  [1, 5, 1.034489e-1],
  [1, 11, 4.615385e-2],
  [1, 51, 9.836066e-3],
  [1.2, 2, 3.338637e-1],
  [1.2, 5, 1.991467e-1],
  [1.2, 11, 1.695563e-1],
  [1.2, 51, 1.666667e-1],
])('load %d with %d places loses %d', (load, places, loss) => {
  expect(Math.abs(md1kLoss(load, places) / loss - 1)).toBeLessThan(2e-6);
});

test('a loss below rounding is zero, not negative', () => {
  expect(md1kLoss(0.5, 51)).toBeGreaterThanOrEqual(0);
  expect(md1kLoss(0.5, 51)).toBeLessThan(1e-15);
});

test('one place is the Erlang loss formula, which service time variance does not touch', () => {
  for (const load of [0.1, 0.7, 1, 3]) expect(md1kLoss(load, 1)).toBeCloseTo(load / (1 + load), 12);
});

test('a long overloaded ring drops the excess', () => {
  expect(md1kLoss(1.2, 2001)).toBeCloseTo(1 - 1 / 1.2, 10);
  expect(md1kLoss(3, 1001)).toBeCloseTo(2 / 3, 10);
  expect(md1kLoss(0, 5)).toBe(0);
});

test('refuses what is not a system', () => {
  expect(() => md1kLoss(0.5, 0)).toThrow(RangeError);
  expect(() => md1kLoss(-1, 2)).toThrow(RangeError);
  expect(() => md1kLoss(1000, 2)).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { md1Wait, md1Waiting } from './md1.js';

test.each([
  [0.5, 0.5, 0.25],
  [0.8, 2, 1.6],
  [0.9, 4.5, 4.05],
  [0.95, 9.5, 9.025],
])('load %d waits %d service times with %d in the queue', (load, wait, waiting) => {
  expect(md1Wait(load)).toBeCloseTo(wait, 10);
  expect(md1Waiting(load)).toBeCloseTo(waiting, 10);
});

test('an overloaded queue has no mean', () => {
  expect(() => md1Wait(1)).toThrow(RangeError);
  expect(() => md1Wait(-0.1)).toThrow(RangeError);
  expect(() => md1Wait(Number.NaN)).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { joined, orderingOf } from './ordering.js';

const cells = [
  { id: 'nothing', measured: 0, simulated: 3 },
  { id: 'little', measured: 100, simulated: 2 },
  { id: 'near', measured: 110, simulated: 1 },
  { id: 'much', measured: 120, simulated: 9 },
];

test('only cells that differ by more than the share are ordered', () => {
  // near is 10 % above little, which is not more, and much is 9 % above near.
  expect(orderingOf(cells, 0.1)).toEqual({
    pairs: 4,
    violations: 2,
    violating: [
      ['near', 'nothing'],
      ['little', 'nothing'],
    ],
  });
});

test('equal is a violation', () => {
  const equal = cells.map((cell) => ({ ...cell, simulated: 1 }));
  expect(orderingOf(equal, 0.1)).toMatchObject({ pairs: 4, violations: 4 });
});

test('several as one', () => {
  const one = orderingOf(cells, 0.1);
  expect(joined([one, one])).toMatchObject({ pairs: 8, violations: 4 });
  expect(joined([])).toEqual({ pairs: 0, violations: 0, violating: [] });
});

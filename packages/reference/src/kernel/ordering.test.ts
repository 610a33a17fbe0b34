import { expect, test } from 'vitest';
import { comparedCell } from './cell.fixture.js';
import { ordering } from './ordering.js';

test('pairs that differ by more than 5 % must be in the same order', () => {
  const cells = [
    comparedCell('slow', { goodput: [100, 130] }),
    comparedCell('near', { goodput: [105, 90] }),
    comparedCell('fast', { goodput: [120, 125] }),
  ];
  // slow and near are 5 % apart, which is not more.
  expect(ordering(cells)).toEqual({ pairs: 2, violations: 1, violating: [['fast', 'slow']] });
});

test('equal where the kernel differs is a violation', () => {
  const cells = [comparedCell('a', { goodput: [10, 50] }), comparedCell('b', { goodput: [20, 50] })];
  expect(ordering(cells)).toMatchObject({ pairs: 1, violations: 1 });
});

test('no cells, no pairs', () => {
  expect(ordering([])).toEqual({ pairs: 0, violations: 0, violating: [] });
});

import { expect, test } from 'vitest';
import { figureOf, inverse, ratioOf } from './index.js';

test('best and median of an odd and an even number of runs', () => {
  expect(figureOf([3, 1, 2], 'lower')).toEqual({ best: 1, median: 2 });
  expect(figureOf([3, 1, 2], 'higher')).toEqual({ best: 3, median: 2 });
  expect(figureOf([10, 2, 4, 100], 'lower')).toEqual({ best: 2, median: 7 });
  expect(() => figureOf([], 'lower')).toThrow(RangeError);
});

test('ratios and costs go figure by figure', () => {
  const rate = figureOf([1e6, 2e6, 4e6], 'higher');
  expect(inverse(rate, 1e9)).toEqual({ best: 250, median: 500 });
  expect(ratioOf(rate, { best: 2e6, median: 1e6 })).toEqual({ best: 2, median: 2 });
});

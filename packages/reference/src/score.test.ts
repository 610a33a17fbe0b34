import { expect, test } from 'vitest';
import { errorStatistics, signedError } from './score.js';

test('errors are signed fractions of the measured value', () => {
  expect(signedError(110, 100)).toBe(0.1);
  expect(signedError(2, 3)).toBe(-0.333333);
  expect(signedError(5, 0)).toBeNull();
  expect(signedError(5, undefined)).toBeNull();
});

test('the 90th percentile is the nearest rank, the median the mean of the middle two', () => {
  const ten = [0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8, 0.9, -1];
  expect(errorStatistics(ten)).toEqual({ medianAbs: 0.55, p90Abs: 0.9, maxAbs: 1 });
  expect(errorStatistics([-0.3, 0.1, 0.2])).toEqual({ medianAbs: 0.2, p90Abs: 0.3, maxAbs: 0.3 });
  expect(errorStatistics([-0.3])).toEqual({ medianAbs: 0.3, p90Abs: 0.3, maxAbs: 0.3 });
  expect(errorStatistics([])).toBeNull();
});

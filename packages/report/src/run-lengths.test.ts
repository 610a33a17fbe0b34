import { expect, test } from 'vitest';
import { commonLengths, formatPerSecond, lengthsText } from './run-lengths.js';

const timed = (published: number | null, simulated: number, usual = simulated) => ({
  seconds: { published, simulated, usual },
});

test('the lengths of the runs of a table', () => {
  expect(lengthsText([timed(300, 10), timed(300, 10)])).toBe('runs of 10 s; the published ones lasted 300 s');
  expect(lengthsText([timed(300, 300, 10)])).toBe('runs of 300 s, as published');
  expect(lengthsText([timed(null, 50)])).toBe('runs of 50 s; how long the published ones lasted is not stated');
  expect(lengthsText([timed(null, 0.3, 50)])).toBe(
    'runs of 300 ms, shortened from 50 s; how long the published ones lasted is not stated',
  );
  expect(lengthsText([timed(300, 10), timed(null, 60)])).toBe(
    'runs of 10 s or 60 s; the published ones lasted 300 s, or it is not stated',
  );
});

test('a head names lengths that hold for every row', () => {
  expect(commonLengths([timed(300, 10), timed(300, 10)])).toEqual({ published: '300 s', simulated: '10 s' });
  expect(commonLengths([timed(300, 10), timed(300, 60)])).toBeNull();
  expect(commonLengths([timed(null, 10)])).toBeNull();
});

test('counts of runs of different length, in a second', () => {
  expect(formatPerSecond(553_971, 18_100, timed(300, 10))).toBe('1,847 → 1,810');
  expect(formatPerSecond(6, 0, timed(300, 10))).toBe('0.020 → 0');
  expect(formatPerSecond(2130, 20, timed(300, 60))).toBe('7.1 → 0.33');
  expect(formatPerSecond(6, 0, timed(null, 10))).toBeNull();
});

import { expect, test } from 'vitest';
import { timeLeft } from './progress.js';

test('what is soon over needs no clock', () => {
  expect(timeLeft(0.5, 2000)).toBe('');
});

test('the rest is estimated from what is done', () => {
  expect(timeLeft(0.25, 20_000)).toBe(', 0:20, about 1:00 left');
  expect(timeLeft(0.01, 83_000)).toBe(', 1:23, about 2:16:57 left');
  expect(timeLeft(1, 83_000)).toBe(', 1:23, about 0:00 left');
});

test('before anything is done there is no estimate', () => {
  expect(timeLeft(0, 61_000)).toBe(', 1:01');
});

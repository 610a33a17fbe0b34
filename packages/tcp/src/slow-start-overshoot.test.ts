import { expect, test } from 'vitest';
import { slowStartOvershoot } from './slow-start-overshoot.js';

test('the overshoot is the path and its buffer', () => {
  expect(slowStartOvershoot(666, 300)).toBe(966);
  expect(() => slowStartOvershoot(-1, 0)).toThrow(RangeError);
});

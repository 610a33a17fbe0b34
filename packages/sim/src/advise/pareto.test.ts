import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dominates, type ParetoPoint, paretoFront } from './pareto.js';

const itself = (point: ParetoPoint) => point;

describe('dominance', () => {
  test.each([
    ['better in both', { goodput: 2, latency: 1 }, { goodput: 1, latency: 2 }, true],
    ['better in one, equal in the other', { goodput: 2, latency: 1 }, { goodput: 2, latency: 2 }, true],
    ['equal', { goodput: 2, latency: 1 }, { goodput: 2, latency: 1 }, false],
    ['better in one, worse in the other', { goodput: 3, latency: 3 }, { goodput: 2, latency: 1 }, false],
    ['any latency against none', { goodput: 1, latency: 9 }, { goodput: 9, latency: null }, true],
    ['none against any', { goodput: 9, latency: null }, { goodput: 1, latency: 9 }, false],
    ['none against none', { goodput: 9, latency: null }, { goodput: 1, latency: null }, false],
  ])('%s', (_name, a, b, expected) => {
    expect(dominates(a, b)).toBe(expected);
  });
});

test('a front is in the order of latency, with every one of equal points', () => {
  const slow = { goodput: 1, latency: 1 };
  const fast = { goodput: 9, latency: 5 };
  const twin = { ...fast };
  const beaten = { goodput: 8, latency: 6 };
  const lossy = { goodput: 99, latency: null };
  expect(paretoFront([fast, beaten, twin, lossy, slow], itself)).toEqual([slow, fast, twin]);
  expect(paretoFront([beaten], itself)).toEqual([beaten]);
  expect(paretoFront([lossy], itself)).toEqual([]);
});

// Few values, so that ties are frequent.
const point = fc.record({
  goodput: fc.integer({ min: 0, max: 6 }),
  latency: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
});

test('no point of the front is dominated, and every other point is, or has no latency', () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 40 }), (points) => {
      const front = new Set(paretoFront(points, itself));
      for (const one of points) {
        const beaten = points.some((other) => dominates(other, one));
        expect(front.has(one)).toBe(one.latency !== null && !beaten);
      }
    }),
  );
});

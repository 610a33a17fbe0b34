import { describe, expect, test } from 'vitest';
import { medianInterval } from './median-interval.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index);

describe('median', () => {
  test('of an odd and of an even number, whatever their order', () => {
    expect(medianInterval([3, 1, 2])!.median).toBe(2);
    expect(medianInterval([4, 1, 3, 2])!.median).toBe(2.5);
    expect(medianInterval([7])).toEqual({ median: 7, low: 7, high: 7, confidence: 0, count: 1 });
    expect(medianInterval([])).toBeNull();
  });
});

describe('interval by order statistics', () => {
  // Ranks and exact coverage of the sign test's interval, as tables of it print them (Conover, table A3: p = 1/2).
  test.each([
    [5, 1, 0.9375],
    [6, 1, 0.96875],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [10, 2, 0.978515625],
    [12, 3, 0.9614257813],
    [20, 6, 0.9586105347],
    [25, 8, 0.9567147493],
    [30, 10, 0.957226],
    [50, 18, 0.9671608],
  ])('of %i values it begins with the %i.', (count, rank, confidence) => {
    const interval = medianInterval(upTo(count))!;
    expect([interval.low, interval.high]).toEqual([rank, count + 1 - rank]);
    expect(interval.confidence).toBeCloseTo(confidence, 6);
  });

  test('holds the true median as often as it says', () => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const hits = Array.from({ length: 20_000 }, () => medianInterval(Array.from({ length: 12 }, random))!).filter(
      ({ low, high }) => low <= 0.5 && high >= 0.5,
    );
    // Three standard errors of a share of 20 000.
    expect(Math.abs(hits.length / 20_000 - 0.96143)).toBeLessThan(0.0041);
  });

  test('of many values it is finite and 95 %', () => {
    const { low, high, confidence } = medianInterval(upTo(10_000))!;
    expect(confidence).toBeGreaterThanOrEqual(0.95);
    expect(confidence).toBeLessThan(0.953);
    // Normal approximation: n/2 ± 1.96 sqrt(n)/2.
    expect(Math.abs(low - (5000 - 98))).toBeLessThanOrEqual(2);
    expect(low + high).toBe(10_001);
  });
});

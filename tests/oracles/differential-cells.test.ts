import type { ValidationReport } from '@tunq/reference';
import { bundledCells, validate } from '@tunq/reference/node';
import { beforeAll, expect, test } from 'vitest';
import { holdFigure, printMisses, type Ratchet } from './ratchet.js';

/**
 * Forty random scenarios, drawn before any of them was measured: what the simulation reaches of them is held, so that a
 * rule that was found on other cells does not cost here. What it misses of the bars is printed.
 */
const ratchets: Readonly<Record<'goodput' | 'meanRtt' | 'retransmits' | 'queueStops' | 'queueWakes', Ratchet>> = {
  goodput: [0.0012, 0.035, 0.85],
  meanRtt: [0.0013, 0.034, 0.071],
  retransmits: [0.032, 0.179],
  // The last is d07, whose stops the kernel itself scatters.
  queueStops: [0.0013, 0.017, 2.42],
  queueWakes: [0.0013, 0.017, 2.42],
};

let report: ValidationReport;

beforeAll(async () => {
  report = await validate(await bundledCells('differential'));
  printMisses(report);
}, 120_000);

test('all forty are simulated', () => {
  expect(report.misses).toEqual([]);
  expect(report.cells).toHaveLength(40);
});

test.each(Object.keys(ratchets) as (keyof typeof ratchets)[])('%s', (figure) => {
  holdFigure(report.summary[figure], ratchets[figure], figure);
});

test('no ring drops where the kernel has none', () => {
  expect(report.summary.zeroDrops.cells).toBe(22);
  expect(report.summary.zeroDrops.violating).toEqual([]);
});

test('the order of the cells by goodput is kept', () => {
  const { pairs, violations } = report.summary.ordering;
  expect(pairs).toBe(771);
  expect(violations).toBeLessThanOrEqual(3);
});

import type { FigureStatistics, ValidatedCell, ValidationReport } from '@tunq/reference';
import { expect } from 'vitest';

/** Greatest absolute errors that are allowed; of all cells where it is finite. */
export type Ratchet = readonly [median: number, p90: number, max?: number];

/** What is reached is held: an error of the figure may become smaller, not greater. */
export function holdFigure(statistics: FigureStatistics | null, [median, p90, max]: Ratchet, name: string): void {
  expect(statistics, name).not.toBeNull();
  // An infinite error shows as null.
  expect(statistics!.medianAbs ?? Infinity, `${name}, median`).toBeLessThanOrEqual(median);
  expect(statistics!.p90Abs ?? Infinity, `${name}, nine in ten`).toBeLessThanOrEqual(p90);
  if (max !== undefined) expect(statistics!.maxAbs ?? Infinity, `${name}, all`).toBeLessThanOrEqual(max);
}

/** The same for goodput or the mean RTT of some cells. */
export function holdErrors(cells: readonly ValidatedCell[], figure: 'goodput' | 'meanRtt', ratchet: Ratchet): void {
  const errors = cells.map(({ error }) => Math.abs(error[figure] ?? Infinity)).sort((a, b) => a - b);
  const statistics = {
    cells: errors.length,
    medianAbs: errors[errors.length >> 1]!,
    p90Abs: errors[Math.ceil(errors.length * 0.9) - 1]!,
    maxAbs: errors.at(-1)!,
  };
  holdFigure(statistics, ratchet, figure);
}

/** Prints what the bars of a set miss, with its worst cells. */
export function printMisses({ bars, cells, misses }: ValidationReport): void {
  const missed = bars.filter(({ pass }) => !pass);
  const lines = missed.map(({ figure, statistic, value, limit }) => `  ${figure} ${statistic}: ${value} > ${limit}`);
  const worst = [...cells]
    .sort((a, b) => Math.abs(b.error.goodput ?? 0) - Math.abs(a.error.goodput ?? 0))
    .slice(0, 8)
    .map(({ id, error }) => `  ${id}: goodput ${error.goodput}, RTT ${error.meanRtt}`);
  const reasons = misses.map(({ id, reason }) => `  ${id}: ${reason}`);
  console.log(['bars that are missed:', ...lines, 'worst:', ...worst, 'not simulated:', ...reasons].join('\n'));
}

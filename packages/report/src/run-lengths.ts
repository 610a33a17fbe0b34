import { formatCount, formatMs, formatNumber } from './format.js';

/** How long the runs of a cell last, s. */
export interface RunLengths {
  /** The published one; null where that is not stated. */
  readonly published: number | null;
  readonly simulated: number;
  /** What is simulated where no length is asked for. */
  readonly usual: number;
}

interface Timed {
  readonly seconds: RunLengths;
}

/** `runs of 10 s; the published ones lasted 300 s`, of the cells of a table. */
export function lengthsText(cells: readonly Timed[]): string {
  const published = distinct(cells.flatMap(({ seconds }) => seconds.published ?? []));
  const unknown = cells.some(({ seconds }) => seconds.published === null);
  const simulated = distinct(cells.map(({ seconds }) => seconds.simulated));
  const shortened = cells.filter(({ seconds }) => seconds.simulated < seconds.usual);
  const usual = distinct(shortened.map(({ seconds }) => seconds.usual));
  if (!unknown && cells.every(({ seconds }) => seconds.published === seconds.simulated)) {
    return `runs of ${listed(simulated)}, as published`;
  }
  const source =
    published.length === 0
      ? 'how long the published ones lasted is not stated'
      : `the published ones lasted ${listed(published)}${unknown ? ', or it is not stated' : ''}`;
  return `runs of ${listed(simulated)}${usual.length > 0 ? `, shortened from ${listed(usual)}` : ''}; ${source}`;
}

/** The lengths of all cells where they are the same, or null. */
export function commonLengths(
  cells: readonly Timed[],
): { readonly published: string; readonly simulated: string } | null {
  const published = distinct(cells.map(({ seconds }) => seconds.published));
  const simulated = distinct(cells.map(({ seconds }) => seconds.simulated));
  if (published.length !== 1 || simulated.length !== 1 || published[0] == null) return null;
  return { published: formatSeconds(published[0]), simulated: formatSeconds(simulated[0]!) };
}

/** What of two runs of other lengths can be compared: `1,847 → 1,790`; null where a length is not stated. */
export function formatPerSecond(measured: number, simulated: number, { seconds }: Timed): string | null {
  if (seconds.published === null) return null;
  return `${frequency(measured / seconds.published)} → ${frequency(simulated / seconds.simulated)}`;
}

/** 300 → `300 s`, 0.3 → `300 ms` */
export function formatSeconds(seconds: number): string {
  return formatMs(seconds * 1e3);
}

/** Two digits of a rare event, whole numbers of a frequent one. */
function frequency(value: number): string {
  if (value >= 10) return formatCount(Math.round(value));
  return value === 0 ? '0' : formatNumber(value, value < 0.095 ? 3 : value < 1 ? 2 : 1);
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function listed(seconds: readonly number[]): string {
  return seconds.map(formatSeconds).join(' or ');
}

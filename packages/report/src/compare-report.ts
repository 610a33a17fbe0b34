import type { Comparison } from '@tunq/sim';
import { metrics } from './metrics.js';
import { markdownTable, type PlainTable } from './plain-table.js';
import { colors, plain, type Style } from './style.js';
import { fits, fitTable, renderTable } from './text-table.js';
import { wrap } from './wrap.js';

/**
 * Variants side by side: a row a metric, a column a variant. Variants that do not fit the width stand in further
 * tables below. Ends without a newline.
 */
export function formatComparison({ runs }: Pick<Comparison, 'runs'>, style: Style = plain): string {
  const tables: string[] = [];
  for (let from = 0; from < runs.length; ) {
    let count = runs.length - from;
    let table = columnsOf(runs, from, count, style);
    while (count > 1 && !fits(table, style)) {
      count -= 1;
      table = columnsOf(runs, from, count, style);
    }
    tables.push(fits(table, style) ? table : variant(runs, from, style));
    from += count;
  }
  return tables.join('\n\n');
}

/** The same as one table without a look, a row a metric. */
export function comparisonTable({ runs }: Pick<Comparison, 'runs'>): PlainTable {
  const keys = Object.keys(runs[0]?.settings ?? {});
  return {
    head: [keys.join(', '), ...runs.map(({ settings }) => keys.map((key) => settings[key] ?? '').join(', '))],
    rows: shownMetrics(runs).map(({ name, value }) => [name, ...runs.map(({ result }) => value(result))]),
  };
}

/** Variants side by side as a Markdown table. Ends without a newline. */
export function comparisonMarkdown(comparison: Pick<Comparison, 'runs'>): string {
  return markdownTable(comparisonTable(comparison));
}

/** One variant whose settings are too long for the head of a column. */
function variant(runs: Comparison['runs'], at: number, style: Style): string {
  const { bold } = colors(style);
  const { settings, result } = runs[at]!;
  const head = Object.entries(settings).map(([key, value]) => wrap(bold(`${key}=${value}`), style.width));
  const rows = shownMetrics(runs).map(({ name, value }) => [name, value(result)]);
  return [...head, fitTable({ rows, align: ['left', 'right'] }, style)].join('\n');
}

/** Judged by all runs, so that further tables have the same rows. */
function shownMetrics(runs: Comparison['runs']) {
  return metrics.filter(({ present }) => present === undefined || runs.some(({ result }) => present(result)));
}

function columnsOf(runs: Comparison['runs'], from: number, count: number, style: Style): string {
  const color = colors(style);
  const shown = runs.slice(from, from + count);
  const keys = Object.keys(shown[0]?.settings ?? {});
  const head = [
    keys.join('\n'),
    ...shown.map(({ settings }) => keys.map((key) => color.bold(settings[key] ?? '')).join('\n')),
  ];
  const rows = shownMetrics(runs).map(({ name, value }) => [name, ...shown.map(({ result }) => value(result))]);
  return renderTable({ head, rows, align: ['left', 'right'] });
}

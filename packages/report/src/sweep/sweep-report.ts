import type { MedianInterval, PlanSummary, PointSummary } from '@tunq/sim';
import { formatCount } from '../format.js';
import { printable } from '../printable.js';
import { colors, plain, type Style } from '../style.js';
import { fits, renderTable } from '../text-table.js';
import { wrap } from '../wrap.js';
import { valueLabel } from './axis-label.js';
import { keysOf } from './summary-table.js';
import { intervalNote, metricName, type SweepMetric, tellingMetrics } from './sweep-metrics.js';

/** Points of a plan that a terminal shows; the files have all. */
const mostPoints = 40;

/** The summary of a sweep: a table a plan, a row a point, as many metrics as the width has room for. Ends without a newline. */
export function formatSweep(plans: readonly PlanSummary[], style: Style = plain): string {
  return plans.map((plan) => formatPlan(plan, style)).join('\n\n');
}

function formatPlan(plan: PlanSummary, style: Style): string {
  const color = colors(style);
  const { name, points, replicates } = plan;
  const shown = points.slice(0, mostPoints);
  const metrics = tellingMetrics(plan);
  const { table, left, intervals } = fitted(plan, shown, metrics, style);
  const notes = [
    intervalNote(plan),
    ...(points.length > shown.length ? [`${formatCount(points.length - shown.length)} more points: summary.csv.`] : []),
    ...(intervals ? [] : ['The other intervals: summary.csv.']),
    ...(left.length > 0 ? [`Not shown at this width: ${left.map(({ title }) => title).join('; ')}.`] : []),
  ].filter((note) => note !== '');
  const size = `${formatCount(points.length)} ${points.length === 1 ? 'point' : 'points'}, ${formatCount(replicates)} ${replicates === 1 ? 'run' : 'runs'} each`;
  return [
    `${color.bold(printable(name))}  ${size}`,
    '',
    table,
    ...notes.map((note) => color.dim(wrap(note, style.width))),
  ].join('\n');
}

/** Metrics that a table should have; with fewer, the intervals of all but the first make room. */
const fewMetrics = 4;

interface Fitted {
  readonly table: string;
  /** Metrics that had no room. */
  readonly left: readonly SweepMetric[];
  /** All metrics that vary have their intervals. */
  readonly intervals: boolean;
}

function fitted(
  plan: PlanSummary,
  points: readonly PointSummary[],
  metrics: readonly SweepMetric[],
  style: Style,
): Fitted {
  const fit = (intervals: boolean): Fitted => {
    for (let count = metrics.length; ; count--) {
      const table = planTable(plan, points, metrics.slice(0, count), intervals, style);
      if (count <= 1 || fits(table, style)) return { table, left: metrics.slice(count), intervals };
    }
  };
  const whole = fit(true);
  if (metrics.length - whole.left.length >= Math.min(fewMetrics, metrics.length)) return whole;
  const narrow = fit(false);
  return narrow.left.length < whole.left.length ? narrow : whole;
}

function planTable(
  plan: PlanSummary,
  points: readonly PointSummary[],
  metrics: readonly SweepMetric[],
  intervals: boolean,
  style: Style,
): string {
  const color = colors(style);
  const keys = keysOf(plan);
  const failures = points.some(({ failed }) => failed > 0);
  const varies = metrics.map(
    ({ column }, index) =>
      (intervals || index === 0) && points.some(({ measured }) => intervalText(measured[column] ?? null) !== ''),
  );
  const head = [
    ...keys.map((key) => keyHead(key)),
    ...(failures ? ['failed\n'] : []),
    ...metrics.flatMap(({ title, unit }, index) => [metricHead(title, unit), ...(varies[index] ? ['interval'] : [])]),
  ];
  const rows = points.map(({ values, failed, measured }) => [
    ...values.map((value) => color.bold(printable(valueLabel(value)))),
    ...(failures ? [failed === 0 ? '' : color.red(formatCount(failed))] : []),
    ...metrics.flatMap(({ column }, index) => {
      const interval = measured[column] ?? null;
      return [
        interval ? formatCount(interval.median) : '–',
        ...(varies[index] ? [color.dim(intervalText(interval))] : []),
      ];
    }),
  ]);
  return renderTable({ head, rows, align: ['right'] });
}

/** `RTT` over `p99 ms`, `goodput` over `Mbit/s`. */
function metricHead(title: string, unit: string): string {
  const [name = '', of = ''] = title.split(', ');
  return `${name}\n${[of, unit].filter((part) => part !== '').join(' ')}`;
}

/** A long key stands on two lines: `device.` over `queueLength`. */
function keyHead(key: string): string {
  const dot = key.indexOf('.');
  return dot === -1 ? printable(key) : `${printable(key.slice(0, dot + 1))}\n${printable(key.slice(dot + 1))}`;
}

/** `4.21…5.03`; nothing where all values are one. */
function intervalText(interval: MedianInterval | null): string {
  if (!interval || interval.count < 2) return '';
  const [low, high] = [formatCount(interval.low), formatCount(interval.high)];
  return low === high ? '' : `${low}…${high}`;
}

/** The same as Markdown, with all metrics and all points. Ends with a newline. */
export function sweepMarkdown(plans: readonly PlanSummary[]): string {
  return plans.map(planMarkdown).join('\n');
}

function planMarkdown(plan: PlanSummary): string {
  const metrics = tellingMetrics(plan);
  const keys = keysOf(plan);
  const failures = plan.points.some(({ failed }) => failed > 0);
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = [...keys.map((key) => `\`${key}\``), ...(failures ? ['failed'] : []), ...metrics.map(metricName)];
  const rows = plan.points.map(({ values, failed, measured }) => [
    ...values.map((value) => printable(valueLabel(value))),
    ...(failures ? [formatCount(failed)] : []),
    ...metrics.map(({ column }) => {
      const interval = measured[column] ?? null;
      if (!interval) return '–';
      const range = intervalText(interval);
      return formatCount(interval.median) + (range === '' ? '' : ` (${range})`);
    }),
  ]);
  const note = intervalNote(plan);
  return [
    `### ${printable(plan.name)}`,
    '',
    line(head),
    `|${'---:|'.repeat(head.length)}`,
    ...rows.map(line),
    ...(note === '' ? [] : ['', note]),
    '',
  ].join('\n');
}

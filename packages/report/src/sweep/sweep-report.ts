import type { MedianInterval, PlanSummary, PointSummary } from '@tunq/sim';
import { formatCount, formatNumber } from '../format.js';
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
  let count = metrics.length;
  let table = planTable(plan, shown, metrics, style);
  while (count > 1 && !fits(table, style)) {
    count -= 1;
    table = planTable(plan, shown, metrics.slice(0, count), style);
  }
  const left = metrics.slice(count).map(({ title }) => title);
  const notes = [
    intervalNote(plan),
    ...(points.length > shown.length ? [`${formatCount(points.length - shown.length)} more points: summary.csv.`] : []),
    ...(left.length > 0 ? [`Not shown at this width: ${left.join('; ')}.`] : []),
  ].filter((note) => note !== '');
  const size = `${formatCount(points.length)} ${points.length === 1 ? 'point' : 'points'}, ${formatCount(replicates)} ${replicates === 1 ? 'run' : 'runs'} each`;
  return [
    `${color.bold(printable(name))}  ${size}`,
    '',
    table,
    ...notes.map((note) => color.dim(wrap(note, style.width))),
  ].join('\n');
}

function planTable(
  plan: PlanSummary,
  points: readonly PointSummary[],
  metrics: readonly SweepMetric[],
  style: Style,
): string {
  const color = colors(style);
  const keys = keysOf(plan);
  const failures = points.some(({ failed }) => failed > 0);
  const several = plan.replicates > 1;
  const head = [
    ...keys.map((key) => keyHead(key)),
    ...(failures ? ['failed\n'] : []),
    ...metrics.flatMap(({ title, unit }) => [
      `${title.replace(', ', '\n')}${unit === '' ? '' : ` ${unit}`}`,
      ...(several ? ['interval'] : []),
    ]),
  ];
  const rows = points.map(({ values, failed, measured }) => [
    ...values.map((value) => color.bold(printable(valueLabel(value)))),
    ...(failures ? [failed === 0 ? '' : color.red(formatCount(failed))] : []),
    ...metrics.flatMap(({ column }) => {
      const interval = measured[column] ?? null;
      return [interval ? formatNumber(interval.median) : '–', ...(several ? [color.dim(intervalText(interval))] : [])];
    }),
  ]);
  return renderTable({ head, rows, align: ['right'] });
}

/** A long key stands on two lines: `device.` over `queueLength`. */
function keyHead(key: string): string {
  const dot = key.indexOf('.');
  return printable(dot === -1 ? key : `${key.slice(0, dot + 1)}\n${key.slice(dot + 1)}`);
}

/** `4.21…5.03`; nothing of one value. */
function intervalText(interval: MedianInterval | null): string {
  if (!interval || interval.count < 2) return '';
  const [low, high] = [formatNumber(interval.low), formatNumber(interval.high)];
  return low === high ? `${low}` : `${low}…${high}`;
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
      return formatNumber(interval.median) + (range === '' ? '' : ` (${range})`);
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

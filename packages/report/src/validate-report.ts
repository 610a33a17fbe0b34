import { formatCount, formatMs, formatNumber, formatPercent, formatSignedPercent } from './format.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable } from './text-table.js';

/** What a comparison with the real kernel must hold to be shown; `@tunq/reference` makes one. */
export interface Validation {
  readonly cells: readonly ValidationCell[];
  readonly misses: readonly { readonly id: string; readonly reason: string }[];
  readonly summary: {
    readonly cells: number;
    readonly missed: number;
    readonly zeroDrops: { readonly cells: number; readonly violations: number };
    readonly ordering: { readonly pairs: number; readonly violations: number };
  };
  readonly bars: readonly ValidationBar[];
}

export interface ValidationCell {
  readonly id: string;
  readonly measured: ValidationFigures & { readonly rttMs?: { readonly mean: number } };
  readonly simulated: ValidationFigures & { readonly rttMs: { readonly mean: number } };
  /** Signed fractions. */
  readonly error: Readonly<Record<'goodput' | 'meanRtt' | 'retransmits' | 'queueStops', number | null>>;
}

interface ValidationFigures {
  readonly goodputMbps: number;
  readonly retransmits?: number;
  readonly queueStops?: number;
  readonly ringDrops?: number;
}

export interface ValidationBar {
  readonly figure: string;
  readonly statistic: 'median' | 'p90' | 'max' | 'count';
  readonly limit: number;
  readonly value: number | null;
  readonly pass: boolean;
}

/** The order of the rows: as in the file, or the largest error of goodput last, where a reader's eye is. */
export type ValidationOrder = 'file' | 'error';

/** Errors up to the first bound are green, up to the second yellow, above it red: the bars of each figure. */
const bounds = {
  goodput: [0.03, 0.1],
  meanRtt: [0.05, 0.15],
  retransmits: [0.05, 0.2],
  queueStops: [0.03, 0.15],
} as const;

const titles: Readonly<Record<string, string>> = {
  goodput: 'goodput',
  meanRtt: 'mean RTT',
  retransmits: 'retransmits, where measured > 20',
  queueStops: 'stops, backpressure cells',
  queueWakes: 'wakes, backpressure cells',
};

/** Measured beside simulated with the error of every cell, then the sums against the bars. Ends without a newline. */
export function formatValidation(report: Validation, order: ValidationOrder = 'error', style: Style = plain): string {
  const { dim } = colors(style);
  const legend = dim('measured → simulated, error of the simulation; goodput in Mbit/s; the largest error stands last');
  return [
    cellTable(order === 'error' ? byError(report.cells) : report.cells, style),
    order === 'error' ? legend : dim('measured → simulated, error of the simulation; goodput in Mbit/s'),
    ...missedLines(report, style),
    barTable(report, style),
    verdict(report, style),
  ].join('\n\n');
}

function byError(cells: readonly ValidationCell[]): ValidationCell[] {
  const size = ({ error }: ValidationCell) => Math.abs(error.goodput ?? Number.POSITIVE_INFINITY);
  return [...cells].sort((a, b) => size(a) - size(b));
}

function cellTable(cells: readonly ValidationCell[], style: Style): string {
  const wide = table(cells, style, ' ');
  return fits(wide, style) ? wide : table(cells, style, '\n');
}

/** Where the terminal is too narrow, the errors stand below the numbers. */
function table(cells: readonly ValidationCell[], style: Style, separator: string): string {
  const count = (measured: number | undefined, simulated: number | undefined, error: number | null, name: Figure) =>
    measured === undefined
      ? '–'
      : `${formatCount(measured)} → ${formatCount(simulated ?? 0)}${measured === 0 && simulated === 0 ? '' : separator + painted(error, name, style)}`;
  return renderTable({
    head: ['cell', 'goodput', 'mean RTT', 'retransmits', 'stops'],
    rows: cells.map(({ id, measured, simulated, error }) => [
      id,
      `${rate(measured.goodputMbps)} → ${rate(simulated.goodputMbps)}${separator}${painted(error.goodput, 'goodput', style)}`,
      measured.rttMs === undefined
        ? '–'
        : `${formatMs(measured.rttMs.mean)} → ${formatMs(simulated.rttMs.mean)}${separator}${painted(error.meanRtt, 'meanRtt', style)}`,
      count(measured.retransmits, simulated.retransmits, error.retransmits, 'retransmits'),
      count(measured.queueStops, simulated.queueStops, error.queueStops, 'queueStops'),
    ]),
    align: ['left', 'right'],
  });
}

type Figure = keyof typeof bounds;

function painted(error: number | null, figure: Figure, style: Style): string {
  const { green, yellow, red } = colors(style);
  if (error === null) return red('from 0');
  const [good, fair] = bounds[figure];
  const size = Math.abs(error);
  return (size <= good ? green : size <= fair ? yellow : red)(formatSignedPercent(error));
}

function rate(mbps: number): string {
  return mbps < 1 ? mbps.toFixed(3) : formatNumber(mbps);
}

function missedLines({ misses }: Validation, style: Style): string[] {
  if (misses.length === 0) return [];
  const { red, dim } = colors(style);
  const lines = misses.map(({ id, reason }) => `  ${id}${dim(`: ${reason}`)}`);
  return [[red(`not simulated, ${misses.length} ${misses.length === 1 ? 'cell' : 'cells'}:`), ...lines].join('\n')];
}

/** A row a figure, a column a statistic: what it is, and what it may be. */
function barTable({ bars }: Validation, style: Style): string {
  const { bold, green, red } = colors(style);
  const figures = [...new Set(bars.filter(({ statistic }) => statistic !== 'count').map(({ figure }) => figure))];
  return renderTable({
    head: [bold('absolute error'), 'median', '90 % of cells', 'all cells'],
    rows: figures.map((figure) => [
      titles[figure] ?? figure,
      ...(['median', 'p90', 'max'] as const).map((statistic) => {
        const bar = bars.find((candidate) => candidate.figure === figure && candidate.statistic === statistic);
        if (!bar) return '–';
        const value = bar.value === null ? 'no number' : formatPercent(bar.value, 2);
        return `${(bar.pass ? green : red)(value)} ≤ ${formatPercent(bar.limit, 0)}`;
      }),
    ]),
    align: ['left', 'right'],
  });
}

function verdict({ summary, bars }: Validation, style: Style): string {
  const { green, red } = colors(style);
  const { zeroDrops, ordering } = summary;
  const paint = (bad: number) => (bad === 0 ? green : red);
  const failed = bars.filter(({ pass }) => !pass).length;
  return [
    paint(zeroDrops.violations)(
      `no drops where the kernel has none: ${zeroDrops.cells - zeroDrops.violations} of ${zeroDrops.cells} cells`,
    ),
    paint(ordering.violations)(
      `order of two cells that differ by more than 5 %: kept in ${formatCount(ordering.pairs - ordering.violations)} of ${formatCount(ordering.pairs)} pairs`,
    ),
    paint(summary.missed)(`simulated: ${summary.cells - summary.missed} of ${summary.cells} cells`),
    paint(failed)(failed === 0 ? `all ${bars.length} bars are met` : `${failed} of ${bars.length} bars are missed`),
  ].join('\n');
}

import { formatCount, formatMs, formatNumber, formatPercent, formatSignedPercent } from './format.js';
import { printable } from './printable.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable, textWidth } from './text-table.js';
import { wrap } from './wrap.js';

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
  readonly simulated: Required<ValidationFigures> & { readonly rttMs: { readonly mean: number } | null };
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

/**
 * Measured beside simulated with the error of every cell, then the sums against the bars. What is too wide for the
 * terminal is set otherwise or wrapped. Ends without a newline.
 */
export function formatValidation(report: Validation, order: ValidationOrder = 'error', style: Style = plain): string {
  const { dim } = colors(style);
  const legend = 'measured → simulated, error of the simulation; goodput in Mbit/s';
  const text = [
    ...(report.cells.length === 0 ? [] : [cellTable(order === 'error' ? byError(report.cells) : report.cells, style)]),
    dim(order === 'error' ? `${legend}; the largest error stands last` : legend),
    ...missedLines(report, style),
    barTable(report, style),
    verdict(report, style),
  ].join('\n\n');
  return wrap(text, style.width);
}

function byError(cells: readonly ValidationCell[]): ValidationCell[] {
  const size = ({ error }: ValidationCell) => Math.abs(error.goodput ?? Number.POSITIVE_INFINITY);
  return [...cells].sort((a, b) => size(a) - size(b));
}

const columns = ['goodput', 'mean RTT', 'retransmits', 'stops'] as const;

/** Columns that the name of a cell needs, when it is broken, to be read. */
const leastName = 24;

/** A row a cell; where the terminal is too narrow, errors stand below the numbers and names are broken, and else a line each. */
function cellTable(cells: readonly ValidationCell[], style: Style): string {
  const grid = (separator: string, name: (id: string) => string) =>
    renderTable({
      head: ['cell', ...columns],
      rows: cells.map((cell) => [name(printable(cell.id)), ...values(cell, style, separator)]),
      align: ['left', 'right'],
    });
  const wide = grid(' ', (id) => id);
  if (fits(wide, style)) return wide;
  const room = style.width - textWidth(grid('\n', () => '')) + 'cell'.length;
  if (room >= leastName) return grid('\n', (id) => wrap(id, room));
  const { bold } = colors(style);
  const lines = (cell: ValidationCell) =>
    values(cell, style, ' ').map((value, i) => `  ${columns[i]!.padEnd(columnWidth)}  ${value}`);
  return cells.map((cell) => [bold(printable(cell.id)), ...lines(cell)].join('\n')).join('\n');
}

const columnWidth = Math.max(...columns.map(({ length }) => length));

/** The columns of one cell. */
function values({ measured, simulated, error }: ValidationCell, style: Style, separator: string): string[] {
  const count = (measured: number | undefined, simulated: number, error: number | null, name: Figure) =>
    measured === undefined
      ? '–'
      : `${formatCount(measured)} → ${formatCount(simulated)}${measured === 0 && simulated === 0 ? '' : separator + painted(error, name, style)}`;
  return [
    `${rate(measured.goodputMbps)} → ${rate(simulated.goodputMbps)}${separator}${painted(error.goodput, 'goodput', style)}`,
    measured.rttMs === undefined || simulated.rttMs === null
      ? '–'
      : `${formatMs(measured.rttMs.mean)} → ${formatMs(simulated.rttMs.mean)}${separator}${painted(error.meanRtt, 'meanRtt', style)}`,
    count(measured.retransmits, simulated.retransmits, error.retransmits, 'retransmits'),
    count(measured.queueStops, simulated.queueStops, error.queueStops, 'queueStops'),
  ];
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
  const lines = misses.map(({ id, reason }) => `  ${printable(id)}${dim(`: ${printable(reason)}`)}`);
  return [[red(`not simulated, ${misses.length} ${misses.length === 1 ? 'cell' : 'cells'}:`), ...lines].join('\n')];
}

const statistics = { median: 'median', p90: '90 % of cells', max: 'all cells' } as const;

/** A row a figure, a column a statistic: what it is, and what it may be. In a narrow terminal a line each. */
function barTable({ bars }: Validation, style: Style): string {
  const { bold, green, red } = colors(style);
  const figures = [...new Set(bars.filter(({ statistic }) => statistic !== 'count').map(({ figure }) => figure))];
  const value = (figure: string, statistic: string): string | undefined => {
    const bar = bars.find((candidate) => candidate.figure === figure && candidate.statistic === statistic);
    if (!bar) return undefined;
    const shown = bar.value === null ? 'no number' : formatPercent(bar.value, 2);
    return `${(bar.pass ? green : red)(shown)} ${bar.pass || bar.value === null ? '≤' : '>'} ${formatPercent(bar.limit, 0)}`;
  };
  const grid = renderTable({
    head: [bold('absolute error'), ...Object.values(statistics)],
    rows: figures.map((figure) => [
      titles[figure] ?? figure,
      ...Object.keys(statistics).map((statistic) => value(figure, statistic) ?? '–'),
    ]),
    align: ['left', 'right'],
  });
  if (fits(grid, style)) return grid;
  const lines = (figure: string) =>
    Object.entries(statistics).flatMap(([statistic, title]) => {
      const shown = value(figure, statistic);
      return shown === undefined ? [] : [`  ${title.padEnd(statistics.p90.length)}  ${shown}`];
    });
  const title = (figure: string) => bold(`absolute error of ${titles[figure] ?? figure}`);
  return figures.map((figure) => [title(figure), ...lines(figure)].join('\n')).join('\n');
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

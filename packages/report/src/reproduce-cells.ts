import { formatCount, formatMs, formatSignedPercent } from './format.js';
import { columnTitle, formatPublished, formatRateBeside } from './rate-format.js';
import type { ReproducedCell } from './reproduced.js';
import { commonLengths, formatPerSecond } from './run-lengths.js';
import { colors, type Style } from './style.js';
import { fits, fitTable, renderTable } from './text-table.js';

/** Errors up to the first bound are green, up to the second yellow, above it red. */
const good = 0.05;
const fair = 0.2;

/** Follows every calibration cell. */
export const calibrationMark = '*';

/** A grid like the published one; where that is too wide its cells take two lines, then a line each. */
export function cellTable(cells: readonly ReproducedCell[], style: Style): string {
  const oneLine = grid(cells, style, ' ');
  if (fits(oneLine, style)) return oneLine;
  const twoLines = grid(cells, style, '\n');
  return fits(twoLines, style) ? twoLines : list(cells, style);
}

function grid(cells: readonly ReproducedCell[], style: Style, separator: string): string {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  return renderTable({
    head: ['', ...columns.map(columnTitle)],
    rows: rows.map((row) => [
      row,
      ...columns.map((column) => {
        const cell = cells.find((candidate) => candidate.row === row && candidate.column === column);
        return cell ? `${formatPublished(cell)} → ${simulated(cell)}${separator}${errorOf(cell, style)}` : '';
      }),
    ]),
    align: ['right'],
  });
}

function list(cells: readonly ReproducedCell[], style: Style): string {
  const table = listTable(cells, style);
  if (fits(table, style)) return table;
  const head = ['', 'published', 'simulated', 'error'];
  const rows = cells.map((cell) => [
    `${cell.row} ${columnTitle(cell.column)}`,
    formatPublished(cell),
    simulated(cell),
    errorOf(cell, style),
  ]);
  return fitTable({ head, rows, align: ['left', 'right'] }, style);
}

function listTable(cells: readonly ReproducedCell[], style: Style): string {
  return renderTable({
    head: ['row', 'column', 'published', 'simulated', 'error'],
    rows: cells.map((cell) => [
      cell.row,
      columnTitle(cell.column),
      formatPublished(cell),
      simulated(cell),
      errorOf(cell, style),
    ]),
    align: ['right', 'left', 'right'],
  });
}

/**
 * RTT and retransmits of the cells of a table whose raw runs are public; nothing where there is none. Counts of runs that
 * last longer are larger, so that they stand below the length of their run, and a second's beside them.
 */
export function furtherTable(cells: readonly ReproducedCell[], style: Style): string[] {
  const raw = cells.filter(({ measured }) => measured.meanRttMs !== undefined && measured.retransmits !== undefined);
  if (raw.length === 0) return [];
  const wide = furtherGrid(raw, style, ' ');
  if (fits(wide, style)) return [wide];
  const twoLines = furtherGrid(raw, style, '\n');
  return [fits(twoLines, style) ? twoLines : furtherGrid(raw, style, ' ')];
}

function furtherGrid(cells: readonly ReproducedCell[], style: Style, separator: string): string {
  const lengths = commonLengths(cells);
  const sameLength = cells.every(({ seconds }) => seconds.published === seconds.simulated);
  const rows = cells.map((cell) => {
    const { measured, simulated, error, row, column } = cell;
    const perSecond = formatPerSecond(measured.retransmits!, simulated.retransmits, cell);
    return [
      `${row} ${columnTitle(column)}`,
      simulated.meanRttMs === null ? '–' : `${formatMs(measured.meanRttMs!)} → ${formatMs(simulated.meanRttMs)}`,
      error.meanRtt === null ? '–' : painted(error.meanRtt, style),
      `${formatCount(measured.retransmits!)} → ${formatCount(simulated.retransmits)}`,
      ...(sameLength ? [] : [perSecond ?? '–']),
    ];
  });
  const retransmits = lengths ? `retransmits\nin ${lengths.published} → in ${lengths.simulated}` : 'retransmits';
  const head = ['', 'mean RTT', 'error', retransmits, ...(sameLength ? [] : ['retransmits\nper second'])];
  if (separator === ' ') return fitTable({ head, rows, align: ['left', 'right'] }, style);
  // Errors below what they are of, numbers of retransmits below each other.
  const [name, rtt, , counts, perSecond] = head as [string, string, string, string, string | undefined];
  return renderTable({
    head: [name, rtt, [counts, perSecond?.split('\n')[1]].filter(Boolean).join('\n')],
    rows: rows.map(([label, times, off, count, each]) => [
      label!.replace(' ', '\n'),
      `${times}\n${off}`,
      [count, each].filter(Boolean).join('\n'),
    ]),
    align: ['left', 'right'],
  });
}

function simulated(cell: ReproducedCell): string {
  const { rate, spread } = cell;
  const range = spread
    ? ` (${formatRateBeside(spread.rate.min, cell)}–${formatRateBeside(spread.rate.max, cell)})`
    : '';
  return formatRateBeside(rate.simulated, cell) + range;
}

function errorOf({ rate: { error }, role }: ReproducedCell, style: Style): string {
  const mark = role === 'calibration' ? calibrationMark : ' ';
  if (error === null) return `–${mark}`;
  return `${painted(error, style)}${mark}`;
}

/** What an error is, for colours. */
export function errorClass(error: number): 'good' | 'fair' | 'bad' {
  return Math.abs(error) <= good ? 'good' : Math.abs(error) <= fair ? 'fair' : 'bad';
}

function painted(error: number, style: Style): string {
  const { green, yellow, red } = colors(style);
  return { good: green, fair: yellow, bad: red }[errorClass(error)](formatSignedPercent(error));
}

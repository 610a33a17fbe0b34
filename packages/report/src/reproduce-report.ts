import { formatCount, formatMs, formatPercent, formatSignedPercent } from './format.js';
import { columnTitle, formatPublished, formatRateBeside, unitTitle } from './rate-format.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable } from './text-table.js';

/** What a comparison with published tables must hold to be shown; `@tunq/reference` makes one. */
export interface Reproduction {
  readonly tables: readonly { readonly name: string; readonly title: string; readonly source: string }[];
  readonly cells: readonly ReproducedCell[];
  readonly skipped: readonly { readonly table: string; readonly reason: string }[];
  readonly summary: {
    readonly cells: number;
    readonly rate: Errors | null;
    readonly calibration: ErrorSet;
    readonly predictions: ErrorSet;
    readonly predictionsWithDrops: ErrorSet;
    readonly predictionsWithoutDrops: ErrorSet;
    readonly tables: readonly { readonly name: string; readonly rate: Errors | null; readonly order: Order }[];
    readonly order: Order;
  };
}

export interface ReproducedCell {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly role: 'calibration' | 'prediction';
  /** Said under the table of a row that was not run as its name says. */
  readonly remark?: string;
  readonly measured: { readonly goodputMbps?: number; readonly meanRttMs?: number; readonly retransmits?: number };
  readonly simulated: { readonly goodputMbps: number; readonly meanRttMs: number; readonly retransmits: number };
  /** The cell in the unit of its table. */
  readonly rate: {
    readonly unit: string;
    readonly published: number;
    readonly simulated: number;
    readonly error: number | null;
  };
  /** Present where the run was repeated with other phases. */
  readonly spread?: {
    readonly rate: { readonly min: number; readonly max: number };
    readonly repeats: readonly unknown[];
  };
  /** Signed fractions. */
  readonly error: { readonly goodput: number | null; readonly meanRtt: number | null };
}

interface ErrorSet {
  readonly cells: number;
  readonly rate: Errors | null;
}

interface Errors {
  readonly medianAbs: number;
  readonly p90Abs: number;
  readonly maxAbs: number;
}

interface Order {
  readonly rows: Pairs;
  readonly cells: Pairs;
}

interface Pairs {
  readonly pairs: number;
  readonly violations: number;
  readonly violating: readonly (readonly [higher: string, lower: string])[];
}

/** Errors up to the first bound are green, up to the second yellow, above it red. */
const good = 0.05;
const fair = 0.2;

/** Follows every calibration cell. */
const calibrationMark = '*';

/** Published beside simulated with the error of every cell, then the sums. Ends without a newline. */
export function formatReproduction(report: Reproduction, style: Style = plain): string {
  const { bold, dim } = colors(style);
  const tables = report.tables.map(({ name, title, source }) => {
    const cells = report.cells.filter(({ table }) => table === name);
    const remarks = cells.flatMap(({ row, column, remark }) =>
      remark === undefined ? [] : [dim(`${row}, ${columnTitle(column)}: ${remark}`)],
    );
    return [`${bold(title)} ${dim(`(${name})`)}`, dim(source), cellTable(cells, style), ...remarks].join('\n');
  });
  return [
    ...tables,
    dim(legend(report)),
    ...furtherTable(report, style),
    summaryTable(report, style),
    orderLines(report),
    ...skippedLines(report, style),
  ].join('\n\n');
}

function legend({ cells }: Reproduction): string {
  const units = [...new Set(cells.map(({ rate }) => unitTitle(rate.unit)))].join(' or ');
  const repeats = Math.max(1, ...cells.map(({ spread }) => spread?.repeats.length ?? 1));
  const simulated = repeats === 1 ? 'simulated' : `simulated (median of ${repeats} runs, least to greatest)`;
  return `${units}, published → ${simulated}, error of the simulation; ${calibrationMark} marks rows that the parameters were fitted on`;
}

/** Whether rows that differ by more than 10 % as published have the same order when simulated. */
function orderLines({ summary }: Reproduction): string {
  const kept = ({ pairs, violations }: Pairs) => `kept in ${pairs - violations} of ${pairs} pairs`;
  const line = (name: string, { rows, cells }: Order) =>
    `  ${name}: order ${kept(rows)} of rows in a column, ${kept(cells)} of cells`;
  return [
    'order of what differs by more than 10 % as published:',
    ...summary.tables.map(({ name, order }) => line(name, order)),
    line('all', summary.order),
    ...summary.order.rows.violating.map(([higher, lower]) => `  not kept: ${higher} above ${lower.split('/')[1]}`),
  ].join('\n');
}

/** A grid like the published one; where that is too wide its cells take two lines, then a line each. */
function cellTable(cells: readonly ReproducedCell[], style: Style): string {
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

/** RTT and retransmits of the cells whose raw runs are public. */
function furtherTable({ cells }: Reproduction, style: Style): string[] {
  const { bold } = colors(style);
  const rows = cells.flatMap((cell) => {
    const { measured, simulated, error, table, row, column } = cell;
    if (measured.meanRttMs === undefined || measured.retransmits === undefined) return [];
    return [
      [
        `${table} ${row} ${columnTitle(column)}`,
        `${formatMs(measured.meanRttMs)} → ${formatMs(simulated.meanRttMs)}`,
        error.meanRtt === null ? '–' : painted(error.meanRtt, style),
        `${formatCount(measured.retransmits)} → ${formatCount(simulated.retransmits)}`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    renderTable({
      head: [bold('further figures of these runs'), 'mean RTT', 'error', 'retransmits (of 300 s → of the run)'],
      rows,
      align: ['left', 'right'],
    }),
  ];
}

function summaryTable({ summary, cells }: Reproduction, style: Style): string {
  const { bold } = colors(style);
  const isGoodput = cells.every(({ rate }) => rate.unit.endsWith('bit/s'));
  const line = (name: string, count: number, errors: Errors | null) => [
    name,
    String(count),
    ...(errors
      ? [errors.medianAbs, errors.p90Abs, errors.maxAbs].map((value) => formatPercent(value))
      : ['–', '–', '–']),
  ];
  return renderTable({
    head: [bold(isGoodput ? 'error of goodput' : 'error of the rate'), 'cells', 'median', 'p90', 'max'],
    rows: [
      ...summary.tables.map(({ name, rate }) => line(name, cells.filter(({ table }) => table === name).length, rate)),
      line('calibration', summary.calibration.cells, summary.calibration.rate),
      line('predictions', summary.predictions.cells, summary.predictions.rate),
      line('  with drops in the ring', summary.predictionsWithDrops.cells, summary.predictionsWithDrops.rate),
      line('  without', summary.predictionsWithoutDrops.cells, summary.predictionsWithoutDrops.rate),
      line(bold('all'), summary.cells, summary.rate),
    ],
    align: ['left', 'right'],
  });
}

function skippedLines({ skipped }: Reproduction, style: Style): string[] {
  if (skipped.length === 0) return [];
  const { dim } = colors(style);
  return [['not simulated:', ...skipped.map(({ table, reason }) => `  ${table}: ${reason}`)].map(dim).join('\n')];
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

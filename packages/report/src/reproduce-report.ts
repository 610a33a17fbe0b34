import { formatCount, formatMs, formatNumber, formatPercent, formatSignedPercent } from './format.js';
import { colors, plain, type Style } from './style.js';
import { fits, renderTable } from './text-table.js';

/** What a comparison with published tables must hold to be shown; `@tunq/reference` makes one. */
export interface Reproduction {
  readonly tables: readonly { readonly name: string; readonly title: string; readonly source: string }[];
  readonly cells: readonly ReproducedCell[];
  readonly skipped: readonly { readonly table: string; readonly reason: string }[];
  readonly summary: {
    readonly cells: number;
    readonly goodput: Errors | null;
    readonly calibration: ErrorSet;
    readonly predictions: ErrorSet;
    readonly predictionsWithDrops: ErrorSet;
    readonly predictionsWithoutDrops: ErrorSet;
    readonly kpps?: Errors | null;
    readonly tables: readonly {
      readonly name: string;
      readonly goodput: Errors | null;
      readonly kpps?: Errors | null;
    }[];
  };
}

export interface ReproducedCell {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly role: 'calibration' | 'prediction';
  /** One of goodput, packets and lost share is measured; RTT and retransmits may come with a goodput. */
  readonly measured: Figures & {
    readonly goodputMbps?: number;
    readonly meanRttMs?: number;
    readonly retransmits?: number;
  };
  readonly simulated: Figures & {
    readonly goodputMbps: number;
    readonly meanRttMs: number;
    readonly retransmits: number;
  };
  /** Signed fractions. */
  readonly error: {
    readonly goodput: number | null;
    readonly meanRtt: number | null;
    readonly kpps?: number | null;
    readonly lossShare?: number | null;
  };
}

interface Figures {
  readonly kpps?: number;
  readonly lossShare?: number;
}

interface ErrorSet {
  readonly cells: number;
  readonly goodput: Errors | null;
  readonly kpps?: Errors | null;
}

interface Errors {
  readonly medianAbs: number;
  readonly p90Abs: number;
  readonly maxAbs: number;
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
    return `${bold(title)} ${dim(`(${name})`)}\n${dim(source)}\n${cellTable(cells, style)}`;
  });
  const units = unitsOf(report.cells).join(', ');
  const legend = `${units}, published → simulated, error of the simulation; ${calibrationMark} marks rows that the parameters were fitted on`;
  const further = furtherTable(report, style);
  return [...tables, dim(legend), ...further, summaryTable(report, style), ...skippedLines(report, style)].join('\n\n');
}

/** Units of the numbers in the tables. */
function unitsOf(cells: readonly ReproducedCell[]): string[] {
  const has = (figure: 'goodputMbps' | 'kpps' | 'lossShare') =>
    cells.some(({ measured }) => measured[figure] !== undefined);
  const packets = 'kpps (thousand packets a second; with several threads: of one)';
  return [
    ...(has('goodputMbps') || cells.length === 0 ? ['Mbit/s'] : []),
    ...(has('kpps') ? [packets] : []),
    ...(has('lossShare') ? ['% of the packets'] : []),
  ];
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
        return cell ? `${published(cell)} → ${simulated(cell)}${separator}${errorOf(cell, style)}` : '';
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
      published(cell),
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
  const line = (name: string, count: number, errors: Errors | null) => [
    name,
    String(count),
    ...(errors
      ? [errors.medianAbs, errors.p90Abs, errors.maxAbs].map((value) => formatPercent(value))
      : ['–', '–', '–']),
  ];
  const packets = (summary.kpps ?? null) !== null;
  return renderTable({
    head: [bold(packets ? 'error of goodput or packets' : 'error of goodput'), 'cells', 'median', 'p90', 'max'],
    rows: [
      ...summary.tables.map(({ name, goodput, kpps = null }) =>
        line(name, cells.filter(({ table }) => table === name).length, goodput ?? kpps),
      ),
      ...(summary.goodput || !packets
        ? [
            line('calibration', summary.calibration.cells, summary.calibration.goodput),
            line('predictions', summary.predictions.cells, summary.predictions.goodput),
            line('  with drops in the ring', summary.predictionsWithDrops.cells, summary.predictionsWithDrops.goodput),
            line('  without', summary.predictionsWithoutDrops.cells, summary.predictionsWithoutDrops.goodput),
            line(bold('all'), summary.cells, summary.goodput),
          ]
        : []),
      ...(packets ? packetLines({ summary, cells }, line) : []),
    ],
    align: ['left', 'right'],
  });
}

/** The sums of the cells that are packets a second; a share, or a 0, has no relative error. */
function packetLines(
  { summary, cells }: Pick<Reproduction, 'summary' | 'cells'>,
  line: (name: string, count: number, errors: Errors | null) => string[],
): string[][] {
  const count = (role?: string) =>
    cells.filter((cell) => (cell.error.kpps ?? null) !== null && (role === undefined || cell.role === role)).length;
  return [
    line('packets, calibration', count('calibration'), summary.calibration.kpps ?? null),
    line('packets, predictions', count('prediction'), summary.predictions.kpps ?? null),
    line('packets, all', count(), summary.kpps ?? null),
  ];
}

function skippedLines({ skipped }: Reproduction, style: Style): string[] {
  if (skipped.length === 0) return [];
  const { dim } = colors(style);
  return [['not simulated:', ...skipped.map(({ table, reason }) => `  ${table}: ${reason}`)].map(dim).join('\n')];
}

/** `wireguard_go_patched_mbps` → `wireguard go patched` */
function columnTitle(column: string): string {
  return column.replace(/_([mg]bps|kpps|kpps_corrected)$/, '').replaceAll('_', ' ');
}

/** As it was printed. */
function published({ measured }: ReproducedCell): string {
  if (measured.lossShare !== undefined) return formatPercent(measured.lossShare, 3);
  return String(measured.kpps ?? measured.goodputMbps);
}

function simulated({ simulated: { goodputMbps, kpps = 0, lossShare = 0 }, measured }: ReproducedCell): string {
  if (measured.lossShare !== undefined) return formatPercent(lossShare, 3);
  if (measured.kpps !== undefined) return formatNumber(kpps).replaceAll(',', '');
  // Beside 1.7 of the table, 1.66 says enough.
  return goodputMbps < 10 && (measured.goodputMbps ?? 0) < 10
    ? goodputMbps.toFixed(2)
    : formatNumber(goodputMbps).replaceAll(',', '');
}

function errorOf({ error, role }: ReproducedCell, style: Style): string {
  const mark = role === 'calibration' ? calibrationMark : ' ';
  const figure = error.goodput ?? error.kpps ?? error.lossShare ?? null;
  if (figure === null) return `–${mark}`;
  return `${painted(figure, style)}${mark}`;
}

function painted(error: number, style: Style): string {
  const { green, yellow, red } = colors(style);
  const paint = Math.abs(error) <= good ? green : Math.abs(error) <= fair ? yellow : red;
  return paint(formatSignedPercent(error));
}

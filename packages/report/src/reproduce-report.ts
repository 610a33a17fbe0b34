import { formatPercent } from './format.js';
import { columnTitle, unitTitle } from './rate-format.js';
import { calibrationMark, cellTable, furtherTable } from './reproduce-cells.js';
import type { Errors, Order, Pairs, Reproduction } from './reproduced.js';
import { lengthsText } from './run-lengths.js';
import { colors, plain, type Style } from './style.js';
import { fitTable } from './text-table.js';
import { wrap } from './wrap.js';

/** Published beside simulated with the error of every cell, then the sums. Ends without a newline. */
export function formatReproduction(report: Reproduction, style: Style = plain): string {
  const { bold, dim } = colors(style);
  const wrapped = (text: string) => wrap(text, style.width);
  const tables = report.tables.map(({ name, title, source }) => {
    const cells = report.cells.filter(({ table }) => table === name);
    const remarks = cells.flatMap(({ row, column, remark }) =>
      remark === undefined ? [] : [wrapped(dim(`${row}, ${columnTitle(column)}: ${remark}`))],
    );
    const table = [
      wrapped(`${bold(title)} ${dim(`(${name})`)}`),
      // An address that is broken leads nowhere.
      dim(source),
      wrapped(dim(lengthsText(cells))),
      cellTable(cells, style),
      ...remarks,
    ];
    return [table.join('\n'), ...furtherTable(cells, style)].join('\n\n');
  });
  const parts = [
    dim(legend(report)),
    summaryTable(report, style),
    orderLines(report),
    ...skippedLines(report, style),
    ...unfinishedLines(report, style),
  ];
  return [...tables, ...parts.map(wrapped)].join('\n\n');
}

function legend({ cells }: Reproduction): string {
  const units = [...new Set(cells.map(({ rate }) => unitTitle(rate.unit)))].join(' or ');
  const repeats = Math.max(1, ...cells.map(({ spread }) => spread?.repeats.length ?? 1));
  const which = cells.every(({ spread }) => spread) ? '' : 'where two numbers follow in brackets, ';
  const simulated = repeats === 1 ? 'simulated' : `simulated (${which}median of ${repeats} runs, least to greatest)`;
  return `${units}, published → ${simulated}, error of the simulation; ${calibrationMark} marks rows that parameters were fitted on`;
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
  return fitTable(
    {
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
    },
    style,
  );
}

function skippedLines({ skipped }: Reproduction, style: Style): string[] {
  if (skipped.length === 0) return [];
  const { dim } = colors(style);
  return [['not simulated:', ...skipped.map(({ table, reason }) => `  ${table}: ${reason}`)].map(dim).join('\n')];
}

function unfinishedLines({ unfinished }: Reproduction, style: Style): string[] {
  if (unfinished.length === 0) return [];
  const { yellow } = colors(style);
  const count = `${unfinished.length} ${unfinished.length === 1 ? 'cell was' : 'cells were'}`;
  return [yellow(`interrupted: ${count} not finished, first ${unfinished[0]}`)];
}

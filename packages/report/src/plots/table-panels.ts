import * as Plot from '@observablehq/plot';
import { formatSignedPercent } from '../format.js';
import { columnTitle, formatPublished, formatRateBeside, unitTitle } from '../rate-format.js';
import type { FigureOptions } from './cell-figure.js';
import type { DrawnTable, DrawnTableCell } from './reproduction.js';
import type { Panel } from './stack.js';
import { fittedColor, measuredColor, simulatedColor } from './theme.js';

/** A column's rates over its rows. */
interface Points {
  readonly row: string;
  readonly published: number;
  readonly simulated: number;
  readonly min: number;
  readonly max: number;
  readonly title: string;
}

/** From this ratio of the largest to the smallest rate on, a logarithmic scale. */
const wideRange = 30;

const valueHeight = 210;
const rowHeight = 46;

/** One drawing a column of a table, all of one unit to one scale: a ring is published, a dot simulated, a bar the repeats. */
export function tablePanels(
  table: DrawnTable,
  cells: readonly DrawnTableCell[],
  { document, width = 410 }: FigureOptions = {},
): Panel[] {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  const numeric = rows.every((row) => /^\d+(?:\.\d+)?$/.test(row));
  return columns.map((column) => {
    const own = cells.filter((cell) => cell.column === column);
    const { unit } = own[0]!.rate;
    const scale = rateScale(cells.filter(({ rate }) => rate.unit === unit));
    const shared = {
      ...(document && { document }),
      width,
      marginTop: 10,
      marginRight: 22,
      style: { background: 'none', fontSize: '12px' },
    };
    const points = own.map(pointOf);
    const fitted = own.filter(({ role }) => role === 'calibration').map(({ row }) => row);
    const plot = numeric
      ? Plot.plot({
          ...shared,
          height: valueHeight,
          marginLeft: 50,
          marginBottom: 38,
          x: { type: 'point', domain: rows.toSorted((a, b) => Number(a) - Number(b)), label: null, padding: 0.5 },
          y: { ...scale, label: null, grid: true },
          marks: [Plot.axisX({ label: rowTitle(table.key), labelAnchor: 'center' }), ...upright(points, fitted)],
        })
      : Plot.plot({
          ...shared,
          height: 48 + rowHeight * rows.length,
          marginLeft: 112,
          marginBottom: 30,
          x: { ...scale, label: null, grid: true },
          y: { type: 'point', domain: rows, label: null, padding: 0.5 },
          marks: [Plot.axisY({ label: null, lineWidth: 8, tickSize: 0 }), ...lying(points, fitted)],
        });
    return {
      title: `${columnTitle(column)}, ${unit === 'kpps' ? unit : unitTitle(unit)}`,
      svg: plot.outerHTML,
      height: Number(plot.getAttribute('height')),
    };
  });
}

/** `nominal_rtt_ms` → `nominal RTT, ms` */
export function rowTitle(key: readonly string[]): string {
  return key
    .map((name) =>
      name
        .replace(/_(ms|packets)$/, ', $1')
        .replaceAll('_', ' ')
        .replace(/\brtt\b/, 'RTT'),
    )
    .join('; ');
}

function pointOf(cell: DrawnTableCell): Points {
  const { row, rate, spread } = cell;
  const { min, max } = spread?.rate ?? { min: rate.simulated, max: rate.simulated };
  const error = rate.error === null ? '' : `, ${formatSignedPercent(rate.error)}`;
  const range = spread ? ` (${formatRateBeside(min, cell)} to ${formatRateBeside(max, cell)})` : '';
  const title = `${row}: ${formatPublished(cell)}${rate.unit === '1' ? '' : ` ${rate.unit}`} published, ${formatRateBeside(rate.simulated, cell)}${range} simulated${error}`;
  return { row, published: rate.published, simulated: rate.simulated, min, max, title };
}

function rateScale(cells: readonly DrawnTableCell[]): Plot.ScaleOptions {
  const values = cells.flatMap(({ rate, spread }) => [
    rate.published,
    rate.simulated,
    ...(spread ? [spread.rate.min, spread.rate.max] : []),
  ]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least > 0 && most / least > wideRange
    ? { type: 'log', domain: [least / 1.4, most * 1.4], tickFormat: '~s', ticks: 4 }
    : { type: 'linear', domain: [0, most * 1.08], nice: true, ticks: 5 };
}

const band = { stroke: fittedColor, strokeOpacity: 0.28, strokeWidth: 26 };
const bar = { stroke: simulatedColor, strokeOpacity: 0.45, strokeWidth: 6 };
const thin = { strokeWidth: 1, strokeOpacity: 0.55 };
const ring = { r: 6, stroke: measuredColor, strokeWidth: 2 };
const dot = { r: 3.2, fill: simulatedColor };

/** Rows are numbers: rates over them. */
function upright(points: readonly Points[], fitted: readonly string[]): Plot.Markish[] {
  // Lines follow the order of the numbers, not that of the table.
  const sorted = points.toSorted((a, b) => Number(a.row) - Number(b.row));
  return [
    Plot.ruleX(fitted, band),
    Plot.line(sorted, { x: 'row', y: 'published', stroke: measuredColor, ...thin }),
    Plot.line(sorted, { x: 'row', y: 'simulated', stroke: simulatedColor, ...thin }),
    Plot.ruleX(sorted, { x: 'row', y1: 'min', y2: 'max', ...bar }),
    Plot.dot(sorted, { x: 'row', y: 'published', title: 'title', ...ring }),
    Plot.dot(sorted, { x: 'row', y: 'simulated', title: 'title', ...dot }),
  ];
}

/** Rows are names: they stand on the left, and rates lie beside them. */
function lying(points: readonly Points[], fitted: readonly string[]): Plot.Markish[] {
  return [
    Plot.ruleY(fitted, band),
    Plot.ruleY(points, { y: 'row', x1: 'published', x2: 'simulated', stroke: 'currentColor', ...thin }),
    Plot.ruleY(points, { y: 'row', x1: 'min', x2: 'max', ...bar }),
    Plot.dot(points, { y: 'row', x: 'published', title: 'title', ...ring }),
    Plot.dot(points, { y: 'row', x: 'simulated', title: 'title', ...dot }),
  ];
}

import { formatCount, formatMs, formatNumber, formatPercent, formatSignedPercent } from '../format.js';
import type { Validation, ValidationBar, ValidationCell } from '../validate-report.js';
import { cellFigure, dropsCaption, type FigureOptions } from './cell-figure.js';
import type { DrawnCell } from './cell-series.js';
import { anchor, page } from './html.js';
import { scatterFigures } from './scatter.js';
import { escaped } from './theme.js';

/** One cell as a page that needs nothing else. */
export function cellPage(series: DrawnCell, cell: ValidationCell, options: FigureOptions = {}): string {
  const body = `<h1>${escaped(cell.id)}</h1>
<p>The real kernel beside the simulation of one measured cell, on one time axis.</p>
<div class="scroll">${cellTable([cell])}</div>
${drawing(series, options)}`;
  return page(cell.id, body);
}

/** All cells as a page: measured over simulated, the bars, the courses of the worst, and a table of every cell. */
export function validationPage(report: Validation, worst: readonly DrawnCell[], options: FigureOptions = {}): string {
  const scatters = scatterFigures(report.cells, options).map(
    ({ title, svg }) => `<figure><figcaption>${escaped(title)}</figcaption>${svg}</figure>`,
  );
  const link = ({ id }: DrawnCell) => `<li><a href="#${anchor(id)}">${escaped(id)}</a></li>`;
  const body = `<h1>The simulation beside the real kernel</h1>
<p>${report.cells.length} of ${report.summary.cells} cells of Linux 7.3. On the diagonal both agree; a point names its cell.</p>
<div class="row">${scatters.join('\n')}</div>
<h2>Bars</h2>
<div class="scroll">${barTable(report.bars)}</div>
<h2>The worst</h2>
<ul>${worst.map(link).join('')}</ul>
${worst.map((series) => `<section id="${anchor(series.id)}">${drawing(series, options)}</section>`).join('\n')}
<h2>Every cell</h2>
${missList(report)}
<div class="scroll">${cellTable(report.cells)}</div>`;
  return page('tunq validate', body);
}

function drawing(series: DrawnCell, options: FigureOptions): string {
  const caption = dropsCaption(series);
  return `<figure><div class="scroll">${cellFigure(series, options)}</div>${caption === '' ? '' : `<figcaption>${escaped(caption)}</figcaption>`}</figure>`;
}

function cellTable(cells: readonly ValidationCell[]): string {
  const error = (value: number | null, bound: number) =>
    value === null
      ? '<td>–</td>'
      : `<td${Math.abs(value) > bound ? ' class="bad"' : ''}>${formatSignedPercent(value)}</td>`;
  const count = (value: number | undefined) => (value === undefined ? '–' : formatCount(value));
  const rows = cells.map(
    ({ id, measured, simulated, error: errors }) =>
      `<tr><td>${escaped(id)}</td>
<td>${formatNumber(measured.goodputMbps)}</td><td>${formatNumber(simulated.goodputMbps)}</td>${error(errors.goodput, 0.03)}
<td>${measured.rttMs ? formatMs(measured.rttMs.mean) : '–'}</td><td>${simulated.rttMs ? formatMs(simulated.rttMs.mean) : '–'}</td>${error(errors.meanRtt, 0.05)}
<td>${count(measured.retransmits)}</td><td>${count(simulated.retransmits)}</td>${error(errors.retransmits, 0.2)}
<td>${count(measured.queueStops)}</td><td>${count(simulated.queueStops)}</td>${error(errors.queueStops, 0.15)}</tr>`,
  );
  const group = '<th>measured</th><th>simulated</th><th>error</th>';
  return `<table>
<thead><tr><th rowspan="2">cell</th><th colspan="3">goodput, Mbit/s</th><th colspan="3">mean RTT</th><th colspan="3">retransmits</th><th colspan="3">stops</th></tr>
<tr>${group.repeat(4)}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function barTable(bars: readonly ValidationBar[]): string {
  const rows = bars.map(({ figure, statistic, limit, value, pass }) => {
    const show = (number: number) => (statistic === 'count' ? formatCount(number) : formatPercent(number, 2));
    const shown = value === null ? 'no number' : show(value);
    return `<tr><td>${escaped(figure)}</td><td>${statistic}</td><td${pass ? '' : ' class="bad"'}>${shown}</td><td>≤ ${show(limit)}</td></tr>`;
  });
  return `<table><thead><tr><th>figure</th><th>of</th><th>is</th><th>may be</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
}

function missList({ misses }: Validation): string {
  if (misses.length === 0) return '';
  const items = misses.map(({ id, reason }) => `<li>${escaped(id)}: ${escaped(reason)}</li>`);
  return `<p class="bad">Not simulated:</p><ul>${items.join('\n')}</ul>`;
}

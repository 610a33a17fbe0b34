import { formatNumber, formatPercent, formatSignedPercent } from '../format.js';
import { formatPublished, formatRateBeside } from '../rate-format.js';
import { errorClass } from '../reproduce-cells.js';
import { anchor } from './html.js';
import type { DrawnParameter, DrawnReproduction } from './reproduction.js';
import { escaped } from './theme.js';

/** How far off each table is, and the sets of cells. */
export function summaryTable({ summary, tables, cells }: DrawnReproduction): string {
  type Errors = (typeof summary)['rate'];
  const kept = ({ pairs, violations }: { pairs: number; violations: number }) => `${pairs - violations} of ${pairs}`;
  const line = (name: string, count: number, errors: Errors, order = '', link = '') => {
    const label = link ? `<a href="#${anchor(link)}">${escaped(name)}</a>` : escaped(name);
    const values = errors ? [errors.medianAbs, errors.p90Abs, errors.maxAbs] : [];
    const shown = values.map((value) => `<td class="${errorClass(value)}">${formatPercent(value)}</td>`).join('');
    return `<tr><td>${label}</td><td>${count}</td>${shown || '<td>–</td>'.repeat(3)}<td>${order}</td></tr>`;
  };
  const rows = [
    ...summary.tables.map(({ name, rate, order }) =>
      line(
        tables.find((table) => table.name === name)?.title ?? name,
        cells.filter(({ table }) => table === name).length,
        rate,
        kept(order.rows),
        name,
      ),
    ),
    line('calibration', summary.calibration.cells, summary.calibration.rate),
    line('predictions', summary.predictions.cells, summary.predictions.rate),
    line('… with drops in the ring', summary.predictionsWithDrops.cells, summary.predictionsWithDrops.rate),
    line('… without', summary.predictionsWithoutDrops.cells, summary.predictionsWithoutDrops.rate),
    line('all', summary.cells, summary.rate, kept(summary.order.rows)),
  ];
  return `<div class="scroll"><table class="sums"><thead><tr><th>absolute error</th><th>cells</th><th>median</th><th>90 %</th><th>max</th><th>order kept</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

/** What was fitted, on which rows, and why. */
export function parameterTable({ calibration, cells }: DrawnReproduction): string {
  if (calibration.length === 0) return '<p>None of these tables decided a parameter.</p>';
  const twins = new Set(calibration.flatMap(({ presets }) => presets.map((name) => `${name}-patched`)));
  const row = (id: string) => {
    const cell = cells.find((candidate) => candidate.id === id);
    if (!cell) return `<li>${escaped(id)}</li>`;
    const { rate } = cell;
    const error =
      rate.error === null ? '' : ` <span class="${errorClass(rate.error)}">${formatSignedPercent(rate.error)}</span>`;
    return `<li>${escaped(id)}: ${formatPublished(cell)} → ${formatRateBeside(rate.simulated, cell)}${rate.unit === '1' ? '' : ` ${rate.unit}`}${error}</li>`;
  };
  const entry = ({ key, value, unit, presets, rows, why, source }: DrawnParameter) => `<div class="parameter">
<h3><code>${escaped(key)}</code> = ${formatNumber(value, Number.isInteger(value) ? 0 : undefined)} ${escaped(unit)}</h3>
<small>${escaped(presets.filter((name) => !twins.has(name)).join(', '))}</small>
<p>${escaped(why)} <small>(${escaped(source)})</small></p>
<ul>${rows.map(row).join('')}</ul></div>`;
  return calibration.map(entry).join('\n');
}

/** Tables that were asked for and not simulated. */
export function skippedList({ skipped }: DrawnReproduction): string {
  if (skipped.length === 0) return '';
  const items = skipped.map(({ table, reason }) => `<li>${escaped(table)}: ${escaped(reason)}</li>`);
  return `<section><h2>Not simulated</h2>\n<ul class="notes">${items.join('\n')}</ul></section>`;
}

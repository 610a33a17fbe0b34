import type { PlanSummary } from '@tunq/sim';
import { formatCount } from '../format.js';
import { valueLabel } from '../sweep/axis-label.js';
import { keysOf } from '../sweep/summary-table.js';
import { intervalNote, metricName, tellingMetrics } from '../sweep/sweep-metrics.js';
import type { FigureOptions } from './cell-figure.js';
import { anchor, page } from './html.js';
import { omittedPanels, sweepFigure } from './sweep-figure.js';
import { escaped } from './theme.js';

/** Rows of a table that a page shows; the files of the sweep have all. */
const mostRows = 500;

/** The summary of a sweep as a page that needs nothing else: a figure of every metric, and a table. */
export function sweepPage(plans: readonly PlanSummary[], options: FigureOptions = {}): string {
  const title = plans.map(({ name }) => name).join(', ');
  const body = `<h1>${escaped(title)}</h1>
<p>What a sweep of tunq measured. The numbers of every run are in its results.parquet, results.csv and results.jsonl.</p>
${plans.length > 1 ? `<ul>${plans.map(({ name }) => `<li><a href="#${anchor(name)}">${escaped(name)}</a></li>`).join('')}</ul>\n` : ''}${plans.map((plan) => section(plan, plans.length > 1, options)).join('\n')}`;
  return page(
    `tunq sweep: ${title}`,
    body,
    'section { margin-top: 2.5rem; } figure { margin: 1.5rem 0; } .dim { opacity: 0.75; }',
  );
}

function section(plan: PlanSummary, named: boolean, options: FigureOptions): string {
  const { name, points, replicates } = plan;
  const failed = points.reduce((sum, point) => sum + point.failed, 0);
  const omitted = omittedPanels(plan);
  const figures = tellingMetrics(plan)
    .map((metric) => sweepFigure(plan, metric, options))
    .filter((svg) => svg !== '')
    .map((svg) => `<figure><div class="scroll">${svg}</div></figure>`);
  return `<section id="${anchor(name)}">
${named ? `<h2>${escaped(name)}</h2>\n` : ''}<p>${formatCount(points.length)} points, ${formatCount(replicates)} ${replicates === 1 ? 'run' : 'runs'} each. ${intervalNote(plan)}${
    failed === 0 ? '' : ` <span class="bad">${formatCount(failed)} runs failed.</span>`
  }${omitted === 0 ? '' : ` Figures show the first panels; ${formatCount(omitted)} are left out.`}</p>
${figures.join('\n')}
${table(plan)}
</section>`;
}

function table(plan: PlanSummary): string {
  const metrics = tellingMetrics(plan);
  const head = [...keysOf(plan), ...metrics.map(metricName)].map((name) => `<th>${escaped(name)}</th>`);
  const rows = plan.points.slice(0, mostRows).map(({ values, measured }) => {
    const cells = metrics.map(({ column }) => {
      const interval = measured[column] ?? null;
      if (!interval) return '<td>–</td>';
      const { median, low, high, count } = interval;
      const range =
        count < 2 || low === high ? '' : ` <span class="dim">${formatCount(low)}…${formatCount(high)}</span>`;
      return `<td>${formatCount(median)}${range}</td>`;
    });
    return `<tr>${values.map((value) => `<td>${escaped(valueLabel(value))}</td>`).join('')}${cells.join('')}</tr>`;
  });
  const rest = plan.points.length - rows.length;
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>${rest > 0 ? `\n<p>${formatCount(rest)} more points are in summary.csv.</p>` : ''}`;
}

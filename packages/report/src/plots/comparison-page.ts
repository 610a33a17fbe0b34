import type { Comparison } from '@tunq/sim';
import { comparisonTable } from '../compare-report.js';
import type { FigureOptions } from './cell-figure.js';
import { comparisonFigure } from './comparison-figure.js';
import { page } from './html.js';
import { tableHtml } from './table-html.js';
import { escaped } from './theme.js';

/** Most variants that are drawn; a table holds more than a person sees in bars. */
const mostDrawn = 60;

/** Variants side by side as a page that needs nothing else: bars, the table, and the scenario. */
export function comparisonPage(title: string, comparison: Comparison, options: FigureOptions = {}): string {
  const { runs, scenario, version } = comparison;
  const keys = Object.keys(runs[0]?.settings ?? {});
  const drawn = runs.slice(0, mostDrawn);
  const rest = runs.length - drawn.length;
  const body = `<h1>${escaped(title)}</h1>
<p>${runs.length} variants of one scenario, by ${keys.map((key) => `<code>${escaped(key)}</code>`).join(', ')}; tunq ${escaped(version)}.</p>
<figure><div class="scroll">${comparisonFigure(keys.join(', '), drawn, options)}</div>${rest > 0 ? `<figcaption>and ${rest} more in the table</figcaption>` : ''}</figure>
<h2>All numbers</h2>
${tableHtml(comparisonTable(comparison))}
<h2>Scenario</h2>
<details><summary>before the variation</summary>
<pre>${escaped(JSON.stringify(scenario, null, 2))}</pre></details>`;
  return page(title, body);
}

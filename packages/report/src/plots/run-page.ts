import type { RunResult } from '@tunq/sim';
import { runTables } from '../run-report.js';
import type { FigureOptions } from './cell-figure.js';
import { page } from './html.js';
import { runFigure } from './run-figure.js';
import type { RunSeries } from './run-series.js';
import { tableHtml } from './table-html.js';
import { escaped } from './theme.js';

/** One run as a page that needs nothing else: its course, its numbers, and the scenario. */
export function runPage(title: string, run: RunResult, series: RunSeries, options: FigureOptions = {}): string {
  const body = `<h1>${escaped(title)}</h1>
<p>One run of tunq ${escaped(run.version)}, ${escaped(`${series.seconds}`)} s of virtual time.</p>
<figure><div class="scroll">${runFigure('Over time', series, options)}</div></figure>
<h2>Result</h2>
${runTables(run).map(tableHtml).join('\n')}
<h2>Scenario</h2>
<details><summary>complete, in base units; <code>tunq run -</code> takes it</summary>
<pre>${escaped(JSON.stringify(run.scenario, null, 2))}</pre></details>`;
  return page(title, body);
}

import { formatCount, formatMs, formatPercent, formatSignedPercent } from '../format.js';
import { columnTitle, formatPublished, formatRateBeside, unitTitle } from '../rate-format.js';
import { errorClass } from '../reproduce-cells.js';
import { commonLengths, formatPerSecond, formatSeconds, lengthsText } from '../run-lengths.js';
import type { FigureOptions } from './cell-figure.js';
import { anchor, page } from './html.js';
import type { DrawnReproduction, DrawnTable, DrawnTableCell } from './reproduction.js';
import { parameterTable, skippedList, summaryTable } from './reproduction-summary.js';
import { keyItems } from './table-figure.js';
import { rowTitle, tablePanels } from './table-panels.js';
import { escaped } from './theme.js';

const css = `
.key { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0; list-style: none; } .key li { display: flex; align-items: center; gap: 0.4rem; color: var(--ink); }
nav ul { columns: 20rem; padding-left: 1.1rem; } a { color: var(--simulated); } section { margin-top: 3rem; }
h2 { margin-top: 2.2rem; } .panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: 1rem 1.5rem; }
figure { min-width: 0; } figcaption { font-weight: 600; font-size: 0.9rem; }
figure svg { width: 100%; } .grid td { line-height: 1.3; } .grid .fitted { background: color-mix(in srgb, var(--fitted) 22%, transparent); }
th, .sums td:first-child { white-space: normal; } .sums td:first-child { min-width: 7rem; } .sums td:last-child { white-space: normal; } ul { color: var(--ink); }
.good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); } small { font-size: 0.8rem; color: var(--ink); }
td sup { color: var(--simulated); } .notes { font-size: 0.85rem; color: var(--ink); padding-left: 1.4rem; } details { margin-top: 0.8rem; color: var(--ink); }
.warning { color: var(--fair); font-weight: 600; } h3 { font-size: 1rem; margin-bottom: 0.2rem; } .parameter p { margin: 0.2rem 0 0.5rem; } code { font-size: 0.9em; }`;

/** Published tables beside the simulation as a page: a plot and a table each, the errors, and what was fitted. */
export function reproductionPage(report: DrawnReproduction, options: FigureOptions = {}): string {
  const { tables, cells, version } = report;
  const key = keyItems(cells).map(
    ({ mark, text }) =>
      `<li><svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">${mark}</svg>${escaped(text)}</li>`,
  );
  const links = tables.map(({ name, title }) => `<li><a href="#${anchor(name)}">${escaped(title)}</a></li>`);
  const sections = tables.map((table) =>
    tableSection(
      table,
      cells.filter((cell) => cell.table === table.name),
      report,
      options,
    ),
  );
  const body = `<h1>Published tables beside the simulation</h1>
<p>${cells.length} published numbers, simulated by tunq ${escaped(version)}. No run looks a published number up: what was fitted is <a href="#parameters">listed</a> with its rows, and what was chosen with the rows in view is said in ADR 10.</p>
${lengthsNote(cells)}${unfinishedNote(report)}<ul class="key">${key.join('')}</ul>
<nav><ul>${links.join('')}<li><a href="#parameters">Fitted parameters</a></li></ul></nav>
<h2>Errors</h2>
${summaryTable(report)}
${sections.join('\n')}
<section id="parameters"><h2>Fitted parameters</h2>
${parameterTable(report)}
</section>
${skippedList(report)}`;
  return page('tunq reproduce', body, css);
}

/** What a reader must know before the plots: runs that are not as long as they should be. */
function lengthsNote(cells: readonly DrawnTableCell[]): string {
  const shortened = cells.filter(({ seconds }) => seconds.simulated < seconds.usual);
  if (shortened.length === 0) return '';
  const lengths = [...new Set(shortened.map(({ seconds }) => formatSeconds(seconds.simulated)))].join(' or ');
  return `<p class="warning">Runs were shortened to ${escaped(lengths)}: slow start and single losses weigh more than in the published runs.</p>\n`;
}

function unfinishedNote({ unfinished }: DrawnReproduction): string {
  if (unfinished.length === 0) return '';
  return `<p class="warning">Interrupted: ${unfinished.length} ${unfinished.length === 1 ? 'cell was' : 'cells were'} not finished, and missing here.</p>\n`;
}

function tableSection(
  table: DrawnTable,
  cells: readonly DrawnTableCell[],
  { summary }: DrawnReproduction,
  options: FigureOptions,
): string {
  const figures = tablePanels(table, cells, options).map(
    ({ title, svg }) => `<figure><figcaption>${escaped(title)}</figcaption>${svg}</figure>`,
  );
  const { rate, order } = summary.tables.find(({ name }) => name === table.name)!;
  const errors = rate
    ? `Error: median ${formatPercent(rate.medianAbs)}, 90 % of cells within ${formatPercent(rate.p90Abs)}, at most ${formatPercent(rate.maxAbs)}. `
    : '';
  const { rows } = order;
  const notes = notesOf(cells);
  return `<section id="${anchor(table.name)}"><h2>${escaped(table.title)}</h2>
<p><small>${linked(table.source)}</small></p>
<p>${escaped(table.note)}</p>
<p>${escaped(sentence(lengthsText(cells)))}</p>
<div class="panels">${figures.join('\n')}</div>
<p>${errors}Rows that differ by more than 10 % as published: order kept in ${rows.pairs - rows.violations} of ${rows.pairs} pairs.</p>
<div class="scroll">${gridTable(table, cells, notes)}</div>
${noteList(notes)}
${furtherTable(cells)}
</section>`;
}

function notesOf(cells: readonly DrawnTableCell[]): string[] {
  return [...new Set(cells.map(({ note }) => note).filter((note) => note !== ''))];
}

function noteList(notes: readonly string[]): string {
  if (notes.length < 2) return notes.map((note) => `<p><small>${escaped(note)}</small></p>`).join('');
  return `<ol class="notes">${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ol>`;
}

/** As the published table: published → simulated with the error below; a number leads to the cell's note. */
function gridTable(table: DrawnTable, cells: readonly DrawnTableCell[], notes: readonly string[]): string {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  const entry = (cell: DrawnTableCell | undefined) => {
    if (!cell) return '<td>–</td>';
    const { rate, spread, note, role } = cell;
    const range = spread
      ? `<br><small>${formatRateBeside(spread.rate.min, cell)} to ${formatRateBeside(spread.rate.max, cell)}</small>`
      : '';
    const error =
      rate.error === null ? '–' : `<span class="${errorClass(rate.error)}">${formatSignedPercent(rate.error)}</span>`;
    // A note of every cell stands below the table once and needs no mark.
    const mark = note !== '' && notes.length > 1 ? `<sup>${notes.indexOf(note) + 1}</sup>` : '';
    return `<td${role === 'calibration' ? ' class="fitted"' : ''}>${formatPublished(cell)} → ${formatRateBeside(rate.simulated, cell)}${mark}${range}<br>${error}</td>`;
  };
  const units = [...new Set(cells.map(({ rate }) => unitTitle(rate.unit)))].join(', ');
  const body = rows.map(
    (row) =>
      `<tr><th>${escaped(row)}</th>${columns.map((column) => entry(cells.find((cell) => cell.row === row && cell.column === column))).join('')}</tr>`,
  );
  return `<table class="grid"><thead><tr><th>${escaped(rowTitle(table.key))}</th>${columns.map((column) => `<th>${escaped(columnTitle(column))}</th>`).join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table>
<small>${units}, published → simulated</small>`;
}

/** RTT and retransmits of the cells whose raw runs are public. */
function furtherTable(all: readonly DrawnTableCell[]): string {
  const cells = all.filter(({ measured }) => measured.meanRttMs !== undefined && measured.retransmits !== undefined);
  if (cells.length === 0) return '';
  const lengths = commonLengths(cells);
  const rows = cells.map((cell) => {
    const { row, column, measured, simulated, error } = cell;
    const rtt =
      simulated.meanRttMs === null ? '–' : `${formatMs(measured.meanRttMs!)} → ${formatMs(simulated.meanRttMs)}`;
    const off = error.meanRtt === null ? '–' : formatSignedPercent(error.meanRtt);
    const counts = `${formatCount(measured.retransmits!)} → ${formatCount(simulated.retransmits)}`;
    const perSecond = formatPerSecond(measured.retransmits!, simulated.retransmits, cell) ?? '–';
    const values = [`${row}, ${columnTitle(column)}`, rtt, off, counts, perSecond];
    return `<tr>${values.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`;
  });
  const each = lengths ? `<br><small>in ${lengths.published} → in ${lengths.simulated}</small>` : '';
  return `<details><summary>RTT and retransmits of these runs</summary><div class="scroll"><table>
<thead><tr><th>run</th><th>mean RTT</th><th>error</th><th>retransmits${each}</th><th>retransmits<br><small>per second</small></th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

/** A line as a sentence of its own. */
function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** A source that is an address, as a link. */
function linked(source: string): string {
  return /^https:\S+$/.test(source) ? `<a href="${escaped(source)}">${escaped(source)}</a>` : escaped(source);
}

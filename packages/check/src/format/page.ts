import { documented } from '../documented.js';
import type { Lanes } from '../lanes.js';
import { columnNames, columns, type Row } from '../table.js';
import { reasons } from './table-text.js';

/** Table and schedules as one page without anything from elsewhere. */
export function checkPage(rows: readonly Row[], schedules: readonly Lanes[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>tunq check</title>
<style>${css}</style>
<main>
<h1>tunq check</h1>
${table(rows)}
${reasonList(rows)}
${schedules.map(lanes).join('\n')}
</main>
</html>
`;
}

function table(rows: readonly Row[]): string {
  const head = columnNames.map((column) => `<th>${escaped(columns[column].title)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = columnNames.map((column) => {
      const { verdict } = row.cells[column];
      const known = documented(row.policy, column);
      const why = known?.verdicts[row.memory] === verdict ? ` title="${escaped(known.why)}"` : '';
      return `<td class="${verdict}"${why}>${verdict === 'none' ? '–' : verdict}</td>`;
    });
    const states = `${row.states.toLocaleString('en')}${row.finished ? '' : '+'}`;
    return `<tr><th>${escaped(row.policy)}</th><td>${row.memory}</td>${cells.join('')}<td class="number">${states}</td></tr>`;
  });
  return `<div class="scroll"><table><tr><th>policy</th><th>memory</th>${head}<th>states</th></tr>\n${body.join('\n')}</table></div>`;
}

/** What the words mean, and why each fault is there. */
function reasonList(rows: readonly Row[]): string {
  const items = reasons(rows).map((line) => `<li>${escaped(line)}</li>`);
  const list = items.length > 0 ? `<ul>\n${items.join('\n')}\n</ul>` : '';
  return `<p class="note">“holds”: no interleaving breaks it. “violated”: a schedule breaks the property; the shortest is below. “allowed”: a packet
can be dropped and the rule accepts it (several senders at once, or an early wake). “unfinished”: the search ended at its bound of memory.
Slots as memory has them: a packet’s number, · free, x read but not freed.</p>
${list}`;
}

function lanes({ title, threads, steps, ending, allowed }: Lanes): string {
  const reader = threads.findIndex((name) => name.startsWith('reader'));
  // The reader has the same colour whatever the number of senders.
  const color = (t: number): string => (t === reader ? 'reader' : `t${t}`);
  const head = threads.map((name) => `<th>${escaped(name)}</th>`).join('');
  const body = steps.map(({ thread, text, state }, i) => {
    const cells = threads.map((_, t) => (t === thread ? `<td class="${color(t)}">${escaped(text)}</td>` : '<td></td>'));
    return `<tr><td class="number">${i + 1}</td>${cells.join('')}<td class="state">${escaped(state)}</td></tr>`;
  });
  return `<h2>${escaped(title)}</h2>
<div class="scroll"><table class="lanes"><tr><th></th>${head}<th>state</th></tr>
${body.join('\n')}
</table></div>
<p class="ending ${allowed ? 'allowed' : 'violated'}">${escaped(ending)}</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const css = `
:root { color-scheme: light dark; --line: #8884; --bad: #c0392b; --good: #1e7d3c; --rare: #9a6a00;
  --t0: #3b82f622; --t1: #f59e0b22; --t2: #ec489922; --t3: #a855f722;
  --reader: #10b98122; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8577; --good: #62d28a; --rare: #e7b549; } }
body { font: 14px/1.45 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 2.5rem; font-size: 1.1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .25rem .55rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr > th:first-child { white-space: nowrap; }
.holds { color: var(--good); } .violated { color: var(--bad); font-weight: 600; }
.allowed, .unfinished { color: var(--rare); } .none { opacity: .5; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.lanes td { min-width: 9rem; border-left: 1px solid var(--line); } .lanes td.number { min-width: 0; opacity: .6; border: 0; }
.t0 { background: var(--t0); } .t1 { background: var(--t1); } .t2 { background: var(--t2); } .t3 { background: var(--t3); }
.reader { background: var(--reader); }
.state { font-family: ui-monospace, monospace; font-size: 12px; }
.ending { font-weight: 600; } .note { max-width: 60rem; opacity: .8; }
`;

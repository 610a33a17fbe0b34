import type { Advice, AdviseOutcome } from '@tunq/sim';
import { type Command, commandsFor, nearCommands } from '../advise/commands.js';
import { frontRows, gridColumns, gridLengths, notesOf, outcomeAt } from '../advise/grid.js';
import {
  addedText,
  changeTexts,
  choiceText,
  figuresText,
  flowControlText,
  methodText,
  named,
  questionText,
  reasonText,
  trapText,
  verdictText,
  withoutBoundTexts,
} from '../advise/words.js';
import { formatCount, formatRate } from '../format.js';
import type { FigureOptions } from './cell-figure.js';
import { page } from './html.js';
import { paretoFigure, paretoKey } from './pareto-figure.js';
import { escaped } from './theme.js';

const css = `
.key { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0; list-style: none; } .key li { display: flex; align-items: center; gap: 0.4rem; }
li, ul { color: var(--ink); } pre { border: 1px solid var(--rule); border-radius: 6px; padding: 0.5rem 0.8rem; overflow-x: auto; color: var(--title); font-size: 0.85rem; }
.pick td { font-weight: 600; color: var(--title); } .front { font-weight: 600; } .figure { margin: 1.5rem 0; } .answer { font-size: 1.05rem; }
.answer li:first-child { color: var(--title); } td:nth-child(1), th:nth-child(1) { text-align: left; }`;

/** The advice as a page: the answer, the plot, why, how, what to know before, and everything that was tried. */
export function advicePage(advice: Advice, options: FigureOptions = {}): string {
  const { question, recommendation, outcomes, traps } = advice;
  const pick = named(outcomes, recommendation.pick);
  const today = named(outcomes, recommendation.today);
  const key = paretoKey(advice).map(
    ({ mark, text }) =>
      `<li><svg width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true">${mark}</svg>${escaped(text)}</li>`,
  );
  const body = `<h1>${escaped(verdictText(advice))}</h1>
<p>${escaped(questionText(advice))}</p>
<ul class="answer">${changeTexts(advice)
    .map((text) => `<li>${escaped(text)}</li>`)
    .join('')}</ul>
<figure class="figure"><ul class="key">${key.join('')}</ul><div class="scroll">${paretoFigure(advice, options)}</div>${undrawn(outcomes)}</figure>
${section('Why', list(recommendation.reasons.map((reason) => escaped(reasonText(reason, pick)))))}
${section('How', commandList([...commandsFor(question.reader, today, pick), ...nearCommands(question.reader)]))}
${alternative(advice, today)}
${section(
  'Know before',
  list(
    traps
      .map((trap) => trapText(trap, advice))
      .map(({ text, items }) => `${escaped(text)}${items.length > 0 ? list(items.map(escaped)) : ''}`),
  ),
)}
<h2>Pareto front</h2>
<div class="scroll">${frontTable(advice)}</div>
<h2>Everything that was tried</h2>
<div class="scroll">${gridTable(advice)}</div>
<p>${escaped(methodText(advice))}</p>
<p>tunq ${escaped(advice.version)}</p>`;
  return page('tunq advise', body, css);
}

/** Without a latency a choice has no place in the figure. */
function undrawn(outcomes: readonly AdviseOutcome[]): string {
  const count = outcomes.filter(({ pingAddedMs }) => pingAddedMs === null).length;
  if (count === 0) return '';
  const are = count === 1 ? '1 choice, which loses' : `${formatCount(count)} choices, which lose`;
  return `<figcaption>Not drawn: ${are} more than one ping of a hundred.</figcaption>`;
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<h2>${title}</h2>\n${content}`;
}

/** @param items HTML */
function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`;
}

function commandList(commands: readonly Command[]): string {
  return commands
    .map(
      ({ what, lines }) =>
        `<p>${escaped(what)}</p>${lines.length > 0 ? `<pre>${lines.map(escaped).join('\n')}</pre>` : ''}`,
    )
    .join('\n');
}

function alternative({ question, recommendation, outcomes }: Advice, today: AdviseOutcome): string {
  if (recommendation.withoutBackpressure === null) return '';
  const choice = named(outcomes, recommendation.withoutBackpressure);
  const commands = commandList(commandsFor(question.reader, today, choice));
  return `<h2>Without backpressure: ${escaped(choiceText(choice))}</h2>
<p>Where Linux is older than 7.3, or the program does not ask for it: ${escaped(figuresText(choice))}.</p>
${withoutBoundTexts(outcomes, recommendation.budget?.tailDropWithout ?? null)
  .map((text) => `<p>${escaped(text)}</p>`)
  .join('')}
${commands === '' ? '<p>As today.</p>' : commands}`;
}

function frontTable(advice: Advice): string {
  const { pick } = advice.recommendation;
  const rows = frontRows(advice).map(({ outcomes, lengths }) => {
    const first = outcomes[0]!;
    const notes = [...notesOf(first, advice.recommendation), ...(first.front ? [] : ['not on the front'])];
    const cells = [
      flowControlText(first.flowControl),
      lengths,
      first.qdisc,
      formatRate(first.goodputMbps.median),
      addedText(first),
      formatCount(first.ringDrops),
      notes.join(', '),
    ];
    return `<tr${first.id === pick ? ' class="pick"' : ''}>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = ['full ring', 'slots', 'qdisc', 'goodput', 'ping, p99', 'drops in the ring', ''];
  return `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
}

function gridTable({ outcomes, recommendation }: Advice): string {
  const columns = gridColumns(outcomes);
  const rows = gridLengths(outcomes).map((queueLength) => {
    const cells = columns.map((column) => {
      const outcome = outcomeAt(outcomes, column, queueLength);
      if (!outcome) return '<td>–</td><td>–</td>';
      const mark = outcome.front || outcome.id === recommendation.pick ? ' class="front"' : '';
      return `<td${mark}>${escaped(formatRate(outcome.goodputMbps.median))}</td><td${mark}>${escaped(addedText(outcome))}</td>`;
    });
    return `<tr><td>${formatCount(queueLength)}</td>${cells.join('')}</tr>`;
  });
  const heads = columns.map(
    ({ flowControl, qdisc }) => `<th colspan="2">${escaped(flowControlText(flowControl))}, ${escaped(qdisc)}</th>`,
  );
  return `<table><thead><tr><th rowspan="2">slots</th>${heads.join('')}</tr>
<tr>${columns.map(() => '<th>goodput</th><th>ping, p99</th>').join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>
<p>Bold: on the Pareto front, or recommended.</p>`;
}

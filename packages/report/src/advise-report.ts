import type { Advice } from '@tunq/sim';
import { type Command, commandsFor, nearCommands } from './advise/commands.js';
import { frontRows, type GridColumn, gridColumns, gridLengths, notesOf, outcomeAt } from './advise/grid.js';
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
} from './advise/words.js';
import { formatCount, formatRate } from './format.js';
import { colors, plain, type Style } from './style.js';
import { fits, fitTable, renderTable } from './text-table.js';
import { wrap } from './wrap.js';

/** The advice for people: the answer, why, how to apply it, what to know before, and what was tried. Ends without a newline. */
export function formatAdvice(advice: Advice, style: Style = plain): string {
  const color = colors(style);
  const { question, recommendation, outcomes, traps } = advice;
  const pick = named(outcomes, recommendation.pick);
  const today = named(outcomes, recommendation.today);
  const sections: string[][] = [
    [questionText(advice)],
    [color.bold(verdictText(advice)), ...changeTexts(advice).map((line) => `  ${line}`)],
    listed(
      color.bold('why'),
      recommendation.reasons.map((reason) => reasonText(reason, pick)),
    ),
    commanded(color.bold('how'), [...commandsFor(question.reader, today, pick), ...nearCommands(question.reader)]),
    alternative(advice, color.bold),
    listed(
      color.bold('know before'),
      traps
        .map((trap) => trapText(trap, advice))
        .flatMap(({ text, items }) => [text, ...items.map((item) => `  ${item}`)]),
    ),
    [color.bold('Pareto front'), frontTable(advice, style)],
    [color.bold('everything that was tried'), gridTables(advice, style), legend(advice)],
    [methodText(advice)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => (line.includes('\n') ? line : wrap(line, style.width))).join('\n'))
    .join('\n\n');
}

/** A title and sentences, those of two more spaces being part of the one above; nothing without sentences. */
function listed(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  return [title, ...sentences.map((text) => (text.startsWith('  ') ? `    ${text.trim()}` : `- ${text}`))];
}

function commanded(title: string, commands: readonly Command[]): string[] {
  if (commands.length === 0) return [];
  return [title, ...commands.flatMap(({ what, lines }) => [`- ${what}`, ...lines.map((line) => `    ${line}`)])];
}

/** What to do where backpressure cannot be had. */
function alternative(advice: Advice, bold: (text: string) => string): string[] {
  const { question, recommendation, outcomes } = advice;
  if (recommendation.withoutBackpressure === null) return [];
  const choice = named(outcomes, recommendation.withoutBackpressure);
  const commands = commandsFor(question.reader, named(outcomes, recommendation.today), choice);
  const lines = commanded('', commands).slice(1);
  return [
    bold(`without backpressure (Linux before 7.3, or a program that does not ask): ${choiceText(choice)}`),
    `  ${figuresText(choice)}`,
    ...withoutBoundTexts(outcomes, recommendation.budget?.tailDropWithout ?? null).map((line) => `  ${line}`),
    ...(lines.length > 0 ? lines : ['  as today']),
  ];
}

function frontTable(advice: Advice, style: Style): string {
  const table = frontColumns(advice, style, 'ring drops');
  if (fits(table, style)) return table;
  const narrow = frontColumns(advice, style, 'ring\ndrops');
  return fits(narrow, style) ? narrow : frontRecords(advice, style);
}

/** A choice a record, where no table fits. */
function frontRecords(advice: Advice, style: Style): string {
  const { recommendation } = advice;
  const rows = frontRows(advice).map(({ outcomes, lengths }) => {
    const first = outcomes[0]!;
    const { flowControl, qdisc, front } = first;
    const choice = `${flowControlText(flowControl)}, ${lengths} ${lengths === '1' ? 'slot' : 'slots'}, ${qdisc}`;
    const notes = notesOf(first, recommendation).map((note) => `, ${note}`);
    return [
      `${front ? '* ' : ''}${choice}${notes.join('')}`,
      formatRate(first.goodputMbps.median),
      addedText(first),
      formatCount(first.ringDrops),
    ];
  });
  return fitTable({ head: ['', 'goodput', 'ping', 'ring drops'], rows, align: ['left', 'right'] }, style);
}

/** @param drops head of the drops in the ring; where it takes two lines, an arrow is the recommended choice, as in the grid */
function frontColumns(advice: Advice, style: Style, drops: string): string {
  const color = colors(style);
  const { recommendation } = advice;
  const rows = frontRows(advice).map(({ outcomes, lengths }) => {
    const first = outcomes[0]!;
    const row = [
      first.front ? '*' : '',
      flowControlText(first.flowControl),
      lengths,
      first.qdisc,
      formatRate(first.goodputMbps.median),
      addedText(first),
      formatCount(first.ringDrops),
      notesOf(first, recommendation)
        .map((note) => (drops.includes('\n') && note === 'recommended' ? '←' : note))
        .join(', '),
    ];
    return first.id === recommendation.pick ? row.map(color.bold) : row;
  });
  const head = ['', 'full ring', 'slots', 'qdisc', 'goodput', 'ping', drops, ''];
  return renderTable({ head, rows, align: ['left', 'left', 'right', 'left', 'right', 'right', 'right', 'left'] });
}

/** A row a length, a column a flow control and qdisc; columns that do not fit stand in a further table. */
function gridTables(advice: Advice, style: Style): string {
  const columns = gridColumns(advice.outcomes);
  const tables: string[] = [];
  for (let from = 0; from < columns.length; ) {
    let count = columns.length - from;
    let table = gridTable(advice, columns.slice(from, from + count), style);
    while (count > 1 && !fits(table, style)) {
      count -= 1;
      table = gridTable(advice, columns.slice(from, from + count), style);
    }
    tables.push(table);
    from += count;
  }
  return tables.join('\n\n');
}

function gridTable({ outcomes, recommendation }: Advice, columns: readonly GridColumn[], style: Style): string {
  const color = colors(style);
  const head = ['slots', ...columns.map(({ flowControl, qdisc }) => `${flowControlText(flowControl)}, ${qdisc}  `)];
  const rows = gridLengths(outcomes).map((queueLength) => [
    formatCount(queueLength),
    ...columns.map((column) => {
      const outcome = outcomeAt(outcomes, column, queueLength);
      if (!outcome) return '–  ';
      const isPick = outcome.id === recommendation.pick;
      const cell = `${formatRate(outcome.goodputMbps.median)} ${addedText(outcome).padStart(9)} ${isPick ? '←' : outcome.front ? '*' : ' '}`;
      return isPick ? color.bold(cell) : cell;
    }),
  ]);
  return renderTable({ head, rows, align: ['right'] });
}

function legend({ outcomes, recommendation }: Advice): string {
  const today = named(outcomes, recommendation.today);
  const idle = outcomes.some(({ flowControl }) => flowControl === 'tail-drop')
    ? ' Under tail drop a qdisc that neither paces nor shapes holds nothing, so that one stands for all.'
    : '';
  return `Goodput, and what a ping gains; ← recommended, * on the Pareto front; today: ${choiceText(today)}.${idle}`;
}

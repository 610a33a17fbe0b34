import { documented } from '../documented.js';
import { type Cell, type ColumnName, columnNames, type Row, type Verdict } from '../table.js';
import { paint, type Style, wrapWords } from './style.js';

const heads: Readonly<Record<ColumnName, string>> = {
  blocking: 'read',
  polling: 'poll',
  epoll: 'epoll',
  drop: 'drop',
  order: 'order',
  sleep: 'sleep',
  size0: 'size0',
  resize: 'resiz',
  reattach: 'attac',
};

/** Heads of a terminal that is too narrow for the others. */
const shortHeads: Readonly<Record<ColumnName, string>> = {
  blocking: 'read',
  polling: 'poll',
  epoll: 'epol',
  drop: 'drop',
  order: 'ordr',
  sleep: 'slep',
  size0: 'siz0',
  resize: 'resz',
  reattach: 'atch',
};

const marks: Readonly<Record<Verdict, string>> = {
  holds: 'ok',
  allowed: 'rare',
  violated: 'LOST',
  unfinished: '?',
  none: '–',
};
const colors = { holds: 'green', allowed: 'yellow', violated: 'red', unfinished: 'yellow', none: 'dim' } as const;

/** The table for a terminal, with what the words mean and why each fault is there. */
export function tableText(rows: readonly Row[], style: Style): string {
  const name = Math.max(6, ...rows.map(({ policy }) => policy.length));
  const wide = style.width >= name + 96;
  const narrow = style.width < name + 72;
  // With room for neither the table nor its shortest heads.
  if (style.width < name + 56)
    return [...rows.flatMap((row) => record(row, style)), '', ...notes(rows, style)].join('\n');
  const column = narrow ? 5 : 6;
  const head = columnNames.map((one) => (narrow ? shortHeads : heads)[one].padEnd(column)).join('');
  const number = new Intl.NumberFormat(
    'en',
    style.width < name + 62 ? { notation: 'compact', maximumSignificantDigits: 3 } : {},
  );
  const lines = [
    paint(
      `${'policy'.padEnd(name)} ${narrow ? 'mem ' : 'model'} ${head}${'states'.padStart(narrow ? 5 : 10)}`,
      'bold',
      style,
    ),
  ];
  for (const row of rows) {
    const cells = columnNames.map((one) => {
      const cell = row.cells[one];
      return paint(cellText(one, cell).padEnd(column), colors[cell.verdict], style);
    });
    const states = `${number.format(row.states)}${row.finished ? '' : '+'}`.padStart(narrow ? 5 : 10);
    const transitions = wide ? `${row.transitions.toLocaleString('en').padStart(12)} transitions` : '';
    lines.push(
      `${row.policy.padEnd(name)} ${row.memory.padEnd(narrow ? 4 : 5)} ${cells.join('')}${states}${transitions}`,
    );
  }
  return [...lines, '', ...notes(rows, style)].join('\n');
}

/** One row as lines of its own: as many verdicts in each as the width holds. */
function record(row: Row, style: Style): string[] {
  const { policy, memory, states, finished } = row;
  const head = `${policy}, ${memory}: ${states.toLocaleString('en')}${finished ? '' : '+'} states`;
  const perLine = Math.max(1, Math.floor((style.width - 2) / recordColumn));
  const cells = columnNames.map((one) => {
    const verdict = paint(cellText(one, row.cells[one]).padEnd(5), colors[row.cells[one].verdict], style);
    return `${heads[one].padEnd(6)}${verdict}`;
  });
  const lines = Array.from({ length: Math.ceil(cells.length / perLine) }, (_, i) =>
    cells.slice(i * perLine, (i + 1) * perLine).join('  '),
  );
  return [
    ...wrapWords(head, style.width).map((line) => paint(line, 'bold', style)),
    ...lines.map((line) => `  ${line}`),
  ];
}

/** Columns of a verdict with its head and the gap behind it. */
const recordColumn = 13;

/** What the words mean, and why each fault is there. */
function notes(rows: readonly Row[], style: Style): string[] {
  const why = reasons(rows);
  return [
    ...wrapWords(legend, style.width),
    ...(why.length > 0 ? ['', paint('why', 'bold', style), ...why.flatMap((line) => indented(line, style))] : []),
  ];
}

function cellText(column: ColumnName, { verdict }: Cell): string {
  if (verdict === 'violated') return column === 'drop' ? 'DROP' : column === 'order' ? 'FAIL' : 'LOST';
  return marks[verdict];
}

const legend =
  'read, poll, epoll: no lost wake-up with a reader that sleeps, polls, or runs on events. drop: no drop with one sender; rare: only ' +
  'what the rule accepts (several senders at once, or an early wake). order: FIFO, nothing lost or twice. sleep: the reader does not ' +
  'sleep on packets. size0: a ring without slots. resiz, attac: all of it while txqueuelen changes, or the queue is detached and ' +
  'attached. ?: not finished. –: there is no such thing.';

/** One line per policy and reason. */
export function reasons(rows: readonly Row[]): string[] {
  const lines = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const column of columnNames) {
      const { verdict } = row.cells[column];
      if (verdict !== 'violated' && verdict !== 'allowed') continue;
      const known = documented(row.policy, column);
      if (!known || known.verdicts[row.memory] !== verdict) continue;
      const line = `${row.policy}: ${known.why}${known.fault === undefined ? '' : ` (fault ${known.fault})`}`;
      const where = lines.get(line) ?? new Set();
      where.add(heads[column]);
      lines.set(line, where);
    }
  }
  return [...lines].map(([line, where]) => line.replace(': ', ` [${[...where].join(', ')}]: `));
}

function indented(text: string, style: Style): string[] {
  return wrapWords(text, style.width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`);
}

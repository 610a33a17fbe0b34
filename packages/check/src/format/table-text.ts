import { documented } from '../documented.js';
import { memoryModels } from '../instance.js';
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
  const wide = style.width >= name + 78;
  const lines = [
    paint(
      `${'policy'.padEnd(name)} model ${columnNames.map((c) => heads[c].padEnd(6)).join('')}    states`,
      'bold',
      style,
    ),
  ];
  for (const row of rows) {
    const cells = columnNames.map((column) => {
      const cell = row.cells[column];
      const text = cellText(column, cell).padEnd(6);
      return paint(text, colors[cell.verdict], style);
    });
    const states = `${row.states.toLocaleString('en')}${row.finished ? '' : '+'}`.padStart(10);
    const title = row.memory === memoryModels[0] || rows[0] === row || rows.length < 3 ? row.policy : row.policy;
    const transitions = wide ? `${row.transitions.toLocaleString('en').padStart(12)} transitions` : '';
    lines.push(`${title.padEnd(name)} ${row.memory.padEnd(5)} ${cells.join('')}${states}${transitions}`);
  }
  lines.push('', ...wrapWords(legend, style.width));
  const why = reasons(rows);
  if (why.length > 0) lines.push('', paint('why', 'bold', style), ...why.flatMap((line) => indented(line, style)));
  return lines.join('\n');
}

function cellText(column: ColumnName, { verdict }: Cell): string {
  if (verdict === 'violated') return column === 'drop' ? 'DROPS' : column === 'order' ? 'FAILS' : 'LOST';
  return marks[verdict];
}

const legend =
  'read, poll, epoll: no lost wake-up with a reader that sleeps, polls, or runs on events. drop: no drop with one sender; rare: only ' +
  'what the rule accepts (several senders at once, or an early wake). order: FIFO, nothing lost or twice. sleep: the reader does not ' +
  'sleep on packets. size0: a ring without slots. resiz, attac: all of it while txqueuelen changes, or the queue is detached and ' +
  'attached. ?: not finished. –: there is no such thing.';

/** One line per policy and reason. */
function reasons(rows: readonly Row[]): string[] {
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

import Table from 'cli-table3';
import { colors, type Style } from './style.js';
import { wrap } from './wrap.js';

type Align = 'left' | 'right';

export interface TextTable {
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Alignment of each column; the last one given holds for the rest. */
  readonly align: readonly Align[];
}

/** Rules instead of boxes: one line under the head, two spaces between columns. */
const chars = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Lays a table out; cells may hold several lines and colour codes. No line ends in spaces. */
export function renderTable({ head, rows, align }: TextTable): string {
  const columns = Math.max(head?.length ?? 0, ...rows.map((row) => row.length));
  const table = new Table({
    chars,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: Array.from({ length: columns }, (_, index) => align[Math.min(index, align.length - 1)] ?? 'left'),
  });
  if (head) table.push([...head]);
  table.push(...rows.map((row) => [...row]));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  if (head) lines.splice(linesOf(head), 0, '─'.repeat(Math.max(...lines.map(visibleLength))));
  return lines.join('\n');
}

/**
 * The table, or where the terminal is too narrow for it, a record a row: the first cell, and below it the others with
 * the heads of their columns. No number is broken or left out.
 */
export function fitTable(table: TextTable, style: Style): string {
  const wide = renderTable(table);
  if (fits(wide, style)) return wide;
  const { head, rows } = table;
  return wrap(head ? records(head, rows, style) : pairs(rows, style), style.width);
}

/** A row a record. */
function records(head: readonly string[], rows: TextTable['rows'], style: Style): string {
  const { bold } = colors(style);
  const [key = '', ...names] = head.map(oneLine);
  return rows
    .map(([first = '', ...rest]) => {
      const start = /^ */.exec(first)![0];
      // A number says nothing without the head of its column.
      const title = /^[\d.,]+$/.test(first.trim()) ? `${key} ${first.trim()}`.trim() : oneLine(first);
      const values = rest.flatMap((value, i) => (value === '' ? [] : [[`  ${names[i]}`, oneLine(value)]]));
      return [bold(title), ...sideBySide(values, style)].map((line) => start + line).join('\n');
    })
    .join('\n');
}

/** Rows without heads: a name and what belongs to it. */
function pairs(rows: TextTable['rows'], style: Style): string {
  return sideBySide(
    rows.map(([name = '', ...values]) => [name, values.map(oneLine).join('  ')]),
    style,
  ).join('\n');
}

/** A name and its value in a line; below each other where that is too wide. */
function sideBySide(lines: readonly (readonly string[])[], style: Style): string[] {
  const short = lines.map(([name = '']) => textWidth(name)).filter((width) => width <= style.width / 2);
  const nameWidth = Math.max(0, ...short);
  return lines.flatMap(([name = '', value = '']) => {
    if (value === '') return [name];
    const beside = `${name}${' '.repeat(Math.max(0, nameWidth - textWidth(name)))}  ${value}`;
    if (name.trim() !== '' && textWidth(name) <= nameWidth && fits(beside, style)) return [beside];
    const indent = ' '.repeat(/^ */.exec(name)![0].length + 2);
    return name.trim() === '' ? [name + value] : [name, indent + value];
  });
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ').trim();
}

/** Columns that the widest line takes on a terminal. */
export function textWidth(text: string): number {
  return Math.max(0, ...text.split('\n').map(visibleLength));
}

/** The same, for the style that is at hand. */
export function fits(text: string, style: Style): boolean {
  return textWidth(text) <= style.width;
}

function linesOf(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => cell.split('\n').length));
}

function visibleLength(line: string): number {
  return [...line.replaceAll(colorCode, '')].length;
}

const colorCode = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

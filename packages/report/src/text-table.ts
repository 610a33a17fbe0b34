import Table from 'cli-table3';
import type { Style } from './style.js';

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

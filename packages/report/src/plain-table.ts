import { printable } from './printable.js';

/** A table without a look: as text, Markdown or HTML it says the same. */
export interface PlainTable {
  readonly title?: string;
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table in Markdown, as GitHub reads it: the first column to the left, the others to the right. */
export function markdownTable({ title, head, rows }: PlainTable): string {
  const columns = Math.max(head?.length ?? 0, ...rows.map((row) => row.length));
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: columns }, (_, i) => escapedCell(cells[i] ?? '')).join(' | ')} |`;
  const rule = `|${Array.from({ length: columns }, (_, i) => (i === 0 ? ' --- |' : ' ---: |')).join('')}`;
  const heading = title === undefined ? [] : [`### ${title}`, ''];
  return [...heading, line(head ?? []), rule, ...rows.map(line)].join('\n');
}

/** Text as it may stand in a cell. */
function escapedCell(text: string): string {
  return printable(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

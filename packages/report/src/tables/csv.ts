import type { Cell, Column, Row } from './column.js';
import { linesWriter } from './lines.js';
import type { TableWriter } from './writer.js';

/** RFC 4180, section 2: lines end with CRLF. */
const lineEnd = '\r\n';

/**
 * Writes CSV of RFC 4180 in UTF-8, the names of the columns first. `null` is an empty field and an empty text `""`, so
 * that the two can be told apart. Numbers are written as JavaScript does: the shortest decimal that reads back as the same
 * double.
 *
 * @throws {RangeError} when two columns have one name
 */
export function csvWriter(columns: readonly Column[]): TableWriter {
  return linesWriter(columns, csvLine(columns.map(({ name }) => name)), csvLine);
}

function csvLine(row: Row): string {
  return row.map(field).join(',') + lineEnd;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

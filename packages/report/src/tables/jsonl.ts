import type { Cell, Column } from './column.js';
import { linesWriter } from './lines.js';
import type { TableWriter } from './writer.js';

/**
 * Writes JSON Lines (jsonlines.org): one object a row in UTF-8, its keys in the order of the columns, `null` written out.
 * A bigint is written as a JSON number with all its digits.
 *
 * @throws {RangeError} when two columns have one name
 */
export function jsonLinesWriter(columns: readonly Column[]): TableWriter {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  return linesWriter(
    columns,
    '',
    (row) => `{${row.map((cell, index) => `${keys[index]}:${value(cell)}`).join(',')}}\n`,
  );
}

function value(cell: Cell): string {
  return typeof cell === 'bigint' ? cell.toString() : JSON.stringify(cell);
}

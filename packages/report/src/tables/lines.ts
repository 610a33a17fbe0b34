import { type Column, checkColumns, checkRow, type Row } from './column.js';
import type { TableWriter } from './writer.js';

/** Characters gathered before they are handed out: a write a line would cost more than the line. */
const batch = 65_536;

/** A table of text, in UTF-8: `head` and then what `line` makes of each row. */
export function linesWriter(columns: readonly Column[], head: string, line: (row: Row) => string): TableWriter {
  checkColumns(columns);
  const encoder = new TextEncoder();
  let pending = head;
  const take = () => {
    const bytes = encoder.encode(pending);
    pending = '';
    return bytes;
  };
  return {
    row(row) {
      checkRow(columns, row);
      pending += line(row);
      return pending.length < batch ? new Uint8Array() : take();
    },
    end: take,
  };
}

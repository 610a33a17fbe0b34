import type { Row } from './column.js';

/**
 * A table written piece by piece, so that it need not be in memory at once. The pieces put together are the file, and
 * the same rows give the same bytes.
 */
export interface TableWriter {
  /**
   * Takes the next row, and gives what is ready to be written: often nothing.
   *
   * @throws {TypeError} when the row does not fit the columns
   */
  row(row: Row): Uint8Array;
  /** Gives the rest. No row may follow. */
  end(): Uint8Array;
}

/** The whole file of a table that fits into memory. */
export function wholeTable(writer: TableWriter, rows: Iterable<Row>): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const row of rows) pieces.push(writer.row(row));
  pieces.push(writer.end());
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

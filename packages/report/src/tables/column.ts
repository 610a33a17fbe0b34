/** What one place of a table can hold; `null` where nothing was measured. */
export type Cell = number | bigint | string | boolean | null;

/** Cells in the order of the columns. */
export type Row = readonly Cell[];

/**
 * `number` is a double, `integer` a signed 64-bit integer (a `number` within ±2^53, or a `bigint`). Any column takes
 * `null`.
 */
export type ColumnType = 'number' | 'integer' | 'text' | 'boolean';

/** A column of a table that other programs read. Its name ends with the unit, as `goodputMbps` or `rttMs.mean` do. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/**
 * Looks whether a row is one of the columns: CSV and JSON would write anything, and a reader would find out much later.
 *
 * @throws {TypeError} that names the column, when the row has another number of cells or a cell another type
 */
export function checkRow(columns: readonly Column[], row: Row): void {
  if (row.length !== columns.length) {
    throw new TypeError(`${row.length} cells for ${columns.length} columns`);
  }
  columns.forEach(({ name, type }, index) => {
    const cell = row[index] as Cell;
    if (cell !== null && !holds(type, cell)) {
      throw new TypeError(`column ${name}: ${typeof cell} ${String(cell)} is not of the type ${type}`);
    }
  });
}

function holds(type: ColumnType, cell: Exclude<Cell, null>): boolean {
  switch (type) {
    case 'number':
      return typeof cell === 'number' && Number.isFinite(cell);
    case 'integer':
      return typeof cell === 'bigint' ? cell >= int64.min && cell <= int64.max : Number.isSafeInteger(cell);
    case 'text':
      return typeof cell === 'string';
    case 'boolean':
      return typeof cell === 'boolean';
  }
}

/**
 * @throws {RangeError} when two columns have one name, or a column has none
 */
export function checkColumns(columns: readonly Column[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (name === '') throw new RangeError('a column without a name');
    if (seen.has(name)) throw new RangeError(`two columns are named ${name}`);
    seen.add(name);
  }
}

import { publishedTables } from './index.js';
import type { PublishedTable } from './published-table.js';

/** One measured number. */
export interface PublishedCell {
  /** `table/row/column` */
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** The number, corrected where the printed one is known to be wrong. */
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** Present where `value` is not what was printed. */
  readonly correction?: { readonly printed: number; readonly why: string };
}

/** @throws {RangeError} for a name that no table has */
export function publishedTable(name: string): PublishedTable {
  const table = publishedTables.find((candidate) => candidate.name === name);
  if (!table) throw new RangeError(`no published table '${name}'`);
  return table;
}

/**
 * The numbers of a table that are no part of its key, row by row.
 *
 * @throws {RangeError} for a name that no table has
 */
export function publishedCells(tableName: string): PublishedCell[] {
  const table = publishedTable(tableName);
  return table.rows.flatMap((values) => {
    const row = rowName(table, values);
    return table.columns.flatMap(({ name: column, unit }, index) => {
      const printed = values[index];
      if (table.key.includes(column) || unit === null || typeof printed !== 'number') return [];
      const correction = table.corrections?.find((wrong) => wrong.row === row && wrong.column === column);
      const cell = { id: `${table.name}/${row}/${column}`, table: table.name, row, column, unit, source: table.source };
      return correction
        ? [{ ...cell, value: correction.value, correction: { printed, why: correction.why } }]
        : [{ ...cell, value: printed }];
    });
  });
}

/** The values of the key's columns, joined by commas. */
function rowName(table: PublishedTable, values: PublishedTable['rows'][number]): string {
  return table.columns.flatMap(({ name }, index) => (table.key.includes(name) ? [values[index]] : [])).join(',');
}

import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { type Cell, type Column, type ColumnType, checkColumns, checkRow, type Row } from './column.js';
import type { TableWriter } from './writer.js';

export interface ParquetOptions {
  /** Rows of a row group, which is the piece that is held in memory. The bytes of the file depend on it. */
  readonly rowGroup?: number;
  /** Key-value metadata of the file, for what a reader should know of the table. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** 10 000 rows of 60 columns are about 5 MB in memory. */
const defaultRowGroup = 10_000;

const parquetTypes = {
  number: 'DOUBLE',
  integer: 'INT64',
  text: 'STRING',
  boolean: 'BOOLEAN',
} as const satisfies Record<ColumnType, string>;

/** `created_by` of the file: no version, so that equal tables are equal files. */
const createdBy = 'tunq';

/**
 * Writes Apache Parquet: every column optional, Snappy, statistics, dictionaries where they pay.
 *
 * @throws {RangeError} when there is no column or two have one name, or `rowGroup` is not a whole number above 0
 */
export function parquetWriter(
  columns: readonly Column[],
  { rowGroup = defaultRowGroup, metadata = {} }: ParquetOptions = {},
): TableWriter {
  checkColumns(columns);
  if (columns.length === 0) throw new RangeError('a Parquet table needs a column');
  if (!Number.isInteger(rowGroup) || rowGroup < 1) throw new RangeError(`${rowGroup} rows a row group: at least 1`);
  const bytes = new ByteWriter();
  const source = (data: Cell[][]) =>
    columns.map(({ name, type }, index) => ({ name, type: parquetTypes[type], data: data[index] as Cell[] }));
  const empty = () => columns.map((): Cell[] => []);
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: source(empty()) }),
    createdBy,
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  let cells = empty();
  let rows = 0;
  const flush = () => {
    if (rows > 0) parquet.write({ columnData: source(cells), rowGroupSize: rowGroup });
    cells = empty();
    rows = 0;
  };
  return {
    row(row) {
      checkRow(columns, row);
      add(cells, columns, row);
      rows += 1;
      if (rows < rowGroup) return new Uint8Array();
      flush();
      return take(bytes);
    },
    end() {
      flush();
      parquet.finish();
      return take(bytes);
    },
  };
}

function add(cells: Cell[][], columns: readonly Column[], row: Row): void {
  columns.forEach(({ type }, index) => {
    const cell = row[index] as Cell;
    cells[index]?.push(type === 'integer' && cell !== null ? BigInt(cell) : cell);
  });
}

/** Empties the buffer, but keeps `offset`, which the footer counts from the start of the file. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

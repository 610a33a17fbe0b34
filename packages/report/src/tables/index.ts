export { type Cell, type Column, type ColumnType, checkColumns, checkRow, type Row } from './column.js';
export { csvWriter } from './csv.js';
export { jsonLinesWriter } from './jsonl.js';
export { type ParquetOptions, parquetWriter } from './parquet.js';
export { traceColumns, traceRow } from './trace-table.js';
export { type TableWriter, wholeTable } from './writer.js';

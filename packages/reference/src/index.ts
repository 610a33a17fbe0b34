/**
 * What others measured, as data with its source, and the comparison of simulations with it.
 *
 * @packageDocumentation
 */
export { type CalibratedParameter, calibration } from './calibration.js';
export { type Cell, cellOf, cellScenario, cells, firstMailTables, type Role, simulatedTables } from './cells.js';
export { type SkippedTable, skippedTables } from './experiments/skipped.js';
export { publishedTables } from './published/index.js';
export { type PublishedCell, publishedCells, publishedTable } from './published/published-cells.js';
export type { Correction, PublishedColumn, PublishedTable } from './published/published-table.js';
export * from './reproduce.js';
export { type ErrorStatistics, errorStatistics, signedError } from './score.js';

/**
 * What others measured, as data with its source, and the comparison of simulations with it.
 *
 * @packageDocumentation
 */
export { perturbation, type Range } from '@tunq/sim';
export type { RowResult } from './calibrate/bench.js';
export {
  type CalibrateOptions,
  type CalibrationReport,
  calibrate,
  type FittedRow,
  type ParameterFit,
} from './calibrate/calibrate.js';
export { calibrationNames, parametersNamed } from './calibrate/parameters.js';
export { type CalibratedParameter, calibration } from './calibration.js';
export { type Cell, cellOf, cellScenario, cells, firstMailTables, type Role, simulatedTables } from './cells.js';
export { type SkippedTable, skippedTables } from './experiments/skipped.js';
export { type Bar, type FigureStatistics, figures } from './kernel/bars.js';
export { bulkCapture, type Capture, readCaptureCsv, type WirePacket } from './kernel/capture.js';
export { readCaptureIndex } from './kernel/capture-index.js';
export {
  type BundledCapture,
  type BundledCellSet,
  bundledCaptures,
  bundledCellSets,
  type CapturedRun,
  gunzipText,
  unpackCapturedRun,
  unpackCells,
} from './kernel/cell-data.js';
export { cellScenario as kernelCellScenario, type RunnableCell } from './kernel/cell-scenario.js';
export type { CellErrors, SimulatedCell, ValidatedCell } from './kernel/compare-cell.js';
export { comparePackets, type PacketComparison, type PacketDifference } from './kernel/compare-packets.js';
export type { KernelCell, KernelInterval, KernelMeasured, KernelSample, PlacedCell } from './kernel/kernel-cell.js';
export { distinctCells, readCells } from './kernel/read-cells.js';
export { type CellSeries, cellSeries, type FlowSeries, type Point, type RunSeries } from './kernel/series.js';
export {
  type MissedCell,
  type ValidateOptions,
  type ValidationReport,
  type ValidationSummary,
  validate,
} from './kernel/validate.js';
export { validatePackets } from './kernel/validate-packets.js';
export type { Ordering } from './ordering.js';
export { publishedTables } from './published/index.js';
export { type PublishedCell, publishedCells, publishedTable } from './published/published-cells.js';
export type { Correction, PublishedColumn, PublishedTable } from './published/published-table.js';
export type { ComparedRate } from './rate.js';
export { type ReproduceOptions, reproduce, reproducibleTables } from './reproduce.js';
export * from './reproduce-report.js';
export { type ErrorStatistics, errorStatistics, signedError } from './score.js';
export type { TableOrder } from './table-order.js';

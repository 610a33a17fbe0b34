export { type MeasuredColumn, measuredCells, measuredColumns } from './measured-columns.js';
export { type MedianInterval, medianInterval } from './median-interval.js';
export { type EndedRun, type RunOutcome, RunTable } from './run-table.js';
export { type Shard, shardOf, shardRuns, shardSize, wholeSweep } from './shard.js';
export { type PlanSummary, type PointSummary, Summariser, summarisedColumns } from './summary.js';
export { type NumberedRun, SweepSet } from './sweep-set.js';

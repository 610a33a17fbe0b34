export { formatAdvice } from './advise-report.js';
export {
  type BenchBar,
  type BenchFigure,
  type BenchResult,
  formatBarValue,
  formatBench,
  furtherRows,
} from './bench-report.js';
export * from './calibrate-report.js';
export * from './compare-report.js';
export { formatDiagnosis } from './diagnose-report.js';
export * from './format.js';
export * from './json.js';
export * from './packets-report.js';
export { markdownTable, type PlainTable } from './plain-table.js';
export { formatPresets } from './preset-list.js';
export { printable } from './printable.js';
export * from './reproduce-report.js';
export type { ReproducedCell, Reproduction } from './reproduced.js';
export type { RunLengths } from './run-lengths.js';
export * from './run-report.js';
export { plain, type Style } from './style.js';
export * from './sweep/index.js';
export * from './validate-report.js';
export { wrap } from './wrap.js';

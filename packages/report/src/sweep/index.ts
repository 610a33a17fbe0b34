export { valueLabel } from './axis-label.js';
export { summaryTable } from './summary-table.js';
export { intervalNote, metricName, type SweepMetric, sweepMetrics, tellingMetrics } from './sweep-metrics.js';
export { formatSweep, sweepMarkdown } from './sweep-report.js';

import type { PlanSummary } from '@tunq/sim';
import type { Column, Row } from '../tables/column.js';
import { valueLabel } from './axis-label.js';
import { sweepMetrics } from './sweep-metrics.js';

/** A summary as a table for other programs: a row a point; of every metric the median, its interval, and how sure that is. */
export function summaryTable(plans: readonly PlanSummary[]): { columns: readonly Column[]; rows: readonly Row[] } {
  const points = plans.flatMap((plan) => plan.points);
  const metrics = sweepMetrics.filter(({ column }) => points.some(({ measured }) => measured[column] != null));
  const keys = [...new Set(plans.flatMap(keysOf))];
  const columns: Column[] = [
    { name: 'plan', type: 'text' },
    { name: 'point', type: 'integer' },
    ...keys.map((name) => ({ name, type: 'text' as const })),
    { name: 'runs', type: 'integer' },
    { name: 'failed', type: 'integer' },
    ...metrics.flatMap(({ column }) =>
      ['median', 'low', 'high', 'confidence'].map((part) => ({ name: `${column}.${part}`, type: 'number' as const })),
    ),
  ];
  const rows = plans.flatMap((plan) => {
    const own = keysOf(plan);
    return plan.points.map(
      ({ point, values, failed, measured }): Row => [
        plan.name,
        point,
        ...keys.map((key) => (own.includes(key) ? valueLabel(values[own.indexOf(key)]) : null)),
        plan.replicates,
        failed,
        ...metrics.flatMap(({ column }) => {
          const interval = measured[column];
          return interval
            ? [interval.median, interval.low, interval.high, Math.round(interval.confidence * 1e6) / 1e6]
            : [null, null, null, null];
        }),
      ],
    );
  });
  return { columns, rows };
}

/** Keys of a plan's axes, in their order. */
export function keysOf({ axes }: Pick<PlanSummary, 'axes'>): string[] {
  return axes.flatMap(({ keys }) => keys);
}

import { joined, type Ordering, orderingOf } from './ordering.js';
import type { ComparedRate } from './rate.js';

/** Cells whose published numbers differ by no more are not ordered. */
const leastDifference = 0.1;

/** Whether cells that differ by more than 10 % as published have the same order when simulated. */
export interface TableOrder {
  /** Pairs of rows in one column. */
  readonly rows: Ordering;
  /** Pairs of all cells of a table that have one unit. */
  readonly cells: Ordering;
}

interface RatedCell {
  readonly id: string;
  readonly column: string;
  readonly rate: ComparedRate;
}

/** Of the cells of one table. */
export function tableOrder(cells: readonly RatedCell[]): TableOrder {
  return { rows: orderedBy(cells, ({ column }) => column), cells: orderedBy(cells, ({ rate }) => rate.unit) };
}

/** Of several tables as one; cells of two tables are no pair. */
export function joinedOrder(orders: readonly TableOrder[]): TableOrder {
  return { rows: joined(orders.map(({ rows }) => rows)), cells: joined(orders.map(({ cells }) => cells)) };
}

/** Pairs within each group of cells that have the same key. */
function orderedBy(cells: readonly RatedCell[], key: (cell: RatedCell) => string): Ordering {
  const keys = [...new Set(cells.map(key))];
  const groups = keys.map((wanted) => cells.filter((cell) => key(cell) === wanted));
  return joined(
    groups.map((group) =>
      orderingOf(
        group.map(({ id, rate }) => ({ id, measured: rate.published, simulated: rate.simulated })),
        leastDifference,
      ),
    ),
  );
}

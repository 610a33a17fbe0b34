import { type Ordering, orderingOf } from '../ordering.js';
import type { ValidatedCell } from './compare-cell.js';

/** Cells whose goodput differs by no more are not ordered. */
const least = 0.05;

/** Whether the simulation puts the cells in the kernel's order of goodput. */
export function ordering(cells: readonly ValidatedCell[]): Ordering {
  const goodputs = cells.map(({ id, measured, simulated }) => ({
    id,
    measured: measured.goodputMbps,
    simulated: simulated.goodputMbps,
  }));
  return orderingOf(goodputs, least);
}

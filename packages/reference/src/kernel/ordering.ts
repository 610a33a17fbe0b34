import type { ValidatedCell } from './compare-cell.js';

/** Cells whose goodput differs by no more are not ordered. */
const least = 0.05;

export interface Ordering {
  /** Pairs of cells whose measured goodput differs by more than 5 %. */
  readonly pairs: number;
  /** Of these, pairs that the simulation has the other way round, or as equal. */
  readonly violations: number;
  /** Their ids, the one with the higher measured goodput first. */
  readonly violating: readonly (readonly [faster: string, slower: string])[];
}

/** Whether the simulation puts the cells in the kernel's order of goodput. */
export function ordering(cells: readonly ValidatedCell[]): Ordering {
  const sorted = [...cells].sort((a, b) => b.measured.goodputMbps - a.measured.goodputMbps);
  const violating: [string, string][] = [];
  let pairs = 0;
  sorted.forEach((slower, index) => {
    for (const faster of sorted.slice(0, index)) {
      if (faster.measured.goodputMbps <= slower.measured.goodputMbps * (1 + least)) continue;
      pairs += 1;
      if (faster.simulated.goodputMbps <= slower.simulated.goodputMbps) violating.push([faster.id, slower.id]);
    }
  });
  return { pairs, violations: violating.length, violating };
}

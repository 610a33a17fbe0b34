/** Two values of a cell that is put in order; both in one unit. */
export interface OrderedCell {
  readonly id: string;
  readonly measured: number;
  readonly simulated: number;
}

export interface Ordering {
  /** Pairs of cells whose measured values differ by more than the least share. */
  readonly pairs: number;
  /** Of these, pairs that the simulation has the other way round, or as equal. */
  readonly violations: number;
  /** Their ids, the one with the higher measured value first. */
  readonly violating: readonly (readonly [higher: string, lower: string])[];
}

/**
 * Whether the simulation puts cells in the order in which they were measured.
 *
 * @param least share of the lower value by which two cells must differ to be ordered at all
 */
export function orderingOf(cells: readonly OrderedCell[], least: number): Ordering {
  const sorted = [...cells].sort((a, b) => b.measured - a.measured);
  const violating: [string, string][] = [];
  let pairs = 0;
  sorted.forEach((lower, index) => {
    for (const higher of sorted.slice(0, index)) {
      if (higher.measured <= lower.measured * (1 + least)) continue;
      pairs += 1;
      if (higher.simulated <= lower.simulated) violating.push([higher.id, lower.id]);
    }
  });
  return { pairs, violations: violating.length, violating };
}

/** Several orderings as one. */
export function joined(orderings: readonly Ordering[]): Ordering {
  return {
    pairs: orderings.reduce((sum, { pairs }) => sum + pairs, 0),
    violations: orderings.reduce((sum, { violations }) => sum + violations, 0),
    violating: orderings.flatMap(({ violating }) => violating),
  };
}

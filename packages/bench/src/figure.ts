/** A figure that was measured several times: what the machine can do, and what it does on most runs. */
export interface Figure {
  readonly best: number;
  readonly median: number;
}

/**
 * @param values one a run
 * @param better which of two values is the better one
 */
export function figureOf(values: readonly number[], better: 'lower' | 'higher'): Figure {
  if (values.length === 0) throw new RangeError('a figure needs a run');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { best: better === 'lower' ? sorted[0]! : sorted.at(-1)!, median };
}

/** Best over best and median over median. */
export function ratioOf(a: Figure, b: Figure): Figure {
  return { best: a.best / b.best, median: a.median / b.median };
}

/** A cost from a rate: 1e9 / (packets a second) = ns a packet. */
export function inverse({ best, median }: Figure, factor = 1): Figure {
  return { best: factor / best, median: factor / median };
}

/** A median with an interval that holds the true one. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** How surely, 0…1: at least 0.95 from six values on; with fewer, that of all of them, and 0 with one. */
  readonly confidence: number;
  /** Values that it is of. */
  readonly count: number;
}

const wanted = 0.95;

/**
 * Median and its confidence interval by order statistics, which assumes nothing of the distribution: of n values in
 * ascending order, the k-th and the (n+1-k)-th enclose the true median with the probability that a binomial variable of n
 * trials and p = 1/2 lies in k…n-k (Conover, Practical Nonparametric Statistics, 3.2). k is the largest for which that is 95 %.
 *
 * @returns null of no values
 */
export function medianInterval(values: readonly number[]): MedianInterval | null {
  const count = values.length;
  if (count === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = count >> 1;
  const median = count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  const { rank, confidence } = intervalRank(count);
  return { median, low: sorted[rank - 1]!, high: sorted[count - rank]!, confidence, count };
}

const ranks = new Map<number, { rank: number; confidence: number }>();

/** The rank from either end, 1-based, that bounds the interval. */
function intervalRank(count: number): { rank: number; confidence: number } {
  const known = ranks.get(count);
  if (known) return known;
  // P(X < k) of X ~ Binomial(count, 1/2), term by term; logarithms, because 2^-1100 is 0 as a double.
  let logTerm = -count * Math.LN2;
  let below = Math.exp(logTerm);
  let best = { rank: 1, confidence: Math.max(0, 1 - 2 * below) };
  for (let k = 1; 2 * (k + 1) <= count; k++) {
    logTerm += Math.log((count - k + 1) / k);
    below += Math.exp(logTerm);
    if (1 - 2 * below < wanted) break;
    best = { rank: k + 1, confidence: 1 - 2 * below };
  }
  ranks.set(count, best);
  return best;
}

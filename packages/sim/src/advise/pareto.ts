/** A point of two figures, of which one should be large and the other small; null: it has no latency. */
export interface ParetoPoint {
  readonly goodput: number;
  readonly latency: number | null;
}

/** True when `a` is at least as good as `b` in both figures and better in one. No latency is worse than any. */
export function dominates(a: ParetoPoint, b: ParetoPoint): boolean {
  if (a.latency === null) return false;
  if (b.latency === null) return true;
  return a.goodput >= b.goodput && a.latency <= b.latency && (a.goodput > b.goodput || a.latency < b.latency);
}

/**
 * The points that no other dominates, by latency; of equal points all. Points without a latency are never among them.
 *
 * @param figures what a point is of an element
 */
export function paretoFront<T>(all: readonly T[], figures: (element: T) => ParetoPoint): T[] {
  const points = all
    .map((element) => ({ element, ...figures(element) }))
    .filter((point): point is typeof point & { latency: number } => point.latency !== null)
    .sort((a, b) => a.latency - b.latency || b.goodput - a.goodput);
  const front: typeof points = [];
  for (const point of points) {
    const last = front.at(-1);
    const equal = last !== undefined && last.latency === point.latency && last.goodput === point.goodput;
    if (last === undefined || point.goodput > last.goodput || equal) front.push(point);
  }
  return front.map(({ element }) => element);
}

/** Least and greatest value of the repeats of a run. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export function rangeOf(values: readonly number[]): Range {
  return { min: Math.min(...values), max: Math.max(...values) };
}

/** The middle value, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const middle = sorted[half] as number;
  return sorted.length % 2 === 1 ? middle : ((sorted[half - 1] as number) + middle) / 2;
}

type Numbers = { readonly [key: string]: number | null | Numbers };

/** A record of medians: each number is the median of the numbers in its place, null where one of them is null. One record stays as it is. */
export function medians<T extends object>(records: readonly T[]): T {
  const [first] = records;
  if (!first || records.length === 1) return first as T;
  const merge = (all: readonly Numbers[]): Numbers =>
    Object.fromEntries(Object.keys(all[0]!).map((key) => [key, middle(all.map((record) => record[key]!))]));
  const middle = (values: readonly Numbers[string][]): Numbers[string] => {
    if (values.some((value) => value === null)) return null;
    return typeof values[0] === 'number' ? median(values as number[]) : merge(values as Numbers[]);
  };
  return merge(records as unknown as Numbers[]) as unknown as T;
}

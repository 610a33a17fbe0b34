/** How far off a set of cells is, as fractions of the measured value. */
export interface ErrorStatistics {
  readonly medianAbs: number;
  readonly p90Abs: number;
  readonly maxAbs: number;
}

/** (simulated − measured) / measured, to six decimals; null where one of them is missing or 0 is measured. */
export function signedError(simulated: number | null, measured: number | undefined): number | null {
  return simulated === null || measured === undefined || measured === 0
    ? null
    : round((simulated - measured) / measured);
}

/** Of absolute values; the 90th percentile is the nearest rank. Null without a value. */
export function errorStatistics(errors: readonly number[]): ErrorStatistics | null {
  return absoluteStatistics(errors.map(Math.abs));
}

/** The same of errors without a sign, among them infinite ones. */
export function absoluteStatistics(errors: readonly number[]): ErrorStatistics | null {
  if (errors.length === 0) return null;
  const sorted = [...errors].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const half = sorted.length >> 1;
  return {
    medianAbs: sorted.length % 2 === 1 ? at(half) : round((at(half - 1) + at(half)) / 2),
    p90Abs: at(Math.ceil(0.9 * sorted.length) - 1),
    maxAbs: at(sorted.length - 1),
  };
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

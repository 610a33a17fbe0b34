import { type Dimension, formatQuantity, readQuantity } from '../quantity.js';

/** `{ from, to, steps, scale }` of a plan. */
export interface Range {
  readonly from: string | number;
  readonly to: string | number;
  /** Values, both ends included. */
  readonly steps: number;
  readonly scale: 'linear' | 'log';
}

/** Digits of a value between the ends: enough to tell steps apart, few enough to be read. */
const digits = 5;

/** A unit that several dimensions have, such as `mbit`, means the first: a range of rates is more usual than one of bits of memory. */
const dimensions: readonly Exclude<Dimension, 'packets'>[] = ['time', 'rate', 'size', 'share'];

/**
 * The values of a range. Where both ends are whole numbers without a unit, or quantities in whole base units, so is what
 * lies between; `10ms` to `1s` gives texts such as `31.623ms`, of five digits.
 *
 * @returns what is wrong with it and what would be right, where it has no values
 */
export function rangeValues(
  range: Range,
): (string | number)[] | { readonly problem: string; readonly allowed: string } {
  const ends = [range.from, range.to];
  const dimension = dimensionOf(ends);
  if (dimension === null) {
    return {
      problem: `${ends.join(' and ')} are not numbers, nor quantities of one kind`,
      allowed: 'ends such as 10 and 500, 10ms and 1s, or 10mbit and 1gbit',
    };
  }
  const [from, to] = ends.map((end) => numberOf(end, dimension)) as [number, number];
  if (range.scale === 'log' && !(from > 0 && to > 0)) {
    return { problem: `a logarithmic range from ${range.from} to ${range.to}`, allowed: 'ends above 0' };
  }
  const whole = Number.isInteger(from) && Number.isInteger(to) && dimension !== 'share';
  const values = Array.from({ length: range.steps }, (_, index) => {
    if (index === 0) return from;
    if (index === range.steps - 1) return to;
    const share = index / (range.steps - 1);
    const exact = range.scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
    // The power of a ratio is off by rounding where it should be whole.
    const short = Math.abs(exact - Math.round(exact)) < 1e-13 * exact ? exact : Number(exact.toPrecision(digits));
    return whole ? Math.round(short) : short;
  });
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) {
    return { problem: `${range.steps} steps give ${twice} twice`, allowed: 'fewer steps, or a list of values' };
  }
  if (dimension === 'none') return values;
  if (dimension === 'share') return values.map((value) => `${Number((value * 100).toPrecision(digits))}%`);
  return values.map((value) => formatQuantity(value, dimension));
}

function dimensionOf(ends: readonly (string | number)[]): Exclude<Dimension, 'packets'> | 'none' | null {
  if (ends.every((end) => typeof end === 'number')) return 'none';
  return (
    dimensions.find((one) => ends.every((end) => typeof end === 'string' && 'value' in readQuantity(end, one))) ?? null
  );
}

function numberOf(end: string | number, dimension: Exclude<Dimension, 'packets'> | 'none'): number {
  if (dimension === 'none') return Number(end);
  const outcome = readQuantity(end, dimension);
  return 'value' in outcome ? outcome.value : Number.NaN;
}

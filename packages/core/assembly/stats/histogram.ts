import { arenaAlloc } from '../memory/arena';

/**
 * A histogram with 128 steps per octave: a quantile is off by at most 0.4 %. Values up to 2^47 (39 hours in ns)
 * have a bucket of their own; larger ones share the last.
 */
const STEP_BITS: u32 = 7;
const STEPS: u32 = 1 << STEP_BITS;
const OCTAVES: u32 = 40;
export const HISTOGRAM_BUCKETS: u32 = (OCTAVES + 1) * STEPS;

@unmanaged
export class Histogram {
  /** Sum of the weights, once settled. */
  count: u64;
  /** Sum of values times their weights. */
  sum: u64;
  /** Both `u64.MAX_VALUE` as long as there is no value. */
  min: u64;
  max: u64;
  /** `HISTOGRAM_BUCKETS` weights, u64. */
  buckets: usize;
}

export function histogramNew(): Histogram {
  const at = arenaAlloc(offsetof<Histogram>() + ((<usize>HISTOGRAM_BUCKETS) << 3));
  const histogram = changetype<Histogram>(at);
  histogram.min = u64.MAX_VALUE;
  histogram.max = u64.MAX_VALUE;
  histogram.buckets = at + offsetof<Histogram>();
  return histogram;
}

function bucketOf(value: u64): u32 {
  if (value < STEPS) return <u32>value;
  const shift = 63 - <u32>clz<u64>(value) - STEP_BITS;
  const bucket: u32 = (shift << STEP_BITS) + <u32>(value >> shift);
  return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

/** Middle of a bucket. */
function middleOf(bucket: u32): f64 {
  if (bucket < 2 * STEPS) return <f64>bucket;
  const shift = (bucket >> STEP_BITS) - 1;
  const low = (<u64>(bucket - (shift << STEP_BITS))) << shift;
  return <f64>low + <f64>((<u64>1) << shift) * 0.5;
}

/** One value with a weight (1 for a sample, a time for an occupancy). */
export function histogramAdd(histogram: Histogram, value: u64, weight: u64): void {
  // The buckets follow the struct.
  const at = changetype<usize>(histogram) + ((<usize>bucketOf(value)) << 3) + offsetof<Histogram>();
  store<u64>(at, load<u64>(at) + weight);
  histogram.sum += value * weight;
  // Most values lie between the two, which takes one comparison to see; modulo 2^64, any value is outside of an empty one.
  if (value - histogram.min > histogram.max - histogram.min) widen(histogram, value);
}

function widen(histogram: Histogram, value: u64): void {
  // An empty one has the largest number as both.
  histogram.max = histogram.max == u64.MAX_VALUE ? value : max(histogram.max, value);
  histogram.min = min(histogram.min, value);
}

/** Brings `count` up to the present. */
export function histogramSettle(histogram: Histogram): void {
  let count: u64 = 0;
  for (let i: u32 = 0; i < HISTOGRAM_BUCKETS; i++) count += load<u64>(histogram.buckets + ((<usize>i) << 3));
  histogram.count = count;
}

export function histogramClear(histogram: Histogram): void {
  histogram.count = 0;
  histogram.sum = 0;
  histogram.min = u64.MAX_VALUE;
  histogram.max = u64.MAX_VALUE;
  memory.fill(histogram.buckets, 0, (<usize>HISTOGRAM_BUCKETS) << 3);
}

/** Adds everything that `from` holds. */
export function histogramMerge(histogram: Histogram, from: Histogram): void {
  if (from.count == 0) return;
  histogram.max = histogram.count == 0 ? from.max : max(histogram.max, from.max);
  histogram.count += from.count;
  histogram.sum += from.sum;
  histogram.min = min(histogram.min, from.min);
  for (let i: usize = 0; i < (<usize>HISTOGRAM_BUCKETS) << 3; i += 8) {
    store<u64>(histogram.buckets + i, load<u64>(histogram.buckets + i) + load<u64>(from.buckets + i));
  }
}

/** The smallest bucket value at or below which a share `q` of the weight lies; 0 when empty. */
export function histogramQuantile(histogram: Histogram, q: f64): f64 {
  if (histogram.count == 0) return 0;
  const wanted = q * <f64>histogram.count;
  let seen: f64 = 0;
  for (let i: u32 = 0; i < HISTOGRAM_BUCKETS; i++) {
    seen += <f64>load<u64>(histogram.buckets + ((<usize>i) << 3));
    if (seen >= wanted && seen > 0) {
      return min(max(middleOf(i), <f64>histogram.min), <f64>histogram.max);
    }
  }
  return <f64>histogram.max;
}

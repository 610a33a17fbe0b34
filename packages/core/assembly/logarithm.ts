/** ln 2 in two parts: the first has 20 zeros at its end, so that a multiple by an exponent is exact. */
const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** A little above √2: a mantissa above it is halved, so that it lies around 1. */
const HALVED_ABOVE: f64 = 1.42;

/** Highest power of the series: with |s| ≤ 0.174, s^23 / 23 is below 2^-60. */
const TERMS: i32 = 21;

/**
 * ln x of a normal number x > 0, within two units in the last place: x = m · 2^e with m around 1, and
 * ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (m - 1) / (m + 1) (Abramowitz and Stegun 4.1.27).
 *
 * The standard library's takes two tables of 2 KiB each, for one draw in a service time.
 */
export function naturalLog(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > HALVED_ABOVE) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const s = (mantissa - 1.0) / (mantissa + 1.0);
  const square = s * s;
  let sum: f64 = 0;
  for (let power = TERMS; power >= 3; power -= 2) sum = (sum + 1.0 / <f64>power) * square;
  const twice = s + s;
  return <f64>exponent * LN2_HIGH + (twice + (twice * sum + <f64>exponent * LN2_LOW));
}

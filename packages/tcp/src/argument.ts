/**
 * Returns `value` when it is a finite number above zero.
 *
 * @throws RangeError naming the argument otherwise.
 */
export function positive(name: string, value: number): number {
  if (!Number.isFinite(value) || value <= 0) throw new RangeError(`${name} is ${value}; allowed: above 0`);
  return value;
}

/**
 * Returns `value` when it is a finite number, zero or above.
 *
 * @throws RangeError naming the argument otherwise.
 */
export function notNegative(name: string, value: number): number {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} is ${value}; allowed: 0 or above`);
  return value;
}

/**
 * Returns `value` when it is a probability above zero, as a loss rate in a response function must be.
 *
 * @throws RangeError naming the argument otherwise.
 */
export function lossRate(name: string, value: number): number {
  if (!(value > 0 && value <= 1)) throw new RangeError(`${name} is ${value}; allowed: above 0, at most 1`);
  return value;
}

/**
 * Returns `value` when it is a whole number of at least `least`.
 *
 * @throws RangeError naming the argument otherwise.
 */
export function wholeNumber(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} is ${value}; allowed: whole numbers from ${least}`);
  }
  return value;
}

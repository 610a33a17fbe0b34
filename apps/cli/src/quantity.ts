import { type Dimension, parseQuantity } from '@tunq/scenario';
import { InputError } from './failure.js';

/**
 * The value of an option in base units.
 *
 * @param least as a person would write it; so `most`
 * @throws {InputError} for what is no such quantity, or out of range
 */
export function parseWithin(option: string, given: string, dimension: Dimension, least: string, most: string): number {
  const [from, to] = [parseQuantity(least, dimension), parseQuantity(most, dimension)];
  let value: number;
  try {
    value = parseQuantity(given, dimension);
  } catch (error) {
    throw new InputError(`${option} ${(error as RangeError).message}`);
  }
  if (value >= from && value <= to) return value;
  throw new InputError(`${option} ${given}: is out of range; allowed: ${least} to ${most}`);
}

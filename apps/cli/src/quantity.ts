import { type Dimension, parseQuantity } from '@tunq/scenario';
import { InputError } from './failure.js';

const bases: Readonly<Record<Dimension, string>> = {
  time: 'ns',
  rate: 'bit/s',
  size: 'bytes',
  packets: 'packets',
  share: 'a fraction of 1',
};

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
  const plain = /^[\d.]+$/.test(given.trim()) ? `; a plain number is ${bases[dimension]}` : '';
  throw new InputError(`${option} ${given}: is out of range; allowed: ${least} to ${most}${plain}`);
}

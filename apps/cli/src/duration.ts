import { parseQuantity } from '@tunq/scenario';
import { InputError } from './failure.js';

/** Longer runs would take days, ns. */
const longest = 3600e9;

/**
 * `--duration TIME`, or another option that takes a time, ns.
 *
 * @throws {InputError} for what is no time, or none that a run may last
 */
export function parseDuration(text: string, option = '--duration'): number {
  try {
    const ns = parseQuantity(text, 'time');
    if (ns >= 1e6 && ns <= longest) return Math.round(ns);
    throw new RangeError(`${text} is out of range; allowed: 1ms to 3600s (units ns, us, ms, s; a plain number is ns)`);
  } catch (error) {
    throw new InputError(`${option}: ${(error as RangeError).message}`);
  }
}

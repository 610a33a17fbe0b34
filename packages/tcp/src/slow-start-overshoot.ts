import { notNegative } from './argument.js';

/**
 * Packets that slow start without HyStart loses, about: BDP + B. In the round that finds the buffer full the window doubles
 * from BDP + B to twice that, and the excess is dropped.
 *
 * @param bdp Bandwidth × base RTT, packets.
 * @param buffer B: buffer, packets.
 * @throws RangeError if an argument is negative.
 */
export function slowStartOvershoot(bdp: number, buffer: number): number {
  return notNegative('bdp', bdp) + notNegative('buffer', buffer);
}

import { lossRate } from './argument.js';

/**
 * Mean window of Reno, segments, at a loss rate p: W = √(1.5/p).
 *
 * One loss every 1/p packets, window sawing between W·4/3 and W·2/3, no delayed acknowledgements. RFC 9438 §5.1 writes the same
 * as 1.2/√p (√1.5 = 1.2247 rounded).
 *
 * @param loss p: 0 < p ≤ 1.
 * @throws RangeError if p is not in that range.
 */
export function renoResponse(loss: number): number {
  return Math.sqrt(1.5 / lossRate('loss', loss));
}

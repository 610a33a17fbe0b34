import { notNegative } from './argument.js';

/**
 * Smallest drop-tail buffer, packets, with which one flow that multiplies its window by β on loss keeps the link full:
 * B = (1/β − 1)·P.
 *
 * At the loss the window is P + B; after it, β(P + B) must still be P. Reno: β = 0.5, so B = P. CUBIC: β = 0.7, so B = 0.4286 P.
 *
 * @param bdp P: bandwidth × base RTT, packets.
 * @param beta β: 0 < β ≤ 1.
 * @throws RangeError if P is negative or β is not in that range.
 */
export function fullLinkBuffer(bdp: number, beta: number): number {
  notNegative('bdp', bdp);
  if (!(beta > 0 && beta <= 1)) throw new RangeError(`beta is ${beta}; allowed: above 0, at most 1`);
  return (1 / beta - 1) * bdp;
}

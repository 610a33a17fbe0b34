import { notNegative, positive } from './argument.js';

/**
 * Share of a link's rate that one long Reno flow reaches behind a drop-tail buffer:
 *
 * U = [(3P+B)(P−B)/8 + B(2P+B)/2] / [P(P−B)/2 + B(2P+B)/2], and 1 from B ≥ P.
 *
 * The window saws between (P+B)/2 and P+B; below P the link idles (first term), above P the buffer fills (second term).
 * No bursts, no delayed acknowledgements.
 *
 * @param bdp P: bandwidth × base RTT, packets.
 * @param buffer B: buffer, packets.
 * @throws RangeError if P is not above 0 or B is negative.
 */
export function renoDropTailUtilisation(bdp: number, buffer: number): number {
  positive('bdp', bdp);
  notNegative('buffer', buffer);
  if (buffer >= bdp) return 1;
  const whileFull = (buffer * (2 * bdp + buffer)) / 2;
  return (((3 * bdp + buffer) * (bdp - buffer)) / 8 + whileFull) / ((bdp * (bdp - buffer)) / 2 + whileFull);
}

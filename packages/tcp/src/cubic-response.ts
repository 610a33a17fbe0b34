import { lossRate, positive } from './argument.js';
import { renoResponse } from './reno-response.js';

/** β and C of CUBIC that {@link cubicResponse} assumes (RFC 9438 §4.6 and §5). */
const beta = 0.7;
const c = 0.4;

/**
 * Mean window of CUBIC alone, segments: W = ⁴√(C(3+β)/(4(1−β))) · (RTT/p)^0.75, which is 1.0538·(RTT/p)^0.75 with C = 0.4 and β = 0.7.
 *
 * @param loss p: 0 < p ≤ 1.
 * @param rtt Round-trip time, s.
 * @throws RangeError if p is not in that range or the RTT is not above 0.
 * @see RFC 9438 §5.1.
 */
export function cubicOnlyResponse(loss: number, rtt: number): number {
  lossRate('loss', loss);
  positive('rtt', rtt);
  return ((c * (3 + beta)) / (4 * (1 - beta))) ** 0.25 * (rtt / loss) ** 0.75;
}

/**
 * Mean window of CUBIC, segments: {@link cubicOnlyResponse}, and never below Reno's √(1.5/p), because of the Reno-friendly region
 * (RFC 9438 §4.3).
 *
 * @param loss p: 0 < p ≤ 1.
 * @param rtt Round-trip time, s.
 * @throws RangeError as {@link cubicOnlyResponse}.
 */
export function cubicResponse(loss: number, rtt: number): number {
  return Math.max(cubicOnlyResponse(loss, rtt), renoResponse(loss));
}

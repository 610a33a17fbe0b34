import { positive } from './argument.js';

/**
 * Upper bound of a connection's throughput, bit/s, when its window and not the link limits it: T = 8·W/RTT.
 *
 * @param window W: bytes that may be in flight (the receive window, or the congestion window).
 * @param rtt Round-trip time, s.
 * @throws RangeError if an argument is not above 0.
 */
export function windowLimit(window: number, rtt: number): number {
  return (positive('window', window) * 8) / positive('rtt', rtt);
}

/**
 * The window, bytes, that a throughput over an RTT amounts to: W = T·RTT/8. The inverse of {@link windowLimit}.
 *
 * @param rate T: bit/s.
 * @param rtt Round-trip time, s.
 * @throws RangeError if an argument is not above 0.
 */
export function effectiveWindow(rate: number, rtt: number): number {
  return (positive('rate', rate) * positive('rtt', rtt)) / 8;
}

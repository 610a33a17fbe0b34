import { notNegative, positive } from './argument.js';

/**
 * Share of the reader's rate that is left when a stopped queue is woken only after the ring has run empty and the first packet
 * then takes a time L to arrive: U = n/(n + L/s).
 *
 * @param released n: packets that one wake lets in; the ring's slots when it wakes on empty.
 * @param latencyOverService L/s: time from the wake to the next packet in the ring, in units of the reader's time per packet.
 * @throws RangeError if n is not above 0 or L/s is negative.
 */
export function wakeLatencyUtilisation(released: number, latencyOverService: number): number {
  return positive('released', released) / (released + notNegative('latencyOverService', latencyOverService));
}

/**
 * True when a ring that is woken at half never runs dry: (N/2)·s ≥ L.
 *
 * @param slots N: the ring's size.
 * @param service s: the reader's time per packet.
 * @param latency L: time from the wake to the next packet in the ring, in the unit of `service`.
 * @throws RangeError if an argument is negative or `service` is 0.
 */
export function halfRingWakeSuffices(slots: number, service: number, latency: number): boolean {
  return (notNegative('slots', slots) / 2) * positive('service', service) >= notNegative('latency', latency);
}

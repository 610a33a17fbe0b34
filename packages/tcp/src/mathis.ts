import { lossRate, positive } from './argument.js';

/** A TCP connection as the throughput formulas see it. */
export interface LossyPath {
  /** Payload of a segment, bytes. */
  readonly mss: number;
  /** Round-trip time, s. */
  readonly rtt: number;
  /** p: loss rate of packets, 0 < p ≤ 1. */
  readonly loss: number;
  /** b: segments that one acknowledgement covers; 1 (default), or 2 with delayed acknowledgements. */
  readonly perAck?: number;
}

/**
 * Throughput of Reno in congestion avoidance, bit/s of payload: T = (8·MSS/RTT)·√(3/(2bp)). No timeouts, no window limit.
 *
 * @throws RangeError if a parameter is out of its range.
 * @see Mathis, Semke, Mahdavi, Ott: The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm, 1997.
 */
export function mathis({ mss, rtt, loss, perAck = 1 }: LossyPath): number {
  lossRate('loss', loss);
  const rate = (positive('mss', mss) * 8) / positive('rtt', rtt);
  return rate * Math.sqrt(3 / (2 * positive('perAck', perAck) * loss));
}

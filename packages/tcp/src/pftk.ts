import { lossRate, positive } from './argument.js';
import type { LossyPath } from './mathis.js';

/**
 * Throughput of Reno with retransmission timeouts, bit/s of payload:
 *
 * T = 8·MSS / (RTT·√(2bp/3) + RTO·min(1, 3√(3bp/8))·p·(1 + 32p²)).
 *
 * @param path As for `mathis`, and `rto`: the first retransmission timeout, s.
 * @throws RangeError if a parameter is out of its range.
 * @see Padhye, Firoiu, Towsley, Kurose: Modeling TCP Throughput, 1998, equation 30; RFC 5348 §3.1.
 */
export function pftk({ mss, rtt, loss, perAck = 1, rto }: LossyPath & { readonly rto: number }): number {
  lossRate('loss', loss);
  const bp = positive('perAck', perAck) * loss;
  const timeouts = Math.min(1, 3 * Math.sqrt((3 * bp) / 8)) * loss * (1 + 32 * loss * loss);
  const perPacket = positive('rtt', rtt) * Math.sqrt((2 * bp) / 3) + positive('rto', rto) * timeouts;
  return (positive('mss', mss) * 8) / perPacket;
}

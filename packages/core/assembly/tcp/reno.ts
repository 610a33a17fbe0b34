import { additiveIncrease, slowStart } from './cwnd';
import { Tcp, tcpInSlowStart, tcpIsCwndLimited } from './tcp';

/** `tcp_reno_ssthresh` (RFC 5681 §3.1). */
export function renoSsthresh(tp: Tcp): u32 {
  return max(tp.cwnd >> 1, 2);
}

/** `tcp_reno_cong_avoid`. */
export function renoAvoid(tp: Tcp, acked: u32): void {
  if (!tcpIsCwndLimited(tp)) return;
  let left = acked;
  if (tcpInSlowStart(tp)) {
    left = slowStart(tp, left);
    if (left == 0) return;
  }
  additiveIncrease(tp, tp.cwnd, left);
}

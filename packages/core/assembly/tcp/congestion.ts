import { Cubic, cubicAcked, cubicAvoid, cubicInit, cubicReset, cubicSsthresh, cubicTxStart } from './cubic';
import { renoAvoid, renoSsthresh } from './reno';
import { CC_CUBIC, Tcp } from './tcp';

/** Bytes of private state that any congestion control may use (`ICSK_CA_PRIV_SIZE` is 104). */
export const CA_PRIVATE: usize = 104;

/** The congestion control of a connection, as `struct tcp_congestion_ops` names its hooks: a closed choice. */
export function congestionInit(tp: Tcp): void {
  assert(offsetof<Cubic>() <= CA_PRIVATE);
  if (tp.congestion == CC_CUBIC) cubicInit(tp);
}

/** `cong_control`: true for a control that sets cwnd and pacing rate itself on every ACK. */
export function congestionHasOwnControl(_tp: Tcp): bool {
  return false;
}

export function congestionSsthresh(tp: Tcp): u32 {
  if (tp.congestion == CC_CUBIC) return cubicSsthresh(tp);
  return renoSsthresh(tp);
}

export function congestionAvoid(tp: Tcp, acked: u32): void {
  if (tp.congestion == CC_CUBIC) cubicAvoid(tp, acked);
  else renoAvoid(tp, acked);
}

/** `pkts_acked`. */
export function congestionAcked(tp: Tcp, rttUs: i64): void {
  if (tp.congestion == CC_CUBIC) cubicAcked(tp, rttUs);
}

/** `set_state(TCP_CA_Loss)`. */
export function congestionLoss(tp: Tcp): void {
  if (tp.congestion == CC_CUBIC) cubicReset(tp);
}

/** `cwnd_event(CA_EVENT_TX_START)`: first transmission with nothing in flight. */
export function congestionTxStart(tp: Tcp, lastSent: u64): void {
  if (tp.congestion == CC_CUBIC) cubicTxStart(tp, lastSent);
}

/** `undo_cwnd`: `tcp_reno_undo_cwnd`, which CUBIC uses as well. */
export function congestionUndo(tp: Tcp): u32 {
  return max(tp.cwnd, tp.priorCwnd);
}

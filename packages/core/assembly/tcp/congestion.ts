import { AckState } from './ack_state';
import { Bbr, bbrInit, bbrLoss, bbrMain, bbrMinTsoSegs, bbrSsthresh, bbrTxStart, bbrUndo } from './bbr';
import { MIN_TSO_SEGS } from './constants';
import { Cubic, cubicAcked, cubicAvoid, cubicInit, cubicReset, cubicSsthresh, cubicTxStart } from './cubic';
import { renoAvoid, renoSsthresh } from './reno';
import { CC_BBR, CC_CUBIC, Tcp } from './tcp';

/** Bytes of private state (`icsk_ca_priv`). With many flows, what is not needed would take its place in the cache. */
export function congestionPrivate(congestion: u32): usize {
  return congestion == CC_BBR ? offsetof<Bbr>() : offsetof<Cubic>();
}

/**
 * The congestion control of a connection, as `struct tcp_congestion_ops` names its hooks: a closed choice.
 * `init` was called `ageUs` before the start of the run's clock.
 */
export function congestionInit(tp: Tcp, ageUs: u32): void {
  if (tp.congestion == CC_CUBIC) cubicInit(tp);
  else if (tp.congestion == CC_BBR) bbrInit(tp, ageUs);
}

/** `cong_control`: true for a control that sets cwnd and pacing rate itself on every ACK. */
export function congestionHasOwnControl(tp: Tcp): bool {
  return tp.congestion == CC_BBR;
}

/** `cong_control` itself. */
export function congestionControlOwn(tp: Tcp, ack: AckState): void {
  bbrMain(tp, ack);
}

export function congestionSsthresh(tp: Tcp): u32 {
  if (tp.congestion == CC_CUBIC) return cubicSsthresh(tp);
  if (tp.congestion == CC_BBR) return bbrSsthresh(tp);
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
  else if (tp.congestion == CC_BBR) bbrLoss(tp);
}

/** `cwnd_event(CA_EVENT_TX_START)`: first transmission with nothing in flight. */
export function congestionTxStart(tp: Tcp, lastSent: u64): void {
  if (tp.congestion == CC_CUBIC) cubicTxStart(tp, lastSent);
  else if (tp.congestion == CC_BBR) bbrTxStart(tp);
}

/** `undo_cwnd`: `tcp_reno_undo_cwnd`, which CUBIC uses as well, or that of BBR. */
export function congestionUndo(tp: Tcp): u32 {
  if (tp.congestion == CC_BBR) return bbrUndo(tp);
  return max(tp.cwnd, tp.priorCwnd);
}

/** `min_tso_segs`. */
export function congestionMinTsoSegs(tp: Tcp): u32 {
  return tp.congestion == CC_BBR ? bbrMinTsoSegs(tp) : MIN_TSO_SEGS;
}

/** `sndbuf_expand`: windows that the send buffer holds. */
export function congestionSndbufExpand(tp: Tcp): u32 {
  return tp.congestion == CC_BBR ? 3 : 2;
}

import { config } from '../config';
import { state } from '../state';
import { congestionHasOwnControl } from './congestion';
import { before } from './seq';
import { CA_OPEN, Tcp, tcpCurrentSsthresh, tcpIsCwndLimited } from './tcp';

/** `tcp_cwnd_application_limited`: the application used less than the window for an RTO: shrink half-way. */
function applicationLimited(tp: Tcp): void {
  if (tp.caState == CA_OPEN && !tp.noSpace) {
    const used = max(tp.sndCwndUsed, config.initialCwnd);
    if (used < tp.cwnd) {
      tp.ssthresh = tcpCurrentSsthresh(tp);
      tp.cwnd = (tp.cwnd + used) >> 1;
    }
    tp.sndCwndUsed = 0;
  }
  tp.cwndStamp = state.now;
}

/** `tcp_cwnd_validate` when the window is what limits the sender now. */
export function validateLimitedCwnd(tp: Tcp): void {
  tp.isCwndLimited = 1;
  tp.maxPacketsOut = tp.packetsOut;
  tp.cwndUsageSeq = tp.sndNxt;
  tp.sndCwndUsed = 0;
  tp.cwndStamp = state.now;
}

/** `tcp_cwnd_validate`: the window may grow only while it is what limits the sender (RFC 7661 in spirit). */
export function validateCwnd(tp: Tcp, isCwndLimited: bool): void {
  if (!before(tp.sndUna, tp.cwndUsageSeq) || isCwndLimited || (!tp.isCwndLimited && tp.packetsOut > tp.maxPacketsOut)) {
    tp.isCwndLimited = isCwndLimited ? 1 : 0;
    tp.maxPacketsOut = tp.packetsOut;
    tp.cwndUsageSeq = tp.sndNxt;
  }
  if (tcpIsCwndLimited(tp)) {
    tp.sndCwndUsed = 0;
    tp.cwndStamp = state.now;
    return;
  }
  if (tp.packetsOut > tp.sndCwndUsed) tp.sndCwndUsed = tp.packetsOut;
  if (state.now - tp.cwndStamp >= tp.rtoNs && !congestionHasOwnControl(tp)) applicationLimited(tp);
}

/** `tcp_slow_start`: returns the acknowledged segments that are left over above `ssthresh`. */
export function slowStart(tp: Tcp, acked: u32): u32 {
  const cwnd = min(tp.cwnd + acked, tp.ssthresh);
  const rest = acked - (cwnd - tp.cwnd);
  tp.cwnd = cwnd;
  return rest;
}

/** `tcp_cong_avoid_ai`: one segment more for every `w` acknowledged. */
export function additiveIncrease(tp: Tcp, w: u32, acked: u32): void {
  if (tp.cwndCnt >= w) {
    tp.cwndCnt = 0;
    tp.cwnd++;
  }
  tp.cwndCnt += acked;
  if (tp.cwndCnt >= w) {
    const delta = tp.cwndCnt / w;
    tp.cwndCnt -= delta * w;
    tp.cwnd += delta;
  }
}

import { state } from '../state';
import { congestionHasOwnControl, congestionSsthresh } from './congestion';
import { FLAG_SND_UNA_ADVANCED } from './flags';
import { CA_CWR, INFINITE_SSTHRESH, Tcp, tcpInFlight } from './tcp';

/** Proportional Rate Reduction (RFC 6937, with the slow-start reduction bound of Linux). */

/** `tcp_init_cwnd_reduction`. */
export function initCwndReduction(tp: Tcp): void {
  tp.highSeq = tp.sndNxt;
  tp.tlpHighSeq = 0;
  tp.cwndCnt = 0;
  tp.priorCwnd = tp.cwnd;
  tp.prrDelivered = 0;
  tp.prrOut = 0;
  tp.ssthresh = congestionSsthresh(tp);
}

/** `tcp_cwnd_reduction`: after an ACK that delivered and lost so many segments. */
export function cwndReduction(tp: Tcp, delivered: u32, lost: u32, flags: u32): void {
  if (delivered == 0 || tp.priorCwnd == 0) return;
  const inFlight = tcpInFlight(tp);
  const delta = <i32>tp.ssthresh - <i32>inFlight;
  tp.prrDelivered += delivered;
  let sendCount: i32;
  if (delta < 0) {
    const dividend = <u64>tp.ssthresh * <u64>tp.prrDelivered + <u64>tp.priorCwnd - 1;
    sendCount = <i32>(dividend / <u64>tp.priorCwnd) - <i32>tp.prrOut;
  } else {
    sendCount = max(<i32>tp.prrDelivered - <i32>tp.prrOut, <i32>delivered);
    if (flags & FLAG_SND_UNA_ADVANCED && lost == 0) sendCount++;
    sendCount = min(delta, sendCount);
  }
  // A recovery starts with one retransmission in any case.
  sendCount = max(sendCount, tp.prrOut != 0 ? 0 : 1);
  tp.cwnd = inFlight + <u32>sendCount;
}

/** `tcp_end_cwnd_reduction`. */
export function endCwndReduction(tp: Tcp): void {
  if (congestionHasOwnControl(tp)) return;
  if (tp.ssthresh < INFINITE_SSTHRESH && (tp.undoMarker != 0 || tp.caState == CA_CWR)) {
    tp.cwnd = tp.ssthresh;
    tp.cwndStamp = state.now;
  }
}

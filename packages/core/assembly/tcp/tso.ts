import { config } from '../config';
import { state } from '../state';
import { congestionMinTsoSegs } from './congestion';
import { GSO_MAX_SIZE, PACING_SHIFT, TSO_RTT_LOG, TSO_WIN_DIVISOR } from './constants';
import { rtxEmpty } from './queue';
import { TcpSkb } from './skb';
import { CA_RECOVERY, Tcp, tcpInFlight, tcpWndEnd } from './tcp';

/**
 * `tcp_tso_segs`: segments of one burst: 1 ms at the pacing rate, more on short paths, within 64 KiB.
 */
export function tsoSegments(tp: Tcp): u32 {
  if (!config.tso) return 1;
  let bytes = tp.pacingRate >> PACING_SHIFT;
  const shift = tp.minRttUs >> TSO_RTT_LOG;
  if (shift < 32) bytes += <u64>(GSO_MAX_SIZE >> shift);
  if (bytes > GSO_MAX_SIZE) bytes = GSO_MAX_SIZE;
  return max(<u32>bytes / tp.mss, congestionMinTsoSegs(tp));
}

/** `tcp_xmit_size_goal`: bytes at which the application's data start a new skb, a multiple of the MSS. */
export function sizeGoal(tp: Tcp): u32 {
  if (!config.tso) return tp.mss;
  let goal = GSO_MAX_SIZE;
  // tcp_bound_to_half_wnd: half of the largest window seen, once that is larger than one default MSS.
  const cutoff = tp.maxWindow > 536 ? tp.maxWindow >> 1 : tp.maxWindow;
  if (cutoff != 0 && goal > cutoff) goal = max(cutoff, 68 - 40);
  return max(goal / tp.mss, 1) * tp.mss;
}

export const SEND_NOW: u32 = 0;
export const DEFER_CWND: u32 = 1;
export const DEFER_RWND: u32 = 2;
export const DEFER: u32 = 3;

/**
 * `tcp_tso_should_defer`: a burst that the window cuts short waits for the next ACK, if that is near,
 * so that bursts stay large.
 */
export function tsoShouldDefer(tp: Tcp, skb: TcpSkb, maxSegments: u32): u32 {
  if (tp.caState >= CA_RECOVERY) return SEND_NOW;
  // Only right behind another transmission: deferring after a pause would only add delay.
  if (state.now > tp.wstampNs + 1000000) return SEND_NOW;
  const inFlight = tcpInFlight(tp);
  const sendWindow = tcpWndEnd(tp) - skb.seq;
  const congestionWindow = (tp.cwnd - inFlight) * tp.mss;
  const limit = min(sendWindow, congestionWindow);
  if (limit >= maxSegments * tp.mss) return SEND_NOW;
  const bytes = skb.endSeq - skb.seq;
  if (skb != tp.tail && limit >= bytes) return SEND_NOW;
  const chunk = min(<u64>tp.sndWnd, <u64>tp.cwnd * tp.mss) / TSO_WIN_DIVISOR;
  if (<u64>limit >= chunk) return SEND_NOW;
  if (rtxEmpty(tp)) return SEND_NOW;
  // Eighths of a microsecond.
  const srttNs = <u64>tp.srttUs * 125;
  const expected = <i64>(tp.head!.sentAt + srttNs) - <i64>state.now;
  const threshold = <i64>min<u64>(srttNs >> 1, 1000000);
  if (expected > threshold) return SEND_NOW;
  if (congestionWindow < sendWindow) {
    if (congestionWindow <= bytes) return DEFER_CWND;
  } else if (sendWindow <= bytes) {
    return DEFER_RWND;
  }
  return tp.closed ? SEND_NOW : DEFER;
}

import { config } from '../config';
import { state } from '../state';
import { congestionMinTsoSegs } from './congestion';
import { GSO_MAX_SIZE, PACING_SHIFT, TSO_RTT_LOG, TSO_WIN_DIVISOR } from './constants';
import { pacingRate, pacingRateReaches } from './pacing';
import { rtxEmpty } from './queue';
import { TcpSkb } from './skb';
import { CA_RECOVERY, PACING_NEEDED, Tcp, tcpInFlight, tcpWndEnd } from './tcp';

/**
 * `tcp_tso_segs`: segments of one burst: 1 ms at the pacing rate, more on short paths, within 64 KiB.
 */
export function tsoSegments(tp: Tcp): u32 {
  if (!config.tso) return 1;
  let bytes = pacingRate(tp) >> PACING_SHIFT;
  const shift = tp.minRttUs >> TSO_RTT_LOG;
  if (shift < 32) bytes += <u64>(GSO_MAX_SIZE >> shift);
  if (bytes > GSO_MAX_SIZE) bytes = GSO_MAX_SIZE;
  // The last quotient, as long as it stays: the rate moves little from ACK to ACK.
  if (<u32>bytes - tp.tsoBytes >= tp.mss) {
    tp.tsoSegments = <u32>bytes / tp.mss;
    tp.tsoBytes = tp.tsoSegments * tp.mss;
  }
  return max(tp.tsoSegments, congestionMinTsoSegs(tp));
}

/** Are so many segments fewer than `tsoSegments`? */
function belowBurst(tp: Tcp, segments: u32): bool {
  if (!config.tso) return segments < 1;
  if (segments < congestionMinTsoSegs(tp)) return true;
  const bytes = (segments + 1) * tp.mss;
  if (bytes > GSO_MAX_SIZE) return false;
  const shift = tp.minRttUs >> TSO_RTT_LOG;
  const near = shift < 32 ? GSO_MAX_SIZE >> shift : 0;
  return bytes <= near || pacingRateReaches(tp, (<u64>(bytes - near)) << PACING_SHIFT);
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
/** How near the next ACK has to be, and the transmission before, ns (`NSEC_PER_MSEC`). */
const DEFER_NS: u64 = 1000000;

/**
 * `tcp_tso_should_defer`: a burst that the window cuts short waits for the next ACK, if that is near,
 * so that bursts stay large.
 */
export function tsoShouldDefer(tp: Tcp, skb: TcpSkb, maxSegments: u32): u32 {
  if (tp.caState >= CA_RECOVERY) return SEND_NOW;
  // Only right behind another transmission: deferring after a pause would only add delay.
  if (state.now > tp.wstampNs + DEFER_NS) return SEND_NOW;
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
  const threshold = <i64>min<u64>(srttNs >> 1, DEFER_NS);
  if (expected > threshold) return SEND_NOW;
  if (congestionWindow < sendWindow) {
    if (congestionWindow <= bytes) return DEFER_CWND;
  } else if (sendWindow <= bytes) {
    return DEFER_RWND;
  }
  return tp.closed ? SEND_NOW : DEFER;
}

/**
 * Whether output ends as it does after most ACKs: the congestion window is full, or has so little room that the first
 * unsent skb waits for more (`DEFER_CWND` of `tsoShouldDefer`, whose tests these are). Then `writeXmit` would change
 * nothing on its way there: an skb longer than the room is not grown, and its first segment fits into a receiver's window
 * that is wider than the room. False if output has to find out by itself.
 */
export function windowHolds(tp: Tcp, skb: TcpSkb): bool {
  if (tp.pacingStatus == PACING_NEEDED) return false;
  const inFlight = tcpInFlight(tp);
  const cwnd = tp.cwnd;
  if (inFlight >= cwnd) return true;
  const mss = tp.mss;
  const room = (cwnd - inFlight) * mss;
  if (room >= skb.endSeq - skb.seq || <i32>(tcpWndEnd(tp) - skb.seq) <= <i32>room) return false;
  // No less than the chunk, which is a third of the window, rounded down.
  if ((<u64>room + 1) * TSO_WIN_DIVISOR > min(<u64>tp.sndWnd, <u64>cwnd * mss)) return false;
  const now = state.now;
  if (tp.caState >= CA_RECOVERY || now > tp.wstampNs + DEFER_NS || rtxEmpty(tp)) return false;
  const srttNs = <u64>(tp.srttUs >> 3) * 1000;
  if (<i64>(tp.head!.sentAt + srttNs - now) > <i64>min<u64>(srttNs >> 1, DEFER_NS)) return false;
  return belowBurst(tp, cwnd - inFlight);
}

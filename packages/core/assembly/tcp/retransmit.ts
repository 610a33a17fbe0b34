import { state } from '../state';
import { counters } from '../stats/counters';
import { timestampMs } from './jiffies';
import { sortAsLatest, transmit, XMIT_OK } from './output';
import { pacingDelay, pacingHolds } from './pacing';
import { fragment, rtxEmpty, segmentsOf } from './queue';
import { before } from './seq';
import { EVER_RETRANS, LOST, SACKED_ACKED, SACKED_RETRANS, TcpSkb } from './skb';
import { fragmentRefused } from './sndbuf';
import { PENDING_REO, Tcp, tcpInCwndReduction, tcpInFlight, tcpWndEnd } from './tcp';
import { armRetransmit } from './timers';
import { tsoSegments } from './tso';
import { smallQueueFull } from './tsq';

/** `__tcp_retransmit_skb`: sends up to `segments` of an skb again, cutting it where needed. False: it could not go. */
export function retransmitSkbOnce(tp: Tcp, skb: TcpSkb, segments: u32): bool {
  const room = <i32>(tcpWndEnd(tp) - skb.seq);
  let available = <u32>room;
  if (room <= 0) {
    // Beyond a shrunken window only the first segment goes, as a window probe.
    if (skb.seq != tp.sndUna) return false;
    available = tp.mss;
  }
  let length = tp.mss * segments;
  if (length > available) {
    length = (available / tp.mss) * tp.mss;
    if (length == 0) length = available;
  }
  if (skb.endSeq - skb.seq > length) {
    if (fragmentRefused(tp, skb)) return false;
    fragment(tp, skb, length);
  }
  const pcount = segmentsOf(skb.endSeq - skb.seq, tp.mss);
  skb.pcount = pcount;
  counters.retransmits += pcount;
  tp.flow.retransmits += pcount;
  skb.sacked |= EVER_RETRANS;
  const sent = transmit(tp, skb, true) == XMIT_OK;
  if (sent) {
    sortAsLatest(tp, skb);
  }
  return sent;
}

/** `tcp_retransmit_skb`. */
export function retransmitSkb(tp: Tcp, skb: TcpSkb, segments: u32): bool {
  const sent = retransmitSkbOnce(tp, skb, segments);
  if (sent) {
    skb.sacked |= SACKED_RETRANS;
    tp.retransOut += skb.pcount;
  }
  if (tp.retransStamp == 0) tp.retransStamp = timestampMs(skb.sentAt);
  if (tp.undoRetrans < 0) tp.undoRetrans = 0;
  tp.undoRetrans += skb.pcount;
  return sent;
}

/** `tcp_xmit_retransmit_queue`: what is marked lost goes out again, as far as the window allows. */
export function retransmitLost(tp: Tcp): void {
  if (tp.packetsOut == 0 || rtxEmpty(tp) || state.ended) return;
  const first = tp.head!;
  const most = tsoSegments(tp);
  let rearm = false;
  let hole = false;
  let skb: TcpSkb | null = tp.retransmitHint;
  if (skb == null) skb = first;
  while (skb != null && skb != tp.sendHead) {
    if (pacingHolds(tp)) break;
    if (!hole) tp.retransmitHint = skb;
    const room = <i32>tp.cwnd - <i32>tcpInFlight(tp);
    if (room <= 0) break;
    if (tp.retransOut >= tp.lostOut) break;
    const sacked = skb.sacked;
    if (!(sacked & LOST)) {
      if (!hole && !(sacked & (SACKED_RETRANS | SACKED_ACKED))) hole = true;
      skb = skb.next;
      continue;
    }
    if (sacked & (SACKED_ACKED | SACKED_RETRANS)) {
      skb = skb.next;
      continue;
    }
    if (smallQueueFull(tp, skb, 1)) break;
    if (!retransmitSkb(tp, skb, min(<u32>room, most))) break;
    if (tcpInCwndReduction(tp)) tp.prrOut += skb.pcount;
    if (skb == first && tp.pending != PENDING_REO) rearm = true;
    skb = skb.next;
  }
  if (rearm) armRetransmit(tp, tp.rtoNs + pacingDelay(tp));
}

/** `tcp_verify_retransmit_hint`: where the search begins must not lie beyond a lost skb; without a hint, at the head. */
export function verifyRetransmitHint(tp: Tcp, skb: TcpSkb): void {
  const hint = tp.retransmitHint;
  const beyond = hint == null ? tp.retransOut >= tp.lostOut : before(skb.seq, hint.seq);
  if (beyond) tp.retransmitHint = skb;
}

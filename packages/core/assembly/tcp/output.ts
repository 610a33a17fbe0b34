import { streamMayWrite } from '../app/streams';
import { appWake } from '../app/wake';
import { DATA, FLAG_PSH, FLAG_RETRANSMISSION, Packet, packetAlloc, TCP_HEADERS } from '../packet';
import { devQueueXmit } from '../qdisc/xmit';
import { state } from '../state';
import { counters } from '../stats/counters';
import { POINT_SENT, tracePacket } from '../stats/packet_trace';
import { TRACE_SEND, trace, traceWants, traceWrite } from '../stats/trace';
import { congestionTxStart } from './congestion';
import { validateCwnd, validateLimitedCwnd } from './cwnd';
import { timestampMs } from './jiffies';
import { pacingAfterSend, pacingHolds } from './pacing';
import { fragment, queueRemove, rtxEmpty, segmentsOf, sortedAppend, sortedRemove, tsoFragment } from './queue';
import { rateSkbSent } from './rate';
import { enterCwr } from './recovery';
import { after, before } from './seq';
import { TcpSkb } from './skb';
import { checkSpace } from './sndbuf';
import { PENDING_PROBE, Tcp, tcpInCwndReduction, tcpInFlight, tcpWndEnd } from './tcp';
import { armZeroWindow, rearmRto, scheduleLossProbe } from './timers';
import { DEFER_CWND, SEND_NOW, tsoSegments, tsoShouldDefer, windowHolds } from './tso';
import { smallQueueFull } from './tsq';

/** What `__dev_queue_xmit` told TCP. */
export const XMIT_OK: i32 = 0;
export const XMIT_DROP: i32 = 1;
export const XMIT_CN: i32 = 2;

/**
 * `__tcp_transmit_skb`: hands an skb to the qdisc as one burst. Returns an `XMIT_` code; `XMIT_DROP` means that the
 * local queue refused it: TCP reduces its window (`tcp_enter_cwr`) and the segment is not counted as sent.
 */
export function transmit(tp: Tcp, skb: TcpSkb, retransmission: bool): i32 {
  const flow = tp.flow;
  const bytes = skb.endSeq - skb.seq;
  const priorWstamp = tp.wstampNs;
  tp.lastSentAt = state.now;
  if (priorWstamp < state.now) tp.wstampNs = state.now;
  skb.sentAt = tp.wstampNs;

  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.kind = DATA;
  // Every burst is pushed, so that GRO at the receiver does not hold it.
  if (skb.pcount > 1) skb.push = 1;
  if (skb.push) packet.flags = FLAG_PSH;
  if (retransmission) packet.flags |= FLAG_RETRANSMISSION;
  packet.segments = <u16>skb.pcount;
  packet.length = bytes + TCP_HEADERS;
  packet.seq = skb.seq;
  packet.payload = bytes;
  packet.truesize = skb.truesize;
  packet.tsval = timestampMs(skb.sentAt);
  packet.due = skb.sentAt;
  packet.tsecr = tp.tsRecent;
  tp.wmemAlloc += skb.truesize;
  counters.sent += skb.pcount;
  counters.packets += skb.pcount;
  tp.dataSegsOut += skb.pcount;
  if (trace.mask != 0) traceSend(tp, packet);
  const code = devQueueXmit(packet);
  if (code != XMIT_OK) {
    enterCwr(tp);
    if (code != XMIT_CN) return code;
    // The packet went in, another one was dropped for it.
  }
  pacingAfterSend(tp, bytes, priorWstamp);
  rateSkbSent(tp, skb);
  return XMIT_OK;
}

function traceSend(tp: Tcp, packet: Packet): void {
  tracePacket(POINT_SENT, packet);
  if (!traceWants(TRACE_SEND)) return;
  const again: u32 = packet.flags & FLAG_RETRANSMISSION ? 1 : 0;
  traceWrite(TRACE_SEND, again, tp.flow.index, packet.seq, packet.payload, packet.segments, tp.cwnd, tcpInFlight(tp));
}

/** `tcp_event_new_data_sent`. */
function newDataSent(tp: Tcp, skb: TcpSkb): void {
  const priorPackets = tp.packetsOut;
  tp.sndNxt = skb.endSeq;
  tp.sendHead = skb.next;
  sortedAppend(tp, skb);
  tp.packetsOut += skb.pcount;
  if (priorPackets == 0 || tp.pending == PENDING_PROBE) rearmRto(tp);
  if (checkSpace(tp)) appWake(tp.flow);
}

/** `tcp_cwnd_test`: segments that the window still admits, at most half of it in one burst. */
function cwndQuota(tp: Tcp): u32 {
  const inFlight = tcpInFlight(tp);
  if (inFlight >= tp.cwnd) return 0;
  return min(max(tp.cwnd >> 1, 1), tp.cwnd - inFlight);
}

/** `tcp_snd_wnd_test`: the first MSS fits into the receiver's window. */
export function fitsWindow(tp: Tcp, skb: TcpSkb): bool {
  let end = skb.endSeq;
  if (end - skb.seq > tp.mss) end = skb.seq + tp.mss;
  return !after(end, tcpWndEnd(tp));
}

export const NAGLE_OFF: u32 = 1;
export const NAGLE_PUSH: u32 = 4;

/** `tcp_nagle_check`: a short segment must wait while an earlier short one is unacknowledged (RFC 896, Minshall). */
function nagleHolds(tp: Tcp, short: bool, nagle: u32): bool {
  if (!short || nagle != 0 || tp.closed || tp.packetsOut == 0) return false;
  return after(tp.sndSml, tp.sndUna) && !after(tp.sndSml, tp.sndNxt);
}

/** `tcp_mss_split_point`: bytes of this skb that go now. */
function splitPoint(tp: Tcp, skb: TcpSkb, segments: u32, nagle: u32): u32 {
  const window = tcpWndEnd(tp) - skb.seq;
  const most = tp.mss * segments;
  const bytes = skb.endSeq - skb.seq;
  if (most <= window && skb != tp.tail) return min(most, bytes);
  const needed = min(bytes, window);
  if (most <= needed) return most;
  const partial = needed % tp.mss;
  return nagleHolds(tp, partial != 0, nagle) ? needed - partial : needed;
}

/** `tcp_grow_skb`: an skb shorter than the quota takes what it lacks from the next one. */
function growSkb(tp: Tcp, skb: TcpSkb, missing: u32): void {
  const next = skb.next;
  if (next == null) return;
  const bytes = min(missing, next.endSeq - next.seq);
  skb.endSeq += bytes;
  skb.truesize += bytes;
  next.seq += bytes;
  next.truesize -= bytes;
  if (next.seq == next.endSeq) {
    skb.push |= next.push;
    queueRemove(tp, next);
    // Its head has given memory back.
    streamMayWrite(tp.flow);
  }
}

/**
 * `tcp_write_xmit`: sends what the windows, TSQ and Nagle allow. `pushOne` 1: one skb (`tcp_push_one`);
 * 2: one skb even if the congestion window is full (tail loss probe).
 * Returns true if nothing is in flight and data wait: the caller arms the zero-window timer.
 */
export function writeXmit(tp: Tcp, nagle: u32, pushOne: u32): bool {
  if (state.ended) return false;
  const maxSegments = tsoSegments(tp);
  let cwndLimited = false;
  let sent: u32 = 0;
  while (true) {
    const head = tp.sendHead;
    if (head == null) break;
    const skb: TcpSkb = head;
    if (pacingHolds(tp)) break;
    let quota = cwndQuota(tp);
    if (quota == 0) {
      if (pushOne != 2) break;
      quota = 1;
    }
    quota = min(quota, maxSegments);
    const missing = <i32>(quota * tp.mss) - <i32>(skb.endSeq - skb.seq);
    if (missing > 0) growSkb(tp, skb, missing);
    const bytes = skb.endSeq - skb.seq;
    skb.mss = tp.mss;
    if (!fitsWindow(tp, skb)) {
      break;
    }
    let limit = tp.mss;
    if (bytes <= tp.mss) {
      if (nagleHolds(tp, bytes < tp.mss, skb == tp.tail ? nagle : NAGLE_PUSH)) break;
    } else {
      if (pushOne == 0) {
        const defer = tsoShouldDefer(tp, skb, maxSegments);
        if (defer != SEND_NOW) {
          if (defer == DEFER_CWND) cwndLimited = true;
          break;
        }
      }
      limit = splitPoint(tp, skb, quota, nagle);
    }
    if (bytes > limit) tsoFragment(tp, skb, limit);
    skb.pcount = segmentsOf(skb.endSeq - skb.seq, tp.mss);
    if (smallQueueFull(tp, skb, 0)) break;
    if (tp.packetsOut == 0) congestionTxStart(tp, tp.lastSentAt);
    if (transmit(tp, skb, false) != XMIT_OK) break;
    const pcount = skb.pcount;
    newDataSent(tp, skb);
    if (skb.endSeq - skb.seq < pcount * tp.mss) tp.sndSml = skb.endSeq;
    sent += pcount;
    if (pushOne != 0) break;
  }
  cwndLimited = cwndLimited || tcpInFlight(tp) >= tp.cwnd;
  if (sent != 0 || cwndLimited) validateCwnd(tp, cwndLimited);
  if (sent != 0) {
    if (tcpInCwndReduction(tp)) tp.prrOut += sent;
    if (pushOne != 2) scheduleLossProbe(tp, false);
    return false;
  }
  return tp.packetsOut == 0 && tp.sendHead != null;
}

/** `tcp_write_wakeup`: the next segment goes whatever the windows say. */
export function writeWakeup(tp: Tcp): void {
  const skb = tp.sendHead!;
  skb.mss = tp.mss;
  if (skb.endSeq - skb.seq > tp.mss) fragment(tp, skb, tp.mss);
  skb.pcount = 1;
  skb.push = 1;
  if (transmit(tp, skb, false) == XMIT_OK) newDataSent(tp, skb);
}

/** `__tcp_push_pending_frames` with the socket's own Nagle setting. */
export function pushPending(tp: Tcp): void {
  const first = tp.sendHead;
  if (first == null || state.ended) return;
  // What `writeXmit` comes to most often, without the way there.
  if (windowHolds(tp, first)) validateLimitedCwnd(tp);
  else if (writeXmit(tp, 0, 0)) armZeroWindow(tp);
}

/** `__tcp_push_pending_frames(…, TCP_NAGLE_PUSH)`. */
export function pushAll(tp: Tcp): void {
  if (tp.sendHead != null && writeXmit(tp, NAGLE_PUSH, 0)) armZeroWindow(tp);
}

/** `tcp_push_one`. */
export function pushOne(tp: Tcp): void {
  if (tp.sendHead != null) writeXmit(tp, NAGLE_PUSH, 1);
}

/** `tcp_update_skb_after_send` for a retransmission: it is now the latest. */
export function sortAsLatest(tp: Tcp, skb: TcpSkb): void {
  sortedRemove(tp, skb);
  sortedAppend(tp, skb);
}

/** True when all that was written is acknowledged. */
export function nothingOutstanding(tp: Tcp): bool {
  return rtxEmpty(tp) && tp.sendHead == null && !before(tp.sndUna, tp.writeSeq);
}

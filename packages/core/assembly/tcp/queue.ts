import { SKB_OVERHEAD } from './constants';
import { before } from './seq';
import { skbAlloc, skbFree, TcpSkb } from './skb';
import { Tcp } from './tcp';

/**
 * The stream on the sender's side is one list in order of sequence numbers: the retransmit queue from `head`
 * to just before `sendHead`, the write queue from `sendHead` to `tail`. A second list keeps the order of sending.
 */

export function rtxEmpty(tp: Tcp): bool {
  return tp.head == tp.sendHead;
}

/** The last skb that was sent; the retransmit queue is not empty. */
export function rtxTail(tp: Tcp): TcpSkb {
  const unsent = tp.sendHead;
  return unsent == null ? tp.tail! : unsent.prev!;
}

export function queueAppend(tp: Tcp, skb: TcpSkb): void {
  const tail = tp.tail;
  skb.prev = tail;
  skb.next = null;
  if (tail == null) tp.head = skb;
  else tail.next = skb;
  tp.tail = skb;
  if (tp.sendHead == null) tp.sendHead = skb;
}

export function queueInsertAfter(tp: Tcp, skb: TcpSkb, added: TcpSkb): void {
  const next = skb.next;
  added.prev = skb;
  added.next = next;
  skb.next = added;
  if (next == null) tp.tail = added;
  else next.prev = added;
}

/** Takes an skb out of both lists and gives its memory back; `sendHead` moves on if it was this one. */
export function queueRemove(tp: Tcp, skb: TcpSkb): void {
  const next = skb.next;
  const prev = skb.prev;
  if (prev == null) tp.head = next;
  else prev.next = next;
  if (next == null) tp.tail = prev;
  else next.prev = prev;
  if (tp.sendHead == skb) tp.sendHead = next;
  if (tp.retransmitHint == skb) tp.retransmitHint = null;
  if (tp.sackHint == skb) tp.sackHint = null;
  sortedRemove(tp, skb);
  tp.wmemQueued -= skb.truesize;
  skbFree(skb);
}

export function sortedAppend(tp: Tcp, skb: TcpSkb): void {
  const tail = tp.sortedTail;
  skb.earlier = tail;
  skb.later = null;
  if (tail == null) tp.sortedHead = skb;
  else tail.later = skb;
  tp.sortedTail = skb;
  skb.sorted = 1;
}

export function sortedRemove(tp: Tcp, skb: TcpSkb): void {
  if (!skb.sorted) return;
  const later = skb.later;
  const earlier = skb.earlier;
  if (earlier == null) tp.sortedHead = later;
  else earlier.later = later;
  if (later == null) tp.sortedTail = earlier;
  else later.earlier = earlier;
  skb.sorted = 0;
}

function sortedInsertAfter(tp: Tcp, skb: TcpSkb, added: TcpSkb): void {
  const later = skb.later;
  added.earlier = skb;
  added.later = later;
  skb.later = added;
  if (later == null) tp.sortedTail = added;
  else later.earlier = added;
  added.sorted = 1;
}

/** `tcp_set_skb_tso_segs`. */
export function segmentsOf(bytes: u32, mss: u32): u32 {
  return bytes <= mss ? 1 : (bytes + mss - 1) / mss;
}

/**
 * `tcp_fragment`: cuts `length` bytes off the front; the rest becomes a new skb right behind, with the same time of
 * sending and the same marks. The counters of the scoreboard follow when the two halves have more segments than the whole.
 */
export function fragment(tp: Tcp, skb: TcpSkb, length: u32): TcpSkb {
  const rest = tsoFragment(tp, skb, length);
  rest.sacked = skb.sacked;
  rest.sentAt = skb.sentAt;
  rest.firstTxAt = skb.firstTxAt;
  rest.deliveredAt = skb.deliveredAt;
  rest.delivered = skb.delivered;
  rest.appLimited = skb.appLimited;
  if (skb.sorted) sortedInsertAfter(tp, skb, rest);
  if (skb.pcount != 0) {
    const old = skb.pcount;
    skb.pcount = segmentsOf(length, skb.mss);
    rest.pcount = segmentsOf(rest.endSeq - rest.seq, skb.mss);
    // Only what was sent is in the scoreboard; an unsent skb may carry a stale count.
    if (!before(tp.sndNxt, rest.endSeq)) adjustPcount(tp, skb, <i32>old - <i32>skb.pcount - <i32>rest.pcount);
  }
  return rest;
}

/** `tso_fragment`: the same of an skb that was never sent. It has no marks, times or counts yet. Returns the new one. */
export function tsoFragment(tp: Tcp, skb: TcpSkb, length: u32): TcpSkb {
  const rest = skbAlloc();
  const moved = skb.endSeq - skb.seq - length;
  rest.seq = skb.seq + length;
  rest.endSeq = skb.endSeq;
  rest.mss = skb.mss;
  rest.push = skb.push;
  rest.truesize = SKB_OVERHEAD + moved;
  skb.endSeq = rest.seq;
  skb.push = 0;
  skb.truesize -= moved;
  tp.wmemQueued += SKB_OVERHEAD;
  queueInsertAfter(tp, skb, rest);
  return rest;
}

/** `tcp_adjust_pcount`: the scoreboard loses `decrease` segments of this skb's kind. */
export function adjustPcount(tp: Tcp, skb: TcpSkb, decrease: i32): void {
  if (decrease == 0) return;
  tp.packetsOut -= decrease;
  if (skb.sacked & 1) tp.sackedOut -= decrease;
  if (skb.sacked & 2) tp.retransOut -= decrease;
  if (skb.sacked & 4) tp.lostOut -= decrease;
}

import { AckState } from './ack_state';
import { FLAG_DATA_SACKED, FLAG_ORIG_SACK_ACKED } from './flags';
import { fragment, queueRemove, sortedRemove } from './queue';
import { rackAdvance } from './rack';
import { rateSkbDelivered } from './rate';
import { highestSackSeq } from './sack';
import { after, before } from './seq';
import { EVER_RETRANS, LOST, RETRANS, SACKED_ACKED, SACKED_RETRANS, TAGBITS, TcpSkb } from './skb';
import { fragmentRefused } from './sndbuf';
import { Tcp } from './tcp';

/** What one SACK block does to the skbs of the retransmit queue. */

/** `tcp_skb_shift`: no skb becomes longer than eight of the largest (`65535 * TCP_MIN_GSO_SIZE`). */
const SHIFT_MAX_BYTES: u32 = 65535 * 8;
const SHIFT_MAX_SEGMENTS: u32 = 65535;

/** `tcp_sacktag_one`: a part of an skb, of `pcount` segments, lies inside a SACK block. Returns its marks then. */
function tagOne(tp: Tcp, skb: TcpSkb, endSeq: u32, pcount: u32, ack: AckState, duplicate: bool): u8 {
  let sacked = skb.sacked;
  if (duplicate && sacked & RETRANS) {
    if (tp.undoMarker != 0 && tp.undoRetrans > 0 && after(endSeq, tp.undoMarker)) {
      tp.undoRetrans = max<i32>(0, tp.undoRetrans - <i32>pcount);
    }
    if (sacked & SACKED_ACKED && before(skb.seq, ack.reord)) ack.reord = skb.seq;
  }
  if (!after(endSeq, tp.sndUna)) return sacked;
  if (!(sacked & SACKED_ACKED)) {
    rackAdvance(tp, sacked, endSeq, skb.sentAt);
    if (sacked & SACKED_RETRANS) {
      // Not marked lost: the retransmission is believed to be in flight still.
      if (sacked & LOST) {
        sacked &= ~(LOST | SACKED_RETRANS);
        tp.lostOut -= pcount;
        tp.retransOut -= pcount;
      }
    } else {
      if (!(sacked & RETRANS)) {
        if (before(skb.seq, highestSackSeq(tp)) && before(skb.seq, ack.reord)) ack.reord = skb.seq;
        if (!after(endSeq, tp.highSeq)) ack.flags |= FLAG_ORIG_SACK_ACKED;
        if (ack.firstSackAt == 0) ack.firstSackAt = skb.sentAt;
        ack.lastSackAt = skb.sentAt;
      }
      if (sacked & LOST) {
        sacked &= ~LOST;
        tp.lostOut -= pcount;
      }
    }
    sacked |= SACKED_ACKED;
    ack.flags |= FLAG_DATA_SACKED;
    ack.sackDelivered += pcount;
    if (tp.sackedOut == 0 || after(endSeq, tp.highestSackSeq)) tp.highestSackSeq = endSeq;
    tp.sackedOut += pcount;
  }
  if (duplicate && sacked & SACKED_RETRANS) {
    sacked &= ~SACKED_RETRANS;
    tp.retransOut -= pcount;
  }
  return sacked;
}

/**
 * `tcp_match_skb_to_sack`: cuts an skb that a block covers in part, at a multiple of the MSS. 1: it lies inside; 0: it
 * does not; -1: less than a segment of it does, or it cannot be cut, and the walk ends.
 */
function matchToBlock(tp: Tcp, skb: TcpSkb, start: u32, end: u32): i32 {
  if (!after(start, skb.seq) && !before(end, skb.endSeq)) return 1;
  if (skb.pcount <= 1 || !after(skb.endSeq, start)) return 0;
  const mss = skb.mss;
  const bytes = skb.endSeq - skb.seq;
  const inside = !after(start, skb.seq);
  let length: u32;
  if (!inside) {
    length = max(start - skb.seq, mss);
  } else {
    length = end - skb.seq;
    if (length < mss) return -1;
  }
  if (length > mss) {
    let whole = (length / mss) * mss;
    if (!inside && whole < length) whole += mss;
    length = whole;
  }
  if (!inside && length >= bytes) return 0;
  if (length < bytes) {
    if (fragmentRefused(tp, skb)) return -1;
    fragment(tp, skb, length);
  }
  return inside ? 1 : 0;
}

/** `tcp_skb_seglen`. */
function segmentLength(skb: TcpSkb): u32 {
  return skb.pcount == 1 ? skb.endSeq - skb.seq : skb.mss;
}

/** `tcp_skb_shift`, `tcp_shifted_skb`: the first `length` bytes of an skb go over to the one before it. False: too much. */
function shift(
  tp: Tcp,
  prev: TcpSkb,
  skb: TcpSkb,
  pcount: u32,
  length: u32,
  mss: u32,
  ack: AckState,
  duplicate: bool,
): bool {
  if (prev.endSeq - prev.seq + length >= SHIFT_MAX_BYTES || prev.pcount + pcount > SHIFT_MAX_SEGMENTS) return false;
  tagOne(tp, skb, skb.seq + length, pcount, ack, duplicate);
  rateSkbDelivered(tp, ack, skb);
  if (prev.pcount == 1) prev.mss = mss;
  prev.endSeq += length;
  prev.pcount += pcount;
  prev.truesize += length;
  prev.sacked |= skb.sacked & EVER_RETRANS;
  skb.seq += length;
  skb.pcount -= pcount;
  skb.truesize -= length;
  if (skb.seq != skb.endSeq) return true;
  prev.push |= skb.push;
  prev.deliveredAt = 0;
  if (tp.retransmitHint == skb) tp.retransmitHint = prev;
  queueRemove(tp, skb);
  return true;
}

/**
 * `tcp_shift_skb_data`: what of an skb lies in the block becomes part of the SACKed skb right before it, so that the list
 * stays as short as the number of holes. Null: it does not, the skb is to be marked by itself. The skb itself: nothing
 * of it is in the block. Else the skb that has grown.
 */
function shiftData(tp: Tcp, skb: TcpSkb, start: u32, end: u32, ack: AckState, duplicate: bool): TcpSkb | null {
  // What is believed to be in flight once more keeps its own marks.
  if (!duplicate && (skb.sacked & (LOST | SACKED_RETRANS)) == SACKED_RETRANS) return null;
  if (!after(skb.endSeq, tp.sndUna)) return null;
  const prev = skb.prev;
  if (prev == null || (prev.sacked & TAGBITS) != SACKED_ACKED) return null;
  let length = skb.endSeq - skb.seq;
  let pcount = skb.pcount;
  let mss = segmentLength(skb);
  if (after(start, skb.seq) || before(end, skb.endSeq)) {
    if (!after(skb.endSeq, start) || pcount <= 1) return skb;
    if (after(start, skb.seq)) return null;
    length = end - skb.seq;
    mss = skb.mss;
    if (mss != segmentLength(prev)) return null;
    if (length < mss) return skb;
    pcount = length / mss;
    length = pcount * mss;
  } else if (mss != segmentLength(prev)) {
    return null;
  }
  if (!after(skb.seq + length, tp.sndUna)) return null;
  const whole = length == skb.endSeq - skb.seq;
  if (!shift(tp, prev, skb, pcount, length, mss, ack, duplicate)) return null;
  if (!whole) return prev;
  // A hole is filled: what lies above it can follow.
  const next = prev.next;
  if (next == null || next == tp.sendHead) return prev;
  if ((next.sacked & TAGBITS) != SACKED_ACKED || mss != segmentLength(next)) return prev;
  shift(tp, prev, next, next.pcount, next.endSeq - next.seq, mss, ack, false);
  return prev;
}

/** `tcp_sacktag_bsearch`: the skb that holds `seq`, searched from where the last block was found. */
function search(tp: Tcp, seq: u32): TcpSkb | null {
  let skb: TcpSkb | null = tp.sackHint;
  if (skb == null) skb = tp.head;
  if (skb == null || before(seq, tp.head!.seq)) return null;
  while (skb != tp.head && after(skb.seq, seq)) skb = skb.prev!;
  while (skb != null && skb != tp.sendHead && !after(skb.endSeq, seq)) skb = skb.next;
  return skb == tp.sendHead ? null : skb;
}

/** `tcp_sacktag_skip`. */
export function skipTo(tp: Tcp, skb: TcpSkb | null, seq: u32): TcpSkb | null {
  return skb != null && after(skb.seq, seq) ? skb : search(tp, seq);
}

/**
 * `tcp_sacktag_walk` over one block, from `from` on. Up to `dupEnd` the block has another one inside that reports
 * duplicates; there is none if `dupStart` is `dupEnd`. Returns where it ended, null for the end of the queue.
 */
export function walk(
  tp: Tcp,
  from: TcpSkb | null,
  dupStart: u32,
  dupEnd: u32,
  start: u32,
  end: u32,
  ack: AckState,
  duplicate: bool,
): TcpSkb | null {
  let skb = from;
  while (skb != null && skb != tp.sendHead) {
    if (!before(skb.seq, end)) return skb;
    let inside: i32 = 0;
    let twice = duplicate;
    if (dupStart != dupEnd && before(skb.seq, dupEnd)) {
      inside = matchToBlock(tp, skb, dupStart, dupEnd);
      if (inside > 0) twice = true;
    }
    if (inside <= 0) {
      const shifted = shiftData(tp, skb, start, end, ack, twice);
      if (shifted != null) {
        tp.sackHint = shifted;
        skb = shifted.next;
        continue;
      }
      inside = matchToBlock(tp, skb, start, end);
    }
    if (inside < 0) return skb;
    if (inside > 0) {
      skb.sacked = tagOne(tp, skb, skb.endSeq, skb.pcount, ack, twice);
      rateSkbDelivered(tp, ack, skb);
      if (skb.sacked & SACKED_ACKED) sortedRemove(tp, skb);
      tp.sackHint = skb;
    }
    skb = skb.next;
  }
  return null;
}

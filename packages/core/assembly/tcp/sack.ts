import { FLAG_DSACK, Packet, sackBlock } from '../packet';
import { AckState } from './ack_state';
import { FLAG_DATA_SACKED, FLAG_DSACK_TLP, FLAG_DSACKING_ACK, FLAG_ORIG_SACK_ACKED } from './flags';
import { fragment, queueRemove, segmentsOf, sortedRemove } from './queue';
import { checkReordering, rackAdvance } from './rack';
import { rateSkbDelivered } from './rate';
import { after, before } from './seq';
import { EVER_RETRANS, LOST, RETRANS, SACKED_ACKED, SACKED_RETRANS, TAGBITS, TcpSkb } from './skb';
import { CA_LOSS, Tcp } from './tcp';

/** The SACK scoreboard (RFC 2018, RFC 6675): marks on the skbs of the retransmit queue. */

/** `tcp_highest_sack_seq`. */
export function highestSackSeq(tp: Tcp): u32 {
  return tp.sackedOut == 0 ? tp.sndUna : tp.highestSackSeq;
}

/** `tcp_sacktag_one`: this skb lies inside a SACK block. */
function tagOne(tp: Tcp, skb: TcpSkb, ack: AckState, duplicate: bool): void {
  const pcount = skb.pcount;
  if (duplicate && skb.sacked & RETRANS) {
    if (tp.undoMarker != 0 && tp.undoRetrans > 0 && after(skb.endSeq, tp.undoMarker)) {
      tp.undoRetrans = max<i32>(0, tp.undoRetrans - <i32>pcount);
    }
    if (skb.sacked & SACKED_ACKED && before(skb.seq, ack.reord)) ack.reord = skb.seq;
  }
  if (!(skb.sacked & SACKED_ACKED)) {
    rackAdvance(tp, skb.sacked, skb.endSeq, skb.sentAt);
    if (skb.sacked & SACKED_RETRANS) {
      // Not marked lost: the retransmission is believed to be in flight still.
      if (skb.sacked & LOST) {
        skb.sacked &= ~(LOST | SACKED_RETRANS);
        tp.lostOut -= pcount;
        tp.retransOut -= pcount;
      }
    } else {
      if (!(skb.sacked & RETRANS)) {
        if (before(skb.seq, highestSackSeq(tp)) && before(skb.seq, ack.reord)) ack.reord = skb.seq;
        if (!after(skb.endSeq, tp.highSeq)) ack.flags |= FLAG_ORIG_SACK_ACKED;
        if (ack.firstSackAt == 0) ack.firstSackAt = skb.sentAt;
        ack.lastSackAt = skb.sentAt;
      }
      if (skb.sacked & LOST) {
        skb.sacked &= ~LOST;
        tp.lostOut -= pcount;
      }
    }
    skb.sacked |= SACKED_ACKED;
    ack.flags |= FLAG_DATA_SACKED;
    ack.sackDelivered += pcount;
    if (tp.sackedOut == 0 || after(skb.endSeq, tp.highestSackSeq)) tp.highestSackSeq = skb.endSeq;
    tp.sackedOut += pcount;
    sortedRemove(tp, skb);
    rateSkbDelivered(tp, ack, skb);
  }
  if (duplicate && skb.sacked & SACKED_RETRANS) {
    skb.sacked &= ~SACKED_RETRANS;
    tp.retransOut -= pcount;
  }
}

/** `tcp_match_skb_to_sack`: cuts an skb that a block covers in part, at a multiple of the MSS. True: it lies inside. */
function matchToBlock(tp: Tcp, skb: TcpSkb, start: u32, end: u32): bool {
  let inside = !after(start, skb.seq) && !before(end, skb.endSeq);
  if (skb.pcount > 1 && !inside && after(skb.endSeq, start)) {
    const mss = skb.mss;
    const bytes = skb.endSeq - skb.seq;
    inside = !after(start, skb.seq);
    let length: u32;
    if (!inside) {
      length = max(start - skb.seq, mss);
    } else {
      length = end - skb.seq;
      if (length < mss) return false;
    }
    if (length > mss) {
      let whole = (length / mss) * mss;
      if (!inside && whole < length) whole += mss;
      length = whole;
    }
    if (length >= bytes) return inside;
    fragment(tp, skb, length);
  }
  return inside;
}

/**
 * `tcp_shift_skb_data`: a SACKed skb right behind another becomes part of it, so that the list stays as short
 * as the number of holes.
 */
function mergeIntoPrevious(tp: Tcp, skb: TcpSkb): TcpSkb {
  const prev = skb.prev;
  if (prev == null || prev.endSeq != skb.seq) return skb;
  // That one of them was retransmitted once does not keep them apart.
  if ((prev.sacked & TAGBITS) != SACKED_ACKED || (skb.sacked & TAGBITS) != SACKED_ACKED) return skb;
  if (tp.sendHead == skb || prev.mss != skb.mss) return skb;
  // Segment counts only add up when the first part is whole.
  if ((prev.endSeq - prev.seq) % prev.mss != 0) return skb;
  prev.endSeq = skb.endSeq;
  prev.pcount += skb.pcount;
  const bytes = skb.endSeq - skb.seq;
  prev.truesize += bytes;
  skb.truesize -= bytes;
  prev.push |= skb.push;
  prev.sacked |= skb.sacked & EVER_RETRANS;
  if (tp.retransmitHint == skb) tp.retransmitHint = prev;
  queueRemove(tp, skb);
  return prev;
}

/** First skb that ends above `seq`, searched from where the last block was found. */
function seek(tp: Tcp, seq: u32): TcpSkb | null {
  let skb: TcpSkb | null = tp.sackHint;
  if (skb == null) skb = tp.head;
  if (skb == null) return null;
  while (skb != tp.head && after(skb.seq, seq)) skb = skb.prev!;
  while (skb != null && skb != tp.sendHead && !after(skb.endSeq, seq)) skb = skb.next;
  return skb == tp.sendHead ? null : skb;
}

/** `tcp_sacktag_walk` over one block. */
function tagBlock(tp: Tcp, start: u32, end: u32, ack: AckState, duplicate: bool): void {
  let skb = seek(tp, start);
  while (skb != null && skb != tp.sendHead && before(skb.seq, end)) {
    if (matchToBlock(tp, skb, start, end)) {
      tagOne(tp, skb, ack, duplicate);
      skb = mergeIntoPrevious(tp, skb);
      tp.sackHint = skb;
    }
    skb = skb.next;
  }
}

function blockStart(packet: Packet, i: u32): u32 {
  return load<u32>(sackBlock(packet, i));
}

function blockEnd(packet: Packet, i: u32): u32 {
  return load<u32>(sackBlock(packet, i), 4);
}

/** `tcp_check_dsack`, `tcp_dsack_seen`: the first block reports data that had arrived before. */
function duplicateSeen(tp: Tcp, start: u32, end: u32, priorUna: u32, ack: AckState): void {
  const segments = segmentsOf(end - start, tp.mss);
  if (tp.tlpHighSeq != 0 && tp.tlpHighSeq == end) ack.flags |= FLAG_DSACK_TLP;
  if (tp.reordSeen && !(ack.flags & FLAG_DSACK_TLP)) tp.rackDsackSeen = 1;
  ack.flags |= FLAG_DSACKING_ACK;
  if (tp.undoMarker != 0 && tp.undoRetrans > 0 && !after(end, priorUna) && after(end, tp.undoMarker)) {
    tp.undoRetrans = max<i32>(0, tp.undoRetrans - <i32>segments);
  }
}

/** `tcp_sacktag_write_queue`: applies the blocks of an ACK, lowest first. */
export function applySack(tp: Tcp, packet: Packet, priorUna: u32, ack: AckState): void {
  let count = packet.truesize;
  let from: u32 = 0;
  if (packet.flags & FLAG_DSACK) {
    duplicateSeen(tp, blockStart(packet, 0), blockEnd(packet, 0), priorUna, ack);
    // A duplicate above the cumulative ACK may still carry marks to clear.
    if (after(blockEnd(packet, 0), tp.sndUna)) tagBlock(tp, blockStart(packet, 0), blockEnd(packet, 0), ack, true);
    from = 1;
  }
  let done: u32 = 0;
  while (count > from + done) {
    let lowest: i32 = -1;
    for (let i = from; i < count; i++) {
      if (blockEnd(packet, i) == blockStart(packet, i)) continue;
      if (lowest < 0 || before(blockStart(packet, i), blockStart(packet, <u32>lowest))) lowest = <i32>i;
    }
    if (lowest < 0) break;
    const i = <u32>lowest;
    const start = blockStart(packet, i);
    const end = blockEnd(packet, i);
    if (after(end, tp.sndUna) && !after(end, tp.sndNxt)) tagBlock(tp, start, end, ack, false);
    // Each block is used once; the packet is about to be freed.
    store<u32>(sackBlock(packet, i), start, 4);
    done++;
  }
  if (tp.caState != CA_LOSS || tp.undoMarker != 0) checkReordering(tp, ack.reord, highestSackSeq(tp));
}

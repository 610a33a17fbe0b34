import { FLAG_DSACK, Packet, sackBlock } from '../packet';
import { AckState } from './ack_state';
import { FLAG_DSACK_TLP, FLAG_DSACKING_ACK } from './flags';
import { segmentsOf } from './queue';
import { checkReordering } from './rack';
import { skipTo, walk } from './sack_walk';
import { after, before } from './seq';
import { TcpSkb } from './skb';
import { CA_LOSS, Tcp } from './tcp';

/** The SACK scoreboard (RFC 2018, RFC 6675): the blocks of an ACK. `sack_walk.ts` has what one of them does. */

/** `tcp_highest_sack_seq`. */
export function highestSackSeq(tp: Tcp): u32 {
  return tp.sackedOut == 0 ? tp.sndUna : tp.highestSackSeq;
}

/** Blocks that an ACK can carry, and that `recv_sack_cache` keeps. */
const BLOCKS: u32 = 4;

function blockStart(packet: Packet, i: u32): u32 {
  return load<u32>(sackBlock(packet, i));
}

function blockEnd(packet: Packet, i: u32): u32 {
  return load<u32>(sackBlock(packet, i), 4);
}

function setBlock(packet: Packet, i: u32, start: u32, end: u32): void {
  store<u32>(sackBlock(packet, i), start);
  store<u32>(sackBlock(packet, i), end, 4);
}

function cacheStart(tp: Tcp, i: u32): u32 {
  return load<u32>(changetype<usize>(tp) + offsetof<Tcp>('cacheStart0') + ((<usize>i) << 3));
}

function cacheEnd(tp: Tcp, i: u32): u32 {
  return load<u32>(changetype<usize>(tp) + offsetof<Tcp>('cacheEnd0') + ((<usize>i) << 3));
}

function setCache(tp: Tcp, i: u32, start: u32, end: u32): void {
  store<u32>(changetype<usize>(tp) + offsetof<Tcp>('cacheStart0') + ((<usize>i) << 3), start);
  store<u32>(changetype<usize>(tp) + offsetof<Tcp>('cacheEnd0') + ((<usize>i) << 3), end);
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

/** `tcp_is_sackblock_valid`. */
function blockValid(tp: Tcp, duplicate: bool, start: u32, end: u32): bool {
  if (after(end, tp.sndNxt) || !before(start, end)) return false;
  if (after(start, tp.sndUna)) return true;
  if (!duplicate || tp.undoMarker == 0 || after(end, tp.sndUna)) return false;
  if (!before(start, tp.undoMarker)) return true;
  return after(end, tp.undoMarker) && !before(start, end - tp.maxWindow);
}

/** Keeps the blocks that say something, by sequence number. Returns where the first one is now; -1: not among them. */
function takeBlocks(tp: Tcp, packet: Packet, priorUna: u32, duplicate: bool): i32 {
  const count = min(packet.truesize, BLOCKS);
  let first: i32 = 0;
  let used: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const start = blockStart(packet, i);
    const end = blockEnd(packet, i);
    if (blockValid(tp, duplicate && i == 0, start, end) && after(end, priorUna)) setBlock(packet, used++, start, end);
    else if (i == 0) first = -1;
  }
  packet.truesize = used;
  // By sequence number; `first` follows the block that came first.
  for (let i: i32 = <i32>used - 1; i > 0; i--) {
    for (let j: i32 = 0; j < i; j++) {
      const start = blockStart(packet, j);
      const end = blockEnd(packet, j);
      if (!after(start, blockStart(packet, j + 1))) continue;
      setBlock(packet, j, blockStart(packet, j + 1), blockEnd(packet, j + 1));
      setBlock(packet, j + 1, start, end);
      if (j == first) first = j + 1;
    }
  }
  return first;
}

/**
 * `tcp_sacktag_write_queue`: applies the blocks of an ACK, lowest first. What the ACK before said already is not walked
 * over again (`recv_sack_cache`).
 */
export function applySack(tp: Tcp, packet: Packet, priorUna: u32, ack: AckState): void {
  const duplicate = (packet.flags & FLAG_DSACK) != 0;
  if (duplicate) duplicateSeen(tp, blockStart(packet, 0), blockEnd(packet, 0), priorUna, ack);
  if (before(packet.seq, priorUna - tp.maxWindow)) return;
  if (tp.packetsOut != 0) {
    const first = takeBlocks(tp, packet, priorUna, duplicate);
    walkBlocks(tp, packet, duplicate ? first : -1, ack);
  }
  if (tp.caState != CA_LOSS || tp.undoMarker != 0) checkReordering(tp, ack.reord, highestSackSeq(tp));
}

/** The loop of `tcp_sacktag_write_queue`; `dup` is the block that reports duplicates, -1: none does. */
function walkBlocks(tp: Tcp, packet: Packet, dup: i32, ack: AckState): void {
  const used = packet.truesize;
  let skb: TcpSkb | null = null;
  let cached: u32 = tp.sackedOut == 0 ? BLOCKS : 0;
  while (cached < BLOCKS && cacheStart(tp, cached) == cacheEnd(tp, cached)) cached++;
  let i: u32 = 0;
  while (i < used) {
    const start = blockStart(packet, i);
    const end = blockEnd(packet, i);
    const isDup = <i32>i == dup;
    const nextDup = <i32>i + 1 == dup;
    const dupStart = nextDup ? blockStart(packet, i + 1) : 0;
    const dupEnd = nextDup ? blockEnd(packet, i + 1) : 0;
    while (cached < BLOCKS && !before(start, cacheEnd(tp, cached))) cached++;
    if (cached < BLOCKS && !isDup && after(end, cacheStart(tp, cached))) {
      const from = cacheStart(tp, cached);
      const to = cacheEnd(tp, cached);
      if (before(start, from)) {
        skb = walk(tp, skipTo(tp, skb, start), dupStart, dupEnd, start, from, ack, false);
      }
      if (!after(end, to)) {
        i++;
        continue;
      }
      // tcp_maybe_skipping_dsack
      if (nextDup && before(dupStart, to)) {
        skb = walk(tp, skipTo(tp, skb, dupStart), 0, 0, dupStart, dupEnd, ack, true);
      }
      cached++;
      if (highestSackSeq(tp) != to) {
        skb = skipTo(tp, skb, to);
        continue;
      }
      skb = skipTo(tp, null, to);
      if (skb == null) break;
    } else {
      skb = skipTo(tp, skb, start);
    }
    skb = walk(tp, skb, dupStart, dupEnd, start, end, ack, isDup);
    i++;
  }
  const empty = BLOCKS - used;
  for (let k: u32 = 0; k < BLOCKS; k++) {
    if (k < empty) setCache(tp, k, 0, 0);
    else setCache(tp, k, blockStart(packet, k - empty), blockEnd(packet, k - empty));
  }
}

import { arenaAlloc } from '../memory/arena';
import { state } from '../state';
import { after, before } from '../tcp/seq';
import { Receiver } from './receiver';
import { HEAD_TRUESIZE } from './truesize';

/** A run of bytes that arrived above a hole (`out_of_order_queue`, whose neighbours are coalesced). */
@unmanaged
export class OooRange {
  next: OooRange | null;
  prev: OooRange | null;
  start: u32;
  end: u32;
  /** `truesize` of what is in it, bytes. */
  truesize: u32;
  /** Page fragments of the last skb in it (`nr_frags`). */
  frags: u32;
}

const CHUNK: u32 = 32;

function rangeAlloc(): OooRange {
  const size = <usize>offsetof<OooRange>();
  if (state.freeRanges == 0) {
    const at = arenaAlloc(size * CHUNK);
    for (let i: u32 = 0; i < CHUNK; i++) {
      const p = at + size * (CHUNK - 1 - i);
      store<usize>(p, state.freeRanges);
      state.freeRanges = p;
    }
  }
  const p = state.freeRanges;
  state.freeRanges = load<usize>(p);
  memory.fill(p, 0, size);
  return changetype<OooRange>(p);
}

function unlink(rcv: Receiver, range: OooRange): void {
  const next = range.next;
  const prev = range.prev;
  if (prev == null) rcv.oooHead = next;
  else prev.next = next;
  if (next == null) rcv.oooTail = prev;
  else next.prev = prev;
  rcv.oooMem -= range.truesize;
  const p = changetype<usize>(range);
  store<usize>(p, state.freeRanges);
  state.freeRanges = p;
}

function insertAfter(rcv: Receiver, at: OooRange | null, start: u32, end: u32): OooRange {
  const range = rangeAlloc();
  range.start = start;
  range.end = end;
  const next = at == null ? rcv.oooHead : at.next;
  range.prev = at;
  range.next = next;
  if (at == null) rcv.oooHead = range;
  else at.next = range;
  if (next == null) rcv.oooTail = range;
  else next.prev = range;
  return range;
}

/** What `oooInsert` found: all of it was here; it is an skb of its own; it went into the one before (`skb_try_coalesce`). */
export const OOO_DUPLICATE: u32 = 0;
export const OOO_NEW: u32 = 1;
export const OOO_COALESCED: u32 = 2;

/** `MAX_SKB_FRAGS`. */
const MAX_FRAGS: u32 = 17;

/**
 * `tcp_data_queue_ofo`: keeps `start` … `end`, which lie in `frags` pages or, for 0, in an skb's head, until the hole below
 * is filled. Returns what became of it; the caller charges the buffer for `truesize` unless all of it was here already.
 * Of an skb whose pages go into the one before, the head is free.
 */
export function oooInsert(rcv: Receiver, start: u32, end: u32, truesize: u32, frags: u32): u32 {
  let at = rcv.oooTail;
  while (at != null && before(start, at.start)) at = at.prev;
  let range: OooRange;
  let result = OOO_NEW;
  if (at != null && !after(start, at.end)) {
    if (!after(end, at.end)) return OOO_DUPLICATE;
    if (start == at.end && frags != 0 && at.frags + frags <= MAX_FRAGS) result = OOO_COALESCED;
    at.end = end;
    range = at;
  } else {
    range = insertAfter(rcv, at, start, end);
  }
  range.frags = result == OOO_COALESCED ? range.frags + frags : frags;
  range.truesize += result == OOO_COALESCED ? truesize - HEAD_TRUESIZE : truesize;
  let next = range.next;
  while (next != null && !before(range.end, next.start)) {
    if (after(next.end, range.end)) range.end = next.end;
    const memory = next.truesize;
    range.frags = next.frags;
    unlink(rcv, next);
    range.truesize += memory;
    rcv.oooMem += memory;
    next = range.next;
  }
  return result;
}

/** `tcp_ofo_queue`: moves on over what a filled hole has joined. */
export function oooDrain(rcv: Receiver): void {
  let range = rcv.oooHead;
  while (range != null && !after(range.start, rcv.rcvNxt)) {
    if (after(range.end, rcv.rcvNxt)) rcv.rcvNxt = range.end;
    rcv.queuedMem += range.truesize;
    unlink(rcv, range);
    range = rcv.oooHead;
  }
}

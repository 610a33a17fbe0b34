import { after, before } from '../tcp/seq';
import { compressedAckNow } from './ack';
import { NUM_SACKS, SACK_BLOCKS_EXPECTED } from './constants';
import { Receiver } from './receiver';

/** The SACK blocks that the receiver reports: the most recently changed first (RFC 2018 §4). */

function at(rcv: Receiver, i: u32): usize {
  return changetype<usize>(rcv) + offsetof<Receiver>('sackStart0') + ((<usize>i) << 3);
}

export function sackStart(rcv: Receiver, i: u32): u32 {
  return load<u32>(at(rcv, i));
}

export function sackEnd(rcv: Receiver, i: u32): u32 {
  return load<u32>(at(rcv, i) + 4);
}

function put(rcv: Receiver, i: u32, start: u32, end: u32): void {
  store<u32>(at(rcv, i), start);
  store<u32>(at(rcv, i) + 4, end);
}

/** Takes block `i` out and closes the gap. */
function remove(rcv: Receiver, i: u32): void {
  for (let j = i + 1; j < rcv.sackCount; j++) put(rcv, j - 1, sackStart(rcv, j), sackEnd(rcv, j));
  rcv.sackCount--;
}

function pushFront(rcv: Receiver, start: u32, end: u32): void {
  if (rcv.sackCount >= NUM_SACKS) rcv.sackCount = NUM_SACKS - 1;
  for (let j = rcv.sackCount; j > 0; j--) put(rcv, j, sackStart(rcv, j - 1), sackEnd(rcv, j - 1));
  put(rcv, 0, start, end);
  rcv.sackCount++;
}

/** `tcp_sack_maybe_coalesce`: the first block has grown, perhaps up to others. */
function coalesceFirst(rcv: Receiver): void {
  let i: u32 = 1;
  while (i < rcv.sackCount) {
    const s = sackStart(rcv, i);
    const e = sackEnd(rcv, i);
    if (!after(sackStart(rcv, 0), e) && !after(s, sackEnd(rcv, 0))) {
      put(
        rcv,
        0,
        before(s, sackStart(rcv, 0)) ? s : sackStart(rcv, 0),
        after(e, sackEnd(rcv, 0)) ? e : sackEnd(rcv, 0),
      );
      remove(rcv, i);
    } else {
      i++;
    }
  }
}

/**
 * `tcp_sack_new_ofo_skb`: the block that this data extends moves to the front, or a new one is put there.
 * A change beyond the blocks that fit into one ACK must not wait for a compressed one.
 */
export function sackAdd(rcv: Receiver, start: u32, end: u32): void {
  let i: u32 = 0;
  for (; i < rcv.sackCount; i++) {
    const s = sackStart(rcv, i);
    const e = sackEnd(rcv, i);
    if (after(start, e) || after(s, end)) continue;
    const low = before(start, s) ? start : s;
    const high = after(end, e) ? end : e;
    put(rcv, i, low, high);
    if (i >= SACK_BLOCKS_EXPECTED) compressedAckNow(rcv);
    for (let j = i; j > 0; j--) put(rcv, j, sackStart(rcv, j - 1), sackEnd(rcv, j - 1));
    put(rcv, 0, low, high);
    coalesceFirst(rcv);
    return;
  }
  if (i >= SACK_BLOCKS_EXPECTED) compressedAckNow(rcv);
  pushFront(rcv, start, end);
}

/** `tcp_sack_remove`: blocks that the cumulative ACK has reached. */
export function sackTrim(rcv: Receiver): void {
  if (rcv.oooHead == null) {
    rcv.sackCount = 0;
    return;
  }
  let i: u32 = 0;
  while (i < rcv.sackCount) {
    if (before(rcv.rcvNxt, sackStart(rcv, i))) i++;
    else remove(rcv, i);
  }
}

/** `tcp_dsack_set`, `tcp_dsack_extend`: data that had arrived before (RFC 2883). */
export function dsackSet(rcv: Receiver, start: u32, end: u32): void {
  if (rcv.dsack) {
    if (before(start, rcv.dsackStart)) rcv.dsackStart = start;
    if (after(end, rcv.dsackEnd)) rcv.dsackEnd = end;
    return;
  }
  rcv.dsack = 1;
  rcv.dsackStart = start;
  rcv.dsackEnd = end;
}

import { FLAG_PSH, Packet } from '../packet';
import { serverNotify } from '../sched/server';
import { sched } from '../sched/state';
import { jiffiesNow } from '../tcp/jiffies';
import { after, before } from '../tcp/seq';
import { checkAck, enterQuickAck, quickAcks, sendAckOfReading } from './ack';
import { GROW_WINDOW_MIN } from './constants';
import { guest, readLater } from './guest';
import { copyToUser, unread } from './read';
import { OOO_COALESCED, OOO_DUPLICATE, oooDrain, oooInsert } from './reassembly';
import { Receiver } from './receiver';
import { dsackSet, sackAdd, sackTrim } from './sack';
import { steadyCheck } from './steady';
import { fragsOf, HEAD_TRUESIZE, isPaged, truesizeOf } from './truesize';
import { growBuffer, growWindow, receiveWindow, rttMeasure, rttMeasureTs, updateScalingRatio } from './window';

/** `ICSK_ACK_PUSHED`, `ICSK_ACK_PUSHED2`. */
const PUSHED: u32 = 1;
const PUSHED2: u32 = 2;

/** `tcp_measure_rcv_mss`. */
function measureMss(rcv: Receiver, packet: Packet, truesize: u32): void {
  // Of a TSO slot the kernel takes gso_size for the MSS, and the whole for the overhead.
  const length = packet.segments > 1 ? rcv.advmss : packet.payload;
  if (length >= rcv.rcvMss) {
    if (length != rcv.rcvMss) updateScalingRatio(rcv, packet.payload, truesize);
    rcv.rcvMss = min(length, rcv.advmss);
    if (packet.flags & FLAG_PSH) rcv.ackPushed |= PUSHED;
    return;
  }
  if (rcv.ackPushed & PUSHED) rcv.ackPushed |= PUSHED2;
  rcv.ackPushed |= PUSHED;
}

/** `tcp_event_data_recv`: data in order have come. */
function dataEvent(rcv: Receiver, packet: Packet, truesize: u32): void {
  rcv.ackScheduled = 1;
  measureMss(rcv, packet, truesize);
  rttMeasure(rcv);
  const least = rcv.leastAto;
  const now = <u32>jiffiesNow();
  if (rcv.ato == 0) {
    quickAcks(rcv);
    rcv.ato = least;
  } else {
    const gap = now - rcv.lastReceived;
    if (gap <= least / 2) {
      rcv.ato = (rcv.ato >> 1) + least / 2;
    } else if (gap < rcv.ato) {
      rcv.ato = min((rcv.ato >> 1) + gap, min(rcv.rtoTicks, rcv.mostAto));
    } else if (gap > rcv.rtoTicks) {
      // A long silence: the sender will slow-start again.
      quickAcks(rcv);
    }
  }
  rcv.lastReceived = now;
  // truesize_adjust: the head of a paged skb holds nothing once the headers are pulled.
  if (packet.payload >= GROW_WINDOW_MIN)
    growWindow(rcv, packet.payload, isPaged(packet) ? truesize - HEAD_TRUESIZE : truesize);
}

/** The application reads all there is, which may send an ACK of its own; one that shares the CPU does so in its turn. */
function applicationReads(rcv: Receiver, payload: u32): void {
  const n = unread(rcv);
  if (n == 0 || sched.active) return;
  rcv.firstUnread = payload;
  if (copyToUser(rcv, n)) sendAckOfReading(rcv);
}

/** `tcp_rcv_established` and `tcp_data_queue` for a data packet. The caller frees the packet. */
export function receiveData(rcv: Receiver, packet: Packet): void {
  const start = packet.seq;
  // tcp_replace_ts_recent: the echo is that of the packet that the last ACK awaited (RFC 7323 §4.3).
  if (!after(start, rcv.rcvWup) && !before(packet.tsval, rcv.tsRecent)) rcv.tsRecent = packet.tsval;
  rttMeasureTs(rcv, packet.tsecr, packet.payload);
  rcv.steady = 0;
  rcv.quietUntil = 0;
  if (start == rcv.rcvNxt) inOrder(rcv, packet);
  else if (!elsewhere(rcv, packet)) return;
  checkAck(rcv);
  if (guest.perByte != 0) {
    guest.debt += guest.perPacket;
    readLater(rcv);
    return;
  }
  applicationReads(rcv, packet.payload);
  steadyCheck(rcv);
}

/** What is expected next has come, perhaps with something before it. */
function inOrder(rcv: Receiver, packet: Packet): void {
  const truesize = truesizeOf(packet, rcv.advmss);
  const end = packet.seq + packet.payload;
  if (unread(rcv) == 0) rcv.firstUnread = end - rcv.rcvNxt;
  rcv.rcvNxt = end;
  rcv.queuedMem += truesize;
  dataEvent(rcv, packet, truesize);
  if (rcv.oooHead != null) {
    oooDrain(rcv);
    // The gap is closed: the sender should know at once (RFC 5681 §4.2).
    if (rcv.oooHead == null) rcv.ackNow = 1;
  }
  if (rcv.sackCount != 0) sackTrim(rcv);
  // tcp_data_ready
  if (sched.active) serverNotify();
}

/** What begins before or after the byte that is expected next; false if none of it counts. */
function elsewhere(rcv: Receiver, packet: Packet): bool {
  const start = packet.seq;
  const end = start + packet.payload;
  const old = !after(end, rcv.rcvNxt);
  if (old) dsackSet(rcv, start, end);
  if (old || (!before(start, rcv.rcvNxt + receiveWindow(rcv)) && receiveWindow(rcv) != 0)) {
    enterQuickAck(rcv);
    rcv.ackScheduled = 1;
    checkAck(rcv);
    return false;
  }
  if (before(start, rcv.rcvNxt)) {
    dsackSet(rcv, start, rcv.rcvNxt);
    inOrder(rcv, packet);
  } else {
    outOfOrder(rcv, packet, start, end);
  }
  return true;
}

function outOfOrder(rcv: Receiver, packet: Packet, start: u32, end: u32): void {
  const truesize = truesizeOf(packet, rcv.advmss);
  rcv.ackScheduled = 1;
  measureMss(rcv, packet, truesize);
  const inserted = oooInsert(rcv, start, end, truesize, fragsOf(packet));
  if (inserted != OOO_DUPLICATE) {
    sackAdd(rcv, start, end);
    // Only what is coalesced with an earlier skb, page by page, is charged before the window grows.
    const coalesced = inserted == OOO_COALESCED;
    if (coalesced) rcv.oooMem += truesize - HEAD_TRUESIZE;
    growWindow(rcv, packet.payload, truesize);
    if (!coalesced) rcv.oooMem += truesize;
  } else {
    dsackSet(rcv, start, end);
    sackAdd(rcv, start, end);
  }
  // The buffer has to hold what lies beyond the hole, too.
  growBuffer(rcv, rcv.spaceBytes);
}

import { config } from '../config';
import { TIMER_DELACK } from '../events/kinds';
import { timerSetWheel } from '../events/timer';
import { ackKind, FLAG_PSH, Packet, packetFree, TCP_HEADERS } from '../packet';
import { pathReturn } from '../path/path';
import { state } from '../state';
import { counters } from '../stats/counters';
import { jiffiesNow, timestampMs } from '../tcp/jiffies';
import { before } from '../tcp/seq';
import { ackOfWiderWindow, READS_BEFORE_ACK, READS_BEFORE_APP_ACK } from './ack';
import { quietFrom } from './quiet';
import { Receiver } from './receiver';
import { adjustSpace, offer, rttMeasure, rttMeasureTs, windowGrows } from './window';

/**
 * Data as nearly all of a bulk transfer: a full segment, the one that is expected next, at a receiver that is at rest. It
 * does to the receiver what `receiveData` does, without the questions to which the rest is the answer.
 *
 * At rest (`Receiver.steady`) nothing is out of order or to be told by SACK, no ACK is due at once, the window has grown
 * as far as it can, and all has been read. So each full segment finds the same memory in use, and the ACKs for them offer
 * the same windows as long as the buffer stays as large: `steadyWindow` before the application has read the segment,
 * `readWindow` afterwards. All that ends this happens in `receiveData`, but for the growth of the buffer, which ends it
 * itself (`growBuffer`).
 */

/** At the end of `receiveData`: is the receiver at rest now? */
export function steadyCheck(rcv: Receiver): void {
  if (rcv.quick != 0 || rcv.oooHead != null || rcv.oooMem != 0) return;
  if (rcv.rcvMss != rcv.advmss || rcv.ackNow || rcv.ackPushed != 0 || rcv.sackCount != 0 || rcv.dsack) return;
  if (rcv.compressedAck != 0 || rcv.queuedMem != 0 || rcv.windowScale == 0) return;
  if (rcv.rttTime == 0 || rcv.ato == 0 || rcv.copiedSeq != rcv.rcvNxt || !config.delayedAck) return;
  // An offer of less than half of what there can be ends quick ACKs: it does something, and this is no rest.
  rcv.quick = 1;
  rcv.readWindow = offer(rcv);
  rcv.queuedMem = config.truesize;
  rcv.steadyWindow = offer(rcv);
  rcv.steady = windowGrows(rcv) ? 0 : rcv.quick;
  rcv.quick = 0;
  rcv.queuedMem = 0;
}

/** Takes the packet, or returns false: then it is one for `receiveData`, and nothing has changed. */
export function steadyData(rcv: Receiver, packet: Packet): bool {
  const start = packet.seq;
  const payload = packet.payload;
  if (!rcv.steady || start != rcv.rcvNxt || payload != rcv.rcvMss || packet.segments != 1) return false;
  // `checkAck`: this is the second segment to acknowledge. The first is acknowledged later, unless it has PSH.
  const second = start != rcv.rcvWup;
  if (second ? rcv.readWindow < rcv.rcvWnd : (packet.flags & FLAG_PSH) != 0) return false;
  const now = <u32>jiffiesNow();
  const gap = now - rcv.lastReceived;
  // After a long silence the sender will slow-start.
  if (gap > rcv.rtoTicks) return false;
  const ato = atoAfter(rcv, gap);
  // `delayAck`
  let ticks = ato <= rcv.leastAto ? ato : longDelay(rcv, ato);
  if (rcv.ackTimer) {
    const left = <i32>(rcv.ackTimeout - now);
    if (left <= <i32>(ticks >> 2)) return false;
    ticks = min(ticks, <u32>left);
  }

  rcv.quietUntil = 0;
  if (!second && !before(packet.tsval, rcv.tsRecent)) rcv.tsRecent = packet.tsval;
  rttMeasureTs(rcv, packet.tsecr, payload);
  rcv.rcvNxt = start + payload;
  rttMeasure(rcv);
  rcv.ato = ato;
  rcv.lastReceived = now;
  // The ACK leaves before the application reads, where it would not offer less than the last.
  const window = rcv.steadyWindow;
  const early = second && window >= rcv.rcvWnd;
  if (!early) timerSetWheel(rcv.flow.timer(TIMER_DELACK), ticks, TIMER_DELACK, changetype<usize>(rcv.flow));
  read(rcv, payload);
  if (!second) {
    rcv.ackScheduled = 1;
    rcv.ackTimer = 1;
    rcv.ackTimeout = now + ticks;
    packetFree(packet);
    ackOfWiderWindow(rcv);
    quietFrom(rcv, ticks);
  } else if (early) {
    acknowledge(rcv, packet, window, READS_BEFORE_ACK);
    ackOfWiderWindow(rcv);
  } else {
    acknowledge(rcv, packet, rcv.steady ? rcv.readWindow : offer(rcv), READS_BEFORE_APP_ACK);
  }
  return true;
}

/** The delayed-ACK estimate after a gap, as in `dataEvent`. */
function atoAfter(rcv: Receiver, gap: u32): u32 {
  const half = rcv.leastAto >> 1;
  if (gap <= half) return (rcv.ato >> 1) + half;
  if (gap < rcv.ato) return min((rcv.ato >> 1) + gap, min(rcv.rtoTicks, rcv.mostAto));
  return rcv.ato;
}

/** As in `delayAck`; PSH makes no difference, because the other bound is the lower. */
function longDelay(rcv: Receiver, ato: u32): u32 {
  return min(min(ato, max(rcv.srttTicks, rcv.leastAto)), rcv.mostAto);
}

/** `applicationReads`. */
function read(rcv: Receiver, payload: u32): void {
  adjustSpace(rcv, payload);
  countRead(rcv, payload);
}

export function countRead(rcv: Receiver, payload: u32): void {
  rcv.copiedSeq = rcv.rcvNxt;
  counters.readBytes += payload;
  if (!state.ended) {
    rcv.flow.goodputBytes += payload;
    counters.goodputBytes += payload;
  }
}

/** `transmitAck`: the packet that has brought the data is the ACK now. */
function acknowledge(rcv: Receiver, packet: Packet, window: u32, reads: u32): void {
  becomeAck(rcv, packet, window);
  pathReturn(packet, reads);
}

export function becomeAck(rcv: Receiver, packet: Packet, window: u32): void {
  ackKind(packet);
  packet.seq = rcv.rcvNxt;
  // `selectWindow`: it is in units already, and not less than what is left of the last.
  packet.window = window;
  packet.tsval = timestampMs(state.now);
  packet.tsecr = rcv.tsRecent;
  packet.length = TCP_HEADERS;
  packet.truesize = 0;
  rcv.rcvWnd = window;
  rcv.rcvWup = rcv.rcvNxt;
  counters.packets++;
  rcv.ackScheduled = 0;
  rcv.ackTimer = 0;
}

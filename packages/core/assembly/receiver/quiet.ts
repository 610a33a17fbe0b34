import { scheduleReturn } from '../events/schedule';
import { FLAG_PSH, Packet, packetFree } from '../packet';
import { NEVER, state } from '../state';
import { tickEnds } from '../tcp/jiffies';
import { before } from '../tcp/seq';
import { Receiver } from './receiver';
import { becomeAck, countRead } from './steady';

/**
 * Data at a receiver at rest (steady.ts), which has had some in the same tick and acknowledges later. Nothing that depends
 * on the time happens then: the estimate of the delayed ACK stays what it is, its timer is set for the tick for which it
 * would be set again, and the buffer is not looked at before `quietUntil`. Only in a run whose events have the straight way
 * (front.ts).
 */

/** The first of two segments has come, and its ACK waits for `ticks`: from when on, and until when, are data quiet ones? */
export function quietFrom(rcv: Receiver, ticks: u32): void {
  const least = rcv.leastAto;
  // Another one in this tick leaves the estimate as it is, and the ACK waits for no less.
  if (!rcv.steady || ticks != rcv.ato || ticks != (least >> 1) << 1) return;
  // `ackOfWiderWindow`, at the smallest window that is left with two segments not acknowledged.
  const window = <i64>min(rcv.steadyWindow, rcv.rcvWnd) - 2 * <i64>rcv.rcvMss;
  if (2 * window <= <i64>rcv.windowClamp) return;
  // `adjustSpace`
  const space = rcv.rttUs8 == 0 ? NEVER : rcv.spaceTime + <u64>(rcv.rttUs8 >> 3) * 1000;
  rcv.quietUntil = min(space, tickEnds());
}

/** Takes the packet, or returns false: then it is one for `steadyData`, and nothing has changed. */
export function quietData(rcv: Receiver, packet: Packet): bool {
  if (state.now >= rcv.quietUntil) return false;
  const start = packet.seq;
  const payload = packet.payload;
  const end = start + payload;
  if (start != rcv.rcvNxt || payload != rcv.rcvMss || packet.segments != 1) return false;
  // `rttMeasureTs`, `rttMeasure`
  if (packet.tsecr != rcv.lastTsecr || !before(end, rcv.rttSeq)) return false;
  if (start == rcv.rcvWup) {
    if (packet.flags & FLAG_PSH) return false;
    if (!before(packet.tsval, rcv.tsRecent)) rcv.tsRecent = packet.tsval;
    rcv.rcvNxt = end;
    rcv.ackScheduled = 1;
    rcv.ackTimer = 1;
    packetFree(packet);
  } else {
    // The ACK leaves before the application has read, or after that (`checkAck`); until then it waits as the first did.
    let window = rcv.steadyWindow;
    if (window < rcv.rcvWnd) {
      window = rcv.readWindow;
      if (window < rcv.rcvWnd) return false;
    }
    rcv.rcvNxt = end;
    becomeAck(rcv, packet, window);
    scheduleReturn(packet);
  }
  countRead(rcv, payload);
  return true;
}

import { config } from '../config';
import { TIMER_COMPRESSED_ACK, TIMER_DELACK } from '../events/kinds';
import { timerSet, timerSetWheel, timerStop } from '../events/timer';
import { flowAt } from '../flow';
import {
  ACK,
  FLAG_DSACK,
  MAX_SACKS,
  Packet,
  packetAlloc,
  SACK_BASE,
  SACK_BLOCK,
  sackBlock,
  TCP_HEADERS,
} from '../packet';
import { pathReturn } from '../path/path';
import { sched } from '../sched/state';
import { NEVER, state } from '../state';
import { counters } from '../stats/counters';
import { FASTRETRANS_THRESH } from '../tcp/constants';
import { jiffiesNow, timestampMs } from '../tcp/jiffies';
import {
  COMP_SACK_DELAY_NS,
  COMP_SACK_NR,
  COMP_SACK_RTT_PERCENT,
  COMP_SACK_SLACK_NS,
  MAX_QUICKACKS,
} from './constants';
import { Receiver } from './receiver';
import { sackEnd, sackStart } from './sack';
import { offer, receiveWindow, selectWindow } from './window';

/** When the receiver acknowledges: at once, every second segment, delayed, or compressed. */

/** Clock readings of the far end's delay line until an ACK of the softirq leaves, and one of the application's reading. */
export const READS_BEFORE_ACK: u32 = 1;
export const READS_BEFORE_APP_ACK: u32 = 4;

/** `__tcp_send_ack` in the softirq that received, or by a timer. */
export function sendAck(rcv: Receiver): void {
  transmitAck(rcv, READS_BEFORE_ACK, offer(rcv));
}

/** `__tcp_cleanup_rbuf`: the application's reading sends an ACK. */
export function sendAckOfReading(rcv: Receiver): void {
  transmitAck(rcv, READS_BEFORE_APP_ACK, offer(rcv));
}

/** `__tcp_cleanup_rbuf`: if the window has doubled through the read, an ACK says so. */
export function ackOfWiderWindow(rcv: Receiver): void {
  const left = receiveWindow(rcv);
  if (2 * <u64>left <= <u64>rcv.windowClamp) offerWider(rcv, left);
}

function offerWider(rcv: Receiver, left: u32): void {
  const wider = offer(rcv);
  if (wider != 0 && wider >= 2 * left) sendAckOfReading(rcv);
}

function transmitAck(rcv: Receiver, reads: u32, window: u32): void {
  const flow = rcv.flow;
  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.kind = ACK;
  packet.segments = 1;
  packet.seq = rcv.rcvNxt;
  packet.window = selectWindow(rcv, window);
  packet.tsval = timestampMs(state.now);
  packet.tsecr = rcv.tsRecent;
  packet.length = TCP_HEADERS;
  if (rcv.sackCount != 0 || rcv.dsack) writeSacks(rcv, packet);
  counters.packets++;
  // tcp_event_ack_sent
  if (rcv.quick != 0) rcv.quick--;
  if (rcv.compressedAck != 0) {
    rcv.compressedAck = 0;
    rcv.compressedDue = 0;
    timerStop(flow.timer(TIMER_COMPRESSED_ACK));
  }
  rcv.ackScheduled = 0;
  rcv.ackNow = 0;
  rcv.ackPushed = 0;
  // inet_csk_clear_xmit_timer: the timer itself runs on.
  rcv.ackTimer = 0;
  pathReturn(packet, reads);
}

/** SACK option: a DSACK first, then the blocks, as many as fit beside the timestamp. */
function writeSacks(rcv: Receiver, packet: Packet): void {
  let n: u32 = 0;
  if (rcv.dsack) {
    rcv.dsack = 0;
    packet.flags |= FLAG_DSACK;
    store<u32>(sackBlock(packet, 0), rcv.dsackStart);
    store<u32>(sackBlock(packet, 0), rcv.dsackEnd, 4);
    n = 1;
  }
  for (let i: u32 = 0; i < rcv.sackCount && n < MAX_SACKS; i++, n++) {
    store<u32>(sackBlock(packet, n), sackStart(rcv, i));
    store<u32>(sackBlock(packet, n), sackEnd(rcv, i), 4);
  }
  packet.truesize = n;
  packet.length += SACK_BASE + SACK_BLOCK * n;
}

/** `tcp_incr_quickack`: acknowledge the next segments at once, so that a slow-starting sender gets going. */
export function quickAcks(rcv: Receiver): void {
  let n = rcv.rcvWnd / (2 * rcv.rcvMss);
  if (n == 0) n = 2;
  n = min(n, MAX_QUICKACKS);
  if (n > rcv.quick) rcv.quick = n;
}

/** `tcp_enter_quickack_mode`. */
export function enterQuickAck(rcv: Receiver): void {
  quickAcks(rcv);
  rcv.ato = rcv.leastAto;
}

/** `tcp_send_delayed_ack`. */
function delayAck(rcv: Receiver): void {
  const least = rcv.leastAto;
  let ato = rcv.ato;
  if (ato > least) {
    let most = rcv.ackPushed != 0 ? rcv.mostAto : config.hz / 2;
    most = min(most, max(rcv.srttTicks, least));
    ato = min(ato, most);
  }
  ato = min(ato, rcv.mostAto);
  const now = <u32>jiffiesNow();
  let ticks = ato;
  if (rcv.ackTimer) {
    const left = <i32>(rcv.ackTimeout - now);
    if (left <= <i32>(ato >> 2)) {
      sendAck(rcv);
      return;
    }
    ticks = min(ticks, <u32>left);
  }
  rcv.ackScheduled = 1;
  rcv.ackTimer = 1;
  rcv.ackTimeout = now + ticks;
  timerSetWheel(rcv.flow.timer(TIMER_DELACK), ticks, TIMER_DELACK, changetype<usize>(rcv.flow));
}

/** `__tcp_ack_snd_check`. */
export function checkAck(rcv: Receiver): void {
  if (!rcv.ackScheduled) return;
  if (rcv.rcvNxt - rcv.rcvWup > rcv.rcvMss) {
    const window = offer(rcv);
    if (window >= rcv.rcvWnd) {
      transmitAck(rcv, READS_BEFORE_ACK, window);
      return;
    }
  }
  if (rcv.quick != 0 || rcv.ackNow || !config.delayedAck) {
    sendAck(rcv);
    return;
  }
  if (rcv.oooHead == null) {
    delayAck(rcv);
    return;
  }
  if (rcv.compressedAck >= COMP_SACK_NR) {
    sendAck(rcv);
    return;
  }
  if (rcv.compressedRcvNxt != rcv.rcvNxt) {
    rcv.compressedRcvNxt = rcv.rcvNxt;
    rcv.dupAckCounter = 0;
  }
  if (rcv.dupAckCounter < FASTRETRANS_THRESH) {
    rcv.dupAckCounter++;
    sendAck(rcv);
    return;
  }
  rcv.compressedAck++;
  const timer = rcv.flow.timer(TIMER_COMPRESSED_ACK);
  if (timer.due != NEVER) return;
  // 8 RTTs in µs, so that 1000 / 8 / 100 of them are one percent of an RTT in ns.
  const rtt = <u64>min(rcv.rttUs8, rcv.srttUs8);
  const delay = min<u64>(COMP_SACK_DELAY_NS, (rtt + (rtt >> 2)) * COMP_SACK_RTT_PERCENT);
  const slack = sched.active ? COMP_SACK_SLACK_NS : 0;
  timerSet(timer, state.now + delay + slack, TIMER_COMPRESSED_ACK, changetype<usize>(rcv.flow));
}

/**
 * `tcp_delack_timer_handler`. Sending an ACK does not stop this timer, so that it may fire for one that has long been
 * sent: compressed ACKs that wait just then need not wait any longer.
 */
export function onDelackTimer(rcv: Receiver): void {
  if (rcv.compressedAck != 0) {
    compressedAckNow(rcv);
    return;
  }
  if (!rcv.ackTimer) return;
  rcv.ackTimer = 0;
  if (!rcv.ackScheduled) return;
  rcv.ato = min(rcv.ato << 1, min(rcv.rtoTicks, rcv.mostAto));
  sendAck(rcv);
}

/** `tcp_sack_compress_send_ack`: an ACK that was held back goes now. */
export function compressedAckNow(rcv: Receiver): void {
  if (rcv.compressedAck != 0) sendAck(rcv);
}

/**
 * The compression timer is due. It is one of those that fire in a softirq (`HRTIMER_MODE_REL_PINNED_SOFT`), which is
 * raised when the slack of the first is over, and then runs all that are due (`hrtimer_interrupt`,
 * `hrtimer_run_softirq`). Interrupts of other timers do not matter.
 */
export function onCompressedAckTimer(rcv: Receiver): void {
  if (rcv.compressedAck == 0) return;
  if (sched.active) {
    compressedAckNow(rcv);
    expireCompressedAcks();
    return;
  }
  if (rcv.compressedDue) {
    flushCompressedAcks();
    return;
  }
  rcv.compressedDue = 1;
  listCompressed(rcv);
  const timer = rcv.flow.timer(TIMER_COMPRESSED_ACK);
  timerSet(timer, state.now + COMP_SACK_SLACK_NS, TIMER_COMPRESSED_ACK, changetype<usize>(rcv.flow));
}

/** The same where the timer is set for the end of its slack (sched/clockevent.ts): those whose slack has begun. */
export function expireCompressedAcks(): void {
  for (let i: u32 = 0; i < state.flowCount; i++) {
    const flow = flowAt(i);
    const timer = flow.timer(TIMER_COMPRESSED_ACK);
    if (timer.due == NEVER || timer.due > state.now + COMP_SACK_SLACK_NS) continue;
    timerStop(timer);
    compressedAckNow(flow.receiver);
  }
}

function listCompressed(rcv: Receiver): void {
  if (rcv.compressedListed) return;
  rcv.compressedListed = 1;
  rcv.compressedNext = 0;
  const at = changetype<usize>(rcv);
  if (state.compressedHead == 0) state.compressedHead = at;
  else changetype<Receiver>(state.compressedTail).compressedNext = at;
  state.compressedTail = at;
}

/** The softirq of timers: all compression timers that are due, the earliest first. */
export function flushCompressedAcks(): void {
  let at = state.compressedHead;
  state.compressedHead = 0;
  while (at != 0) {
    const rcv = changetype<Receiver>(at);
    at = rcv.compressedNext;
    rcv.compressedListed = 0;
    if (rcv.compressedDue) compressedAckNow(rcv);
    rcv.compressedDue = 0;
  }
}

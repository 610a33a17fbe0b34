import { afterSleep } from '../clock';
import { heapPush } from '../events/heap';
import { EVENT_FQ } from '../events/kinds';
import { arenaAlloc } from '../memory/arena';
import { DATA, Packet, TCP_HEADERS } from '../packet';
import { NEVER, SLACK_FQ, state } from '../state';
import { jiffiesNow, usToJiffies } from '../tcp/jiffies';
import { FqFlow, fq, fqAddNew, fqAddOld, fqCheckThrottled, fqFlowOf, fqThrottle } from './fq_state';
import { qdisc } from './qdisc';

/**
 * `sch_fq`: fair queueing with pacing (net/sched/sch_fq.c). Every packet of a TCP socket carries the earliest time at
 * which it may leave (`skb->tstamp`, here `Packet.due`); a flow whose next packet is not due is throttled, and a
 * watchdog restarts the qdisc. Flows that may send take turns of a quantum, new ones first.
 *
 * All traffic here has priority 0 and so lies in band 1 of three; the weights of the bands have no effect then.
 * Idle flows are not collected, as the kernel does after three seconds.
 */

/** `FASTPATH_LIMIT`: packets that the fast path may hold. */
const FASTPATH_LIMIT: u32 = 8;
/** `timer_slack`, ns: the watchdog may fire that much later, together with another timer. */
const TIMER_SLACK_NS: u64 = 10000;
/** `flow_refill_delay` 40 ms, µs: a flow that was idle for longer has at least a quantum. */
const REFILL_DELAY_US: u64 = 40000;
/** `low_rate_threshold` 550 kbit/s, bytes per second: below it every packet is paced on its own. */
const LOW_RATE_THRESHOLD: u64 = 550000 / 8;
/** Longest pause after one packet, ns. */
const MAX_PAUSE_NS: u64 = 1000000000;

export function fqInit(): void {
  const flows = state.flowCount + 1;
  fq.flows = arenaAlloc(<usize>flows * offsetof<FqFlow>());
  for (let i: u32 = 0; i < flows; i++) {
    const f = changetype<FqFlow>(fq.flows + <usize>i * offsetof<FqFlow>());
    f.credit = <i32>fq.initialQuantum;
    f.detached = 1;
  }
  fq.watchdogAt = NEVER;
  fq.watchdogLatest = NEVER;
  if (fq.maxRate == 0) fq.maxRate = NEVER;
}

/** `fq_fastpath_check`: nothing else may leave now, so that there is nobody to be fair to. */
function fastPath(packet: Packet, now: u64): bool {
  if (packet.due > now) return false;
  if (qdisc.qlen != 0) {
    if (fq.ready != 0 || fq.internalLength >= FASTPATH_LIMIT) return false;
    const next = fq.throttled;
    if (next != 0 && changetype<FqFlow>(next).timeNextPacket <= now) return false;
  }
  return fq.maxRate == NEVER;
}

/** `fq_enqueue`. False: dropped, the packet stays with the caller. */
export function fqEnqueue(packet: Packet): bool {
  const now = state.now;
  if (fq.queued >= qdisc.limit) return false;
  if (packet.kind != DATA) packet.due = now;
  else if (packet.due > now + fq.horizon) return false;
  packet.next = null;
  if (fastPath(packet, now)) {
    const tail = fq.internalTail;
    if (tail == null) fq.internalHead = packet;
    else tail.next = packet;
    fq.internalTail = packet;
    fq.internalLength++;
    qdisc.qlen++;
    return true;
  }
  const f = fqFlowOf(packet);
  if (f.qlen >= fq.flowLimit) return false;
  if (f.detached) {
    f.detached = 0;
    fqAddNew(f);
    const idle = <i32>(<u32>jiffiesNow() - f.age);
    if (idle > <i32>usToJiffies(REFILL_DELAY_US)) f.credit = max(f.credit, <i32>fq.quantum);
  }
  if (f.qlen == 0) fq.ready++;
  const tail = f.tail;
  // The times of one socket never go back, so that its queue is a list.
  if (tail == null) f.head = packet;
  else tail.next = packet;
  f.tail = packet;
  f.qlen++;
  fq.queued++;
  qdisc.qlen++;
  return true;
}

/** `qdisc_watchdog_schedule_range_ns`: a watchdog that is set for a little later stays. */
function watchdogSchedule(at: u64): void {
  if (fq.watchdogAt != NEVER && fq.watchdogAt - at <= TIMER_SLACK_NS) return;
  fq.watchdogAt = at;
  fq.watchdogLatest = NEVER;
  state.slackDue &= ~SLACK_FQ;
  heapPush(at, state.order++, EVENT_FQ, 0);
}

/**
 * The watchdog's event: it may fire from `watchdogAt` on with any other timer of high resolution, which here is the
 * next packet on some hop, and must after the slack. True when the qdisc is to run.
 */
export function onFqWatchdog(): bool {
  if (state.due == fq.watchdogLatest) return fqWatchdogFires();
  if (state.due == fq.watchdogAt && !(state.slackDue & SLACK_FQ)) {
    state.slackDue |= SLACK_FQ;
    fq.watchdogLatest = afterSleep(fq.watchdogAt + TIMER_SLACK_NS);
    heapPush(fq.watchdogLatest, state.order++, EVENT_FQ, 0);
  }
  return false;
}

export function fqWatchdogFires(): bool {
  state.slackDue &= ~SLACK_FQ;
  fq.watchdogAt = NEVER;
  fq.watchdogLatest = NEVER;
  return true;
}

/** The flow leaves the head of the list of new or of old flows. */
function unlink(f: FqFlow, fromNew: bool): void {
  if (fromNew) fq.newHead = f.next;
  else fq.oldHead = f.next;
}

/** `qdisc_pkt_len`: with the headers of every segment. */
function lengthOf(packet: Packet): u32 {
  return packet.length + <u32>(packet.segments - 1) * TCP_HEADERS;
}

/** The end of `fq_dequeue`: when this flow may send again. TCP paces itself by the times of its packets. */
function pace(f: FqFlow, packet: Packet, now: u64): void {
  const rate = fq.maxRate;
  let length = lengthOf(packet);
  if (packet.kind != DATA) {
    if (rate <= LOW_RATE_THRESHOLD) {
      f.credit = 0;
    } else {
      length = max(length, fq.quantum);
      if (f.credit > 0) return;
    }
  }
  if (rate == NEVER) return;
  let pause = min((<u64>length * 1000000000) / rate, MAX_PAUSE_NS);
  // Time by which the timer was late is credited.
  if (f.timeNextPacket != 0) pause -= min(pause / 2, now - f.timeNextPacket);
  f.timeNextPacket = now + pause;
}

/** `fq_dequeue`. */
export function fqDequeue(): Packet | null {
  if (qdisc.qlen == 0) return null;
  const first = fq.internalHead;
  if (first != null) {
    fq.internalHead = first.next;
    if (fq.internalHead == null) fq.internalTail = null;
    fq.internalLength--;
    qdisc.qlen--;
    return first;
  }
  const now = state.now;
  fqCheckThrottled(now);
  while (true) {
    const fromNew = fq.newHead != 0;
    const at = fromNew ? fq.newHead : fq.oldHead;
    if (at == 0) break;
    const f = changetype<FqFlow>(at);
    if (f.credit <= 0) {
      f.credit += fq.quantum;
      unlink(f, fromNew);
      fqAddOld(f);
      continue;
    }
    const packet = f.head;
    if (packet == null) {
      // A new flow passes once through the old ones, so that it cannot starve them.
      unlink(f, fromNew);
      if (fromNew) {
        fqAddOld(f);
      } else {
        f.detached = 1;
        f.age = <u32>jiffiesNow();
      }
      continue;
    }
    const due = max(packet.due, f.timeNextPacket);
    if (now < due) {
      unlink(f, fromNew);
      f.timeNextPacket = due;
      fqThrottle(f);
      continue;
    }
    f.head = packet.next;
    if (f.head == null) f.tail = null;
    if (--f.qlen == 0) fq.ready--;
    fq.queued--;
    qdisc.qlen--;
    f.credit -= <i32>lengthOf(packet);
    pace(f, packet, now);
    return packet;
  }
  if (fq.throttled != 0) watchdogSchedule(changetype<FqFlow>(fq.throttled).timeNextPacket);
  return null;
}

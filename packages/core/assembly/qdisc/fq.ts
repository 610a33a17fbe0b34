import { afterSleep } from '../clock';
import { heapPush } from '../events/heap';
import { EVENT_FQ } from '../events/kinds';
import { arenaAlloc } from '../memory/arena';
import { DATA, Packet } from '../packet';
import { NEVER, SLACK_FQ, state } from '../state';
import { jiffiesNow, usToJiffies } from '../tcp/jiffies';
import { FqBand, FqFlow, fq, fqAddNew, fqAddOld, fqBand, fqCheckThrottled, fqFlowOf, fqThrottle } from './fq_state';
import { bandOf, DEFAULT_MAP_HIGH, DEFAULT_MAP_LOW } from './priomap';
import { DROP, packetLength, pschedMtu, qdisc, qdiscDrop, SUCCESS } from './qdisc';

/**
 * `sch_fq`: fair queueing with pacing (net/sched/sch_fq.c). Every packet of a TCP socket carries the earliest time at
 * which it may leave (`skb->tstamp`, here `Packet.due`); a flow whose next packet is not due is throttled, and a
 * watchdog restarts the qdisc. Flows that may send take turns of a quantum, new ones first.
 *
 * The priority of a packet chooses one of three bands, which share the link by weights.
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
/** `FQ_BANDS`, and the bytes of a turn of each (`fq_init`: 9, 3 and 1 times 64 KiB). */
const BANDS: u32 = 3;
const BAND_WEIGHT: i32 = 65536;
/** `fq_init`: quantum and initial quantum in packets of MTU size; the least quantum, and the most of both, bytes. */
const QUANTUM_PACKETS: u32 = 2;
const INITIAL_PACKETS: u32 = 10;
const QUANTUM_MIN: u32 = 256;
const QUANTUM_MAX: u32 = 1048576;

export function fqInit(): void {
  const mtu = min(pschedMtu(), QUANTUM_MAX);
  if (fq.quantum == 0) fq.quantum = min(max(QUANTUM_PACKETS * mtu, QUANTUM_MIN), QUANTUM_MAX);
  if (fq.initialQuantum == 0) fq.initialQuantum = min(INITIAL_PACKETS * mtu, QUANTUM_MAX);
  fq.bands = arenaAlloc(<usize>BANDS * offsetof<FqBand>());
  fqBand(0).quantum = 9 * BAND_WEIGHT;
  fqBand(1).quantum = 3 * BAND_WEIGHT;
  fqBand(2).quantum = BAND_WEIGHT;
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

/** `fq_enqueue`. */
export function fqEnqueue(packet: Packet): i32 {
  const now = state.now;
  const index = bandOf(packet, DEFAULT_MAP_LOW, DEFAULT_MAP_HIGH);
  const band = fqBand(index);
  if (band.queued >= qdisc.limit) return drop(packet);
  if (packet.kind != DATA) packet.due = now;
  else if (packet.due > now + fq.horizon) return drop(packet);
  packet.next = null;
  if (fastPath(packet, now)) {
    const tail = fq.internalTail;
    if (tail == null) fq.internalHead = packet;
    else tail.next = packet;
    fq.internalTail = packet;
    fq.internalLength++;
    qdisc.qlen++;
    return SUCCESS;
  }
  const f = fqFlowOf(packet);
  if (f.qlen >= fq.flowLimit) return drop(packet);
  if (f.detached) {
    f.detached = 0;
    fqAddNew(f);
    const idle = <i32>(<u32>jiffiesNow() - f.age);
    if (idle > <i32>usToJiffies(REFILL_DELAY_US)) f.credit = max(f.credit, <i32>fq.quantum);
  }
  f.band = index;
  if (f.qlen == 0) fq.ready++;
  const tail = f.tail;
  // The times of one socket never go back, so that its queue is a list.
  if (tail == null) f.head = packet;
  else tail.next = packet;
  f.tail = packet;
  f.qlen++;
  band.queued++;
  qdisc.qlen++;
  return SUCCESS;
}

function drop(packet: Packet): i32 {
  qdiscDrop(packet);
  return DROP;
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
function unlink(band: FqBand, f: FqFlow, fromNew: bool): void {
  if (fromNew) band.newHead = f.next;
  else band.oldHead = f.next;
}

/** The end of `fq_dequeue`: when this flow may send again. TCP paces itself by the times of its packets. */
function pace(f: FqFlow, packet: Packet, bytes: u32, now: u64): void {
  const rate = fq.maxRate;
  let length = bytes;
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
  let tried: u32 = 0;
  let band = fqBand(fq.band);
  while (true) {
    const f = firstFlow(band);
    if (f == null) {
      // The next band that has credit; when all have been looked at, nothing may leave now.
      if (++tried > BANDS) break;
      fq.band = fq.band + 1 == BANDS ? 0 : fq.band + 1;
      band = fqBand(fq.band);
      band.credit = min(band.credit + band.quantum, band.quantum);
      if (band.credit <= 0) tried = 0;
      continue;
    }
    tried = 0;
    const fromNew = band.newHead != 0;
    if (f.credit <= 0) {
      f.credit += fq.quantum;
      unlink(band, f, fromNew);
      fqAddOld(f);
      continue;
    }
    const packet = f.head;
    if (packet == null) {
      // A new flow passes once through the old ones, so that it cannot starve them.
      unlink(band, f, fromNew);
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
      unlink(band, f, fromNew);
      f.timeNextPacket = due;
      fqThrottle(f);
      continue;
    }
    f.head = packet.next;
    if (f.head == null) f.tail = null;
    if (--f.qlen == 0) fq.ready--;
    fqBand(bandOf(packet, DEFAULT_MAP_LOW, DEFAULT_MAP_HIGH)).queued--;
    qdisc.qlen--;
    const bytes = packetLength(packet);
    f.credit -= <i32>bytes;
    band.credit -= <i32>bytes;
    pace(f, packet, bytes, now);
    return packet;
  }
  if (fq.throttled != 0) watchdogSchedule(changetype<FqFlow>(fq.throttled).timeNextPacket);
  return null;
}

/** The flow whose turn it is: a new one, else an old one; null if the band has none, or no credit. */
function firstFlow(band: FqBand): FqFlow | null {
  if (band.credit <= 0) return null;
  const at = band.newHead != 0 ? band.newHead : band.oldHead;
  return at == 0 ? null : changetype<FqFlow>(at);
}

import { bulkRun } from './app/bulk';
import { sendTestEnd } from './app/test_end';
import { config } from './config';
import { wakeSoftirq } from './device/flow_control';
import { nextWoken, selectQueue } from './device/queues';
import { onFlowTimer } from './events/flow_timer';
import { heapDue, heapPop, heapPush, heapTop, restChanged } from './events/heap';
import {
  EVENT_ATTEMPT,
  EVENT_BACKWARD,
  EVENT_BOTTLENECK,
  EVENT_END,
  EVENT_FORWARD,
  EVENT_FQ,
  EVENT_GUEST,
  EVENT_HALF,
  EVENT_INGRESS,
  EVENT_OUTBOUND,
  EVENT_QDISC,
  EVENT_READER,
  EVENT_SAMPLE,
  EVENT_WATCHDOG,
  FLOW_TIMERS,
  TIMER_DELACK,
  TIMER_RETRANSMIT,
} from './events/kinds';
import { lineShift } from './events/line';
import { timerExpired } from './events/timer';
import { onAttempt, stopFloods } from './flood/flood';
import { Flow } from './flow';
import { frontBackward, frontForward, frontReader } from './front';
import { Packet } from './packet';
import { arrive, arriveBack, deliverBack, ingress } from './path/arrive';
import { path, pathDelay } from './path/path';
import { fqWatchdogFires, onFqWatchdog } from './qdisc/fq';
import { fq } from './qdisc/fq_state';
import { onWatchdog } from './qdisc/watchdog';
import { qdiscRun } from './qdisc/xmit';
import { onOutbound } from './reader/outbound';
import { onReader, readerPoll, readerReturned, readerUnblock } from './reader/reader';
import { READER_RETURNING, reader } from './reader/state';
import { onGuest } from './receiver/guest';
import { cpuStep } from './sched/cpu';
import { sched } from './sched/state';
import { softirqs, softirqsBegin, softirqsOfKsoftirqd } from './softirq';
import { backward, bottleneck, forward, NEVER, PENDING_APP, PENDING_READER, SLACK_FQ, state } from './state';
import { counters } from './stats/counters';
import { sampleFlows } from './stats/sample';
import { trace, traceNearlyFull } from './stats/trace';

/**
 * The event loop. A packet travels
 *
 * 1. TCP output (tcp/output.ts): windows, TSO size, TSQ → one burst;
 * 2. qdisc (qdisc/xmit.ts): bypass or queue, run, stop while the device queue is stopped;
 * 3. device (device/xmit.ts): segments, `skb_orphan`, into the ptr_ring, or dropped; stop when it is full;
 * 4. reader (reader/reader.ts): out of the ring, wake of the queue, work;
 * 5. path (path/path.ts): loss, bottleneck, delay;
 * 6. receiver (receiver/receive.ts): reassembly, window, ACK → back over the return path;
 * 7. TCP input (tcp/ack.ts): scoreboard, RTT, recovery, congestion control → 1.
 *
 * Steps 1 to 3 happen at one instant, as do 6, and 7 with the output it allows. What the kernel would put off until
 * the running softirq has ended (the qdisc's softirq, the TSQ tasklet, the reader, the application) is marked in
 * `state.pending` and runs, at the same instant, before the next event.
 */

/** Handles up to `limit` events; returns how many. Stops early when the run is over or the trace wants emptying. */
export function step(limit: u32): u32 {
  let handled: u32 = 0;
  if (state.finished) return handled;
  if (sched.active) handled = runCpu(limit);
  else if (trace.mask == 0) handled = run(limit);
  else while (handled < limit && !state.finished && !traceNearlyFull()) handled += run(1);
  state.events += handled;
  return handled;
}

function run(limit: u32): u32 {
  let handled: u32 = 0;
  while (handled < limit) {
    handled++;
    if (!next()) break;
    if ((state.pending | state.ended) != 0 && !goesOn()) break;
  }
  return handled;
}

/** The same on a CPU that processes share (sched/cpu.ts). */
function runCpu(limit: u32): u32 {
  let handled: u32 = 0;
  while (handled < limit && !state.finished && !traceNearlyFull()) {
    handled++;
    if (!cpuStep()) break;
    if (state.ended) finishIfDrained();
  }
  return handled;
}

/** What was put off runs; false when the run is over. */
function goesOn(): bool {
  if (state.pending != 0 && !tickGoesOn()) runPending();
  return !state.ended || !finishIfDrained();
}

/**
 * Handles the earliest event; false when there is none. The reader and the two lines have nearly all of them: what one of
 * these has before all others is found with a few comparisons. Among equal times, which are rare, stamps decide.
 */
function next(): bool {
  const here = state.readerDue;
  const there = forward.due;
  const back = backward.due;
  const rest = state.restDue;
  if (here < there) {
    if (here < back) {
      if (here >= rest) return earliest();
      if (state.front) frontReader(here);
      else readerEvent(here);
      return true;
    }
    if (back == here) return earliest();
  } else {
    if (there == here) return earliest();
    if (there < back) {
      if (there >= rest) return earliest();
      if (state.front) frontForward(there);
      else forwardEvent(there);
      return true;
    }
    if (back == there) return earliest();
  }
  if (back >= rest) return earliest();
  if (state.front) frontBackward(back);
  else backwardEvent(back);
  return true;
}

/** The event begins that was due at `due`. */
function begin(due: u64): void {
  assert(due >= state.due);
  state.due = due;
  state.inTick = 0;
  if (due >= state.cpuBusyUntil) {
    state.cpuIdle = 1;
    state.now = due;
  } else {
    state.cpuIdle = 0;
    state.now = state.cpuBusyUntil;
  }
  softirqsBegin();
}

function readerEvent(due: u64): void {
  begin(due);
  state.readerDue = NEVER;
  if (state.slackDue != 0) slackTimers();
  softirqsOfKsoftirqd();
  readerTurn();
}

function forwardEvent(due: u64): void {
  begin(due);
  const packet = lineShift(forward);
  if (state.slackDue != 0) slackTimers();
  arrive(packet);
}

function backwardEvent(due: u64): void {
  begin(due);
  const packet = lineShift(backward);
  if (state.slackDue != 0) slackTimers();
  arriveBack(packet);
}

const FROM_HEAP: u32 = 0;
const FROM_FORWARD: u32 = 1;
const FROM_BACKWARD: u32 = 2;
const FROM_READER: u32 = 3;
const FROM_BOTTLENECK: u32 = 4;

/** The stamp of a source's first event. */
function orderOf(source: u32): u64 {
  if (source == FROM_FORWARD) return forward.order;
  if (source == FROM_BACKWARD) return backward.order;
  if (source == FROM_READER) return state.readerOrder;
  return heapTop().order;
}

/** Handles the earliest event, the one with the smallest stamp among those that are due at the same time. */
function earliest(): bool {
  let due = heapDue();
  let source = FROM_HEAP;
  if (forward.due <= due && (forward.due < due || forward.order < orderOf(source))) {
    due = forward.due;
    source = FROM_FORWARD;
  }
  if (backward.due <= due && (backward.due < due || backward.order < orderOf(source))) {
    due = backward.due;
    source = FROM_BACKWARD;
  }
  if (state.readerDue <= due && (state.readerDue < due || state.readerOrder < orderOf(source))) {
    due = state.readerDue;
    source = FROM_READER;
  }
  if (bottleneck.due <= due && (bottleneck.due < due || bottleneck.order < orderOf(source))) {
    due = bottleneck.due;
    source = FROM_BOTTLENECK;
  }
  if (due == NEVER) {
    state.finished = 1;
    return false;
  }
  if (source == FROM_FORWARD) forwardEvent(due);
  else if (source == FROM_BACKWARD) backwardEvent(due);
  else if (source == FROM_READER) readerEvent(due);
  else if (source == FROM_BOTTLENECK) bottleneckEvent(due);
  else heapEvent(due);
  return true;
}

function bottleneckEvent(due: u64): void {
  begin(due);
  const packet = lineShift(bottleneck);
  restChanged();
  if (state.slackDue != 0) slackTimers();
  pathDelay(packet);
}

function heapEvent(due: u64): void {
  begin(due);
  fromHeapTop();
}

/** The first event of the heap. */
export function fromHeapTop(): void {
  const node = heapTop();
  const kind = node.kind;
  const arg = node.arg;
  const stamp = node.order;
  state.due = node.due;
  heapPop();
  fromHeap(kind, arg, stamp);
}

/**
 * All timers of one tick run in one softirq (`run_timer_softirq`): the softirqs that they raise and the processes that
 * they wake wait for the last of them.
 */
function tickGoesOn(): bool {
  return state.inTick != 0 && heapDue() == state.due && onWheel(heapTop().kind);
}

function onWheel(kind: u32): bool {
  return kind == TIMER_RETRANSMIT || kind == TIMER_DELACK;
}

function fromHeap(kind: u32, arg: usize, order: u64): void {
  if (kind < FLOW_TIMERS) {
    const flow = changetype<Flow>(arg);
    state.inTick = onWheel(kind) ? 1 : 0;
    if (timerExpired(flow.timer(kind), order, kind, arg)) onFlowTimer(flow, kind);
    return;
  }
  if (state.slackDue != 0 && kind >= EVENT_READER && kind <= EVENT_BOTTLENECK) slackTimers();
  if (kind == EVENT_FORWARD) {
    forward.count--;
    arrive(changetype<Packet>(arg));
  } else if (kind == EVENT_BACKWARD) {
    backward.count--;
    arriveBack(changetype<Packet>(arg));
  } else if (kind == EVENT_READER) {
    selectQueue(<u32>arg);
    softirqsOfKsoftirqd();
    readerTurn();
  } else if (kind == EVENT_BOTTLENECK) {
    bottleneck.count--;
    pathDelay(changetype<Packet>(arg));
  } else if (kind == EVENT_QDISC) {
    selectQueue(<u32>arg);
    wakeSoftirq();
  } else if (kind == EVENT_FQ) {
    if (onFqWatchdog()) qdiscRun();
  } else if (kind == EVENT_INGRESS) {
    path.inIngress--;
    deliverBack(changetype<Packet>(arg));
  } else if (kind == EVENT_ATTEMPT) {
    onAttempt(changetype<Flow>(arg));
  } else if (kind == EVENT_OUTBOUND) {
    selectQueue(<u32>arg);
    onOutbound();
    readerUnblock();
  } else if (kind == EVENT_GUEST) {
    onGuest();
  } else if (kind == EVENT_WATCHDOG) {
    onWatchdog(order, <u32>arg);
  } else if (kind == EVENT_SAMPLE) {
    sampleFlows();
    const at = state.now + config.sampleInterval;
    if (at < config.duration) heapPush(at, state.order++, EVENT_SAMPLE, 0);
  } else if (kind == EVENT_HALF) {
    counters.goodputBytesFirstHalf = counters.goodputBytes;
  } else if (kind == EVENT_END) {
    sampleFlows();
    stopFloods();
    state.ended = 1;
    sendTestEnd();
  }
}

/**
 * An interrupt of another timer. One of high resolution that is within its slack fires with it, unless there is yet
 * another to come before that slack ends: timers are looked at in the order of their latest times
 * (`__hrtimer_run_queues`).
 */
function slackTimers(): void {
  const due = min(min(heapDue(), bottleneck.due), min(min(forward.due, backward.due), state.readerDue));
  if (state.slackDue & SLACK_FQ && due >= fq.watchdogLatest && fqWatchdogFires()) qdiscRun();
}

export function readerTurn(): void {
  if (reader.phase == READER_RETURNING) ingress(readerReturned());
  else onReader();
}

/** Softirqs first, then the processes that were woken. */
function runPending(): void {
  while (state.pending != 0) {
    softirqs();
    const pending = state.pending;
    if (pending & PENDING_READER) {
      state.pending = pending & ~PENDING_READER;
      nextWoken();
      softirqsOfKsoftirqd();
      readerPoll();
    } else if (pending & PENDING_APP) {
      state.pending = pending & ~PENDING_APP;
      softirqsBegin();
      runApplications();
    }
  }
}

function runApplications(): void {
  while (state.appHead != 0) {
    const flow = changetype<Flow>(state.appHead);
    state.appHead = flow.appNext;
    if (state.appHead == 0) state.appTail = 0;
    flow.appQueued = 0;
    if (state.ended) continue;
    bulkRun(flow, true);
  }
}

/** After the duration the run goes on until every forward packet has been delivered or dropped. */
function finishIfDrained(): bool {
  if (counters.inQdisc + counters.inRing + counters.inReader + counters.inPath != 0) return false;
  state.finished = 1;
  return true;
}

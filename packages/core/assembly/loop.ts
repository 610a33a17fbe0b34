import { bulkRun } from './app/bulk';
import { sendTestEnd } from './app/test_end';
import { config } from './config';
import { wakeSoftirq } from './device/flow_control';
import { nextWoken, selectQueue } from './device/queues';
import { onFlowTimer } from './events/flow_timer';
import { heapDue, heapPop, heapPush, heapTop } from './events/heap';
import {
  EVENT_ATTEMPT,
  EVENT_BACKWARD,
  EVENT_BOTTLENECK,
  EVENT_END,
  EVENT_FORWARD,
  EVENT_FQ,
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
import { cpuStep } from './sched/cpu';
import { sched } from './sched/state';
import { softirqs, softirqsBegin, softirqsOfKsoftirqd } from './softirq';
import { backward, bottleneck, forward, NEVER, PENDING_APP, PENDING_READER, SLACK_FQ, state } from './state';
import { counters } from './stats/counters';
import { sampleFlows } from './stats/sample';
import { traceNearlyFull } from './stats/trace';

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
  while (handled < limit && !state.finished && !traceNearlyFull()) {
    handled++;
    if (sched.active != 0) {
      if (!cpuStep()) break;
    } else {
      if (!next()) break;
      if (state.pending != 0 && !tickGoesOn()) runPending();
    }
    if (state.ended) finishIfDrained();
  }
  state.events += handled;
  return handled;
}

/** The earliest event; false when there is none. */
function next(): bool {
  let due = heapDue();
  let order = due == NEVER ? 0 : heapTop().order;
  let source = 0;
  if (forward.due < due || (forward.due == due && forward.order < order)) {
    due = forward.due;
    order = forward.order;
    source = 1;
  }
  if (backward.due < due || (backward.due == due && backward.order < order)) {
    due = backward.due;
    order = backward.order;
    source = 2;
  }
  if (state.readerDue < due || (state.readerDue == due && state.readerOrder < order)) {
    due = state.readerDue;
    order = state.readerOrder;
    source = 3;
  }
  if (bottleneck.due < due || (bottleneck.due == due && bottleneck.order < order)) {
    due = bottleneck.due;
    source = 4;
  }
  if (due == NEVER) {
    state.finished = 1;
    return false;
  }
  assert(due >= state.due);
  state.due = due;
  state.inTick = 0;
  state.cpuIdle = due >= state.cpuBusyUntil ? 1 : 0;
  state.now = max(due, state.cpuBusyUntil);
  softirqsBegin();
  if (source == 1) {
    const packet = lineShift(forward);
    slackTimers();
    arrive(packet);
  } else if (source == 2) {
    const packet = lineShift(backward);
    slackTimers();
    arriveBack(packet);
  } else if (source == 3) {
    state.readerDue = NEVER;
    slackTimers();
    softirqsOfKsoftirqd();
    readerTurn();
  } else if (source == 4) {
    const packet = lineShift(bottleneck);
    slackTimers();
    pathDelay(packet);
  } else {
    fromHeapTop();
  }
  return true;
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
  if (kind >= EVENT_READER && kind <= EVENT_BOTTLENECK) slackTimers();
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
export function slackTimers(): void {
  if (state.slackDue == 0) return;
  const due = min(min(heapDue(), bottleneck.due), min(min(forward.due, backward.due), state.readerDue));
  if (state.slackDue & SLACK_FQ && due >= fq.watchdogLatest && fqWatchdogFires()) qdiscRun();
}

function readerTurn(): void {
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
function finishIfDrained(): void {
  if (counters.inQdisc + counters.inRing + counters.inReader + counters.inPath == 0) state.finished = 1;
}

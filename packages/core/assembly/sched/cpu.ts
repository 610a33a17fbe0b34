import { heapDue } from '../events/heap';
import { fromHeapTop } from '../loop';
import { softirqs, softirqsBegin } from '../softirq';
import { NEVER, state } from '../state';
import { jiffiesNow, jiffyNs } from '../tcp/jiffies';
import { ownDue, reprogram, showTime, started, tickAfter } from './clockevent';
import { schedule, updateCurr, wake } from './eevdf';
import { runProcess } from './processes';
import { entity, IDLE, sched, setSleep } from './state';

/**
 * The only CPU of a kernel in virtual time. A process runs from one reading of the clock to the next in no time; a reading
 * takes 256 ns, and interrupts come at its end. The kernel is not preemptible (`PREEMPT_VOLUNTARY`): a process that should
 * make way does so when it leaves the kernel or where the kernel says so (`cond_resched`, `might_sleep`).
 */

/** What a process does after a step of its program. */
export const SLEEPS: u32 = 0;
/** Reads the clock. */
export const READS: u32 = 1;
/** Reads the clock, then leaves the kernel. */
export const READS_AND_YIELDS: u32 = 2;
/** A system call ends with EAGAIN: in virtual time that takes a microsecond. */
export const EAGAIN: u32 = 3;
/** Leaves the kernel, or comes to a `cond_resched`. */
export const YIELDS: u32 = 4;
/** Goes on. */
export const GOES_ON: u32 = 5;

const READ_NS: u64 = 256;
const EAGAIN_NS: u64 = 1000;

/** The sleep timers that have expired, the earliest first (`__hrtimer_run_queues`). */
function expireSleeps(): void {
  while (sched.sleepsUntil < min(sched.tick, heapDue())) {
    let first: u32 = 0;
    while (entity(first).expires != sched.sleepsUntil) first++;
    const e = entity(first);
    if (e.softExpires > state.now) return;
    setSleep(e, 0, NEVER);
    wake(first);
  }
}

/** `sched_clock`. */
function updateClock(): void {
  sched.clock = <i64>(jiffiesNow() * jiffyNs());
}

/** `tick_nohz_handler`. */
function tick(): void {
  sched.tick = tickAfter(state.now);
  sched.ticked = 1;
  // task_tick_fair
  updateClock();
  updateCurr();
}

/** `hrtimer_interrupt`, and the softirqs that it raises. */
function interrupt(): void {
  softirqsBegin();
  sched.ticked = 0;
  if (sched.tick <= state.now) tick();
  else if (sched.current == IDLE) updateClock();
  expireSleeps();
  while (heapDue() <= state.now) fromHeapTop();
  softirqs();
  // An idle CPU stops the tick once one has come for nothing (`idle_call_stop_or_retain_tick`).
  if (sched.current == IDLE && sched.ticked && !sched.needResched) sched.tick = NEVER;
  reprogram();
}

/** The clock goes on; what comes due fires at the end of the step. */
function advance(ns: u64, reading: bool): void {
  let step = ns;
  do {
    sched.ticked = 0;
    sched.time += step;
    showTime();
    step = READ_NS;
    if (sched.fireAt <= sched.time) interrupt();
    while (ownDue() <= state.now) fromHeapTop();
    // A reading during which a tick moves the kernel's time on is repeated (`read_seqcount_retry`).
  } while (reading && sched.ticked);
}

/** Reads the clock `n` times if nothing else happens meanwhile: then its next step follows at once. Else it reads nothing. */
export function quietly(n: u64): bool {
  const end = sched.time + n * READ_NS;
  if (sched.needResched | state.pending || end >= sched.fireAt || end >= heapDue()) return false;
  sched.time = end;
  showTime();
  return true;
}

/** A process reads the clock. */
export function readOnce(): void {
  advance(READ_NS, true);
}

export function eagain(): void {
  advance(EAGAIN_NS, false);
}

/** `__schedule`; who leaves an idle CPU starts its tick again (`tick_nohz_idle_exit`). */
function switchTo(sleeps: bool): void {
  schedule(sleeps);
  if (sched.current == IDLE || sched.tick != NEVER) return;
  sched.tick = tickAfter(state.now);
  started();
}

/** One step of the process that runs. */
function runCurrent(): void {
  softirqsBegin();
  const what = runProcess(sched.current);
  softirqs();
  started();
  if (what == READS || what == READS_AND_YIELDS) readOnce();
  else if (what == EAGAIN) eagain();
  if (what == SLEEPS) switchTo(true);
  else if (what != READS && sched.needResched) switchTo(false);
}

/** The running process, which keeps its place in a program of its own, lets others run if it should. */
export function yields(index: u32): void {
  softirqs();
  started();
  if (!sched.needResched) return;
  switchTo(false);
  while (sched.current != index) {
    if (sched.current == IDLE) return;
    runCurrent();
  }
}

/** An event of the simulator itself: no interrupt. */
function ownEvent(due: u64): void {
  softirqsBegin();
  if (due > state.now) {
    sched.time = due + (sched.time - state.now);
    state.now = due;
  }
  updateClock();
  fromHeapTop();
  softirqs();
  started();
}

/** The next thing that happens on the CPU; false when there is none. */
export function cpuStep(): bool {
  if (sched.current != IDLE) {
    runCurrent();
    return true;
  }
  const own = ownDue();
  const due = min(sched.fireAt, own);
  if (due == NEVER) {
    state.finished = 1;
    return false;
  }
  if (own <= sched.fireAt) {
    ownEvent(own);
  } else {
    sched.time = due;
    showTime();
    interrupt();
  }
  if (sched.needResched) switchTo(false);
  return true;
}

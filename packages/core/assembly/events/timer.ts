import { Flow } from '../flow';
import { NEVER, state } from '../state';
import { jiffiesNow, wheelLevel, wheelSlot } from '../tcp/jiffies';
import { heapDue, heapPop, heapPush, heapTop } from './heap';

/**
 * A timer of a flow. Moving it later, which every ACK does to the retransmission timer, only changes `due`:
 * the heap node stays where it is and, when it comes up early, is pushed again.
 */
@unmanaged
export class Timer {
  /** When it fires, ns; `NEVER` when off. */
  due: u64;
  /** Order among what is due at the same time. */
  order: u64;
  /** Time and order of the earliest heap node that stands for it; `NEVER` when there is none. */
  node: u64;
  nodeOrder: u64;
  /** Slot of the timer wheel that the kernel's timer is in, due or not: a TCP timer that is off stays there. */
  slot: u64;
  /** The tick in which it was set for the last time, and how many ticks ahead. */
  setIn: u64;
  delta: u64;
}

/** Timers of the wheel come after all else that is due in the same tick, */
const WHEEL: u64 = (<u64>1) << 62;
/** and those of a coarser level before those of a finer one. */
const LEVEL_SHIFT: u64 = 56;

export function timerInit(timer: Timer): void {
  timer.due = NEVER;
  timer.node = NEVER;
  timer.slot = NEVER;
  timer.setIn = NEVER;
}

function arm(timer: Timer, due: u64, order: u64, kind: u32, flow: usize): void {
  timer.due = due;
  timer.order = order;
  if (due < timer.node || (due == timer.node && order != timer.nodeOrder)) pushNode(timer, kind, flow);
}

function pushNode(timer: Timer, kind: u32, flow: usize): void {
  timer.node = timer.due;
  timer.nodeOrder = timer.order;
  heapPush(timer.due, timer.order, kind, flow);
}

/** A timer of high resolution: equal times in the order of setting. */
export function timerSet(timer: Timer, due: u64, kind: u32, flow: usize): void {
  arm(timer, due, state.order++, kind, flow);
}

/**
 * A timer of the wheel, `delta` ticks ahead (`mod_timer`). The slots are stacks (`enqueue_timer`): what came last fires
 * first. One that is in that slot already keeps its place.
 */
export function timerSetWheel(timer: Timer, delta: u64, kind: u32, flow: usize): void {
  if (!timerStays(timer, delta)) moveOnWheel(timer, delta, kind, flow);
}

function moveOnWheel(timer: Timer, delta: u64, kind: u32, flow: usize): void {
  timer.setIn = jiffiesNow();
  timer.delta = delta;
  const level = wheelLevel(delta);
  const due = wheelSlot(delta, level);
  const slot = (due << 4) | level;
  let order = timer.order;
  if (slot != timer.slot || due <= state.now) order = WHEEL - (level << LEVEL_SHIFT) - state.order++;
  timer.slot = slot;
  arm(timer, due, order, kind, flow);
}

/**
 * Whether `timerSetWheel` would change nothing: it was set in this tick for as many ticks ahead, so that its slot, which it
 * keeps, and its node are the same.
 */
export function timerStays(timer: Timer, delta: u64): bool {
  return timer.setIn == jiffiesNow() && timer.delta == delta && timer.due != NEVER && timer.due > state.now;
}

export function timerStop(timer: Timer): void {
  timer.due = NEVER;
}

/** A node of this timer came up: true when the timer really fires now. */
export function timerExpired(timer: Timer, order: u64, kind: u32, flow: usize): bool {
  // `now` may be later than the node was due: a process had the CPU (clock.ts).
  if (timer.node != state.due || timer.nodeOrder != order) return false;
  timer.node = NEVER;
  const due = timer.due;
  if (due == NEVER) return false;
  if (due > state.now) {
    pushNode(timer, kind, flow);
    return false;
  }
  timer.due = NEVER;
  timer.slot = NEVER;
  return true;
}

/** Drops heap nodes from the top that no longer stand for what their timer is set to; `kinds`: those of flows. */
export function timersSettle(kinds: u32): void {
  while (heapDue() != NEVER && heapTop().kind < kinds) {
    const kind = heapTop().kind;
    const flow = heapTop().arg;
    const timer = changetype<Flow>(flow).timer(kind);
    const current = timer.node == heapTop().due && timer.nodeOrder == heapTop().order;
    if (current && timer.due == timer.node) return;
    heapPop();
    if (!current) continue;
    timer.node = NEVER;
    if (timer.due != NEVER) pushNode(timer, kind, flow);
  }
}

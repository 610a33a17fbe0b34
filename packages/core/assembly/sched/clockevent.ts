import { heapDue, heapTop } from '../events/heap';
import { EVENT_END, FLOW_TIMERS, TIMER_APP } from '../events/kinds';
import { timersSettle } from '../events/timer';
import { NEVER, state } from '../state';
import { jiffyNs } from '../tcp/jiffies';
import { sched } from './state';

/**
 * The clock event device and the clock of User-Mode Linux in virtual time. The clock shows whole steps of 256 ns; the
 * device counts from the time itself, and at least `MIN_DELTA_NS` (`TIMER_MIN_DELTA`), so that a sleep lasts up to
 * 0.75 µs longer than asked for.
 */

/** `clocksource` shift of arch/um: 256 ns (`TIMER_MULTIPLIER`). */
const SHIFT: u64 = 8;
const MIN_DELTA_NS: u64 = 500;
/** What the conversions between ns and ticks of the device round up to. */
const ROUND_NS: u64 = 1;

/** `ktime_get`, when no time passes by it. */
export function showTime(): void {
  state.now = (sched.time >> SHIFT) << SHIFT;
}

/** Steps of the simulator itself, and of a test's begin: they have no timer. */
export function isOwn(kind: u32): bool {
  return kind == TIMER_APP || (kind >= FLOW_TIMERS && kind <= EVENT_END + 2);
}

/** When the heap's first event is due, if it is a timer of the kernel. */
function kernelDue(): u64 {
  timersSettle(FLOW_TIMERS);
  return heapDue() == NEVER || isOwn(heapTop().kind) ? NEVER : heapDue();
}

/** When the simulator's own event is due. */
export function ownDue(): u64 {
  return heapDue() != NEVER && isOwn(heapTop().kind) ? heapDue() : NEVER;
}

function earliest(): u64 {
  return min(kernelDue(), min(sched.tick, sched.sleepsUntil));
}

function set(expires: u64): void {
  sched.nextExpires = expires;
  if (expires == NEVER) {
    sched.fireAt = NEVER;
    return;
  }
  const delta = expires > state.now ? expires - state.now : 0;
  sched.fireAt = sched.time + max(delta, MIN_DELTA_NS) + ROUND_NS;
}

/** The end of `hrtimer_interrupt`. */
export function reprogram(): void {
  set(earliest());
}

/** `hrtimer_reprogram`, `hrtimer_force_reprogram`: a timer was started or stopped, perhaps the first. */
export function started(): void {
  const due = earliest();
  if (due != sched.nextExpires) set(due);
}

/** `tick_nohz_restart`: the tick that comes next. */
export function tickAfter(now: u64): u64 {
  const ns = jiffyNs();
  return ((now + state.tickPhase) / ns + 1) * ns - state.tickPhase;
}

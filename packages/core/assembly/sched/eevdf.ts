import { ENTITIES, Entity, entity, IDLE, sched } from './state';

/**
 * EEVDF as Linux 7.3 has it (kernel/sched/fair.c), for entities of equal weight on one CPU: who of those that are owed
 * something (`entity_eligible`) has the earliest virtual deadline. Virtual time is ns.
 */

/** `sysctl_sched_base_slice`. */
const SLICE: i64 = 700000;
/** `entity_lag`: a slice and a tick. */
const MAX_LAG: i64 = SLICE + 4000000;
const NONE: u32 = ENTITIES;

function floorDiv(a: i64, n: i64): i64 {
  return (a < 0 ? a - n + 1 : a) / n;
}

export function enqueue(e: Entity): void {
  e.onRq = 1;
  sched.queued++;
  sched.sum += e.vruntime - sched.zero;
}

function dequeue(e: Entity): void {
  e.onRq = 0;
  sched.queued--;
  sched.sum -= e.vruntime - sched.zero;
}

/** `avg_vruntime`. */
function average(): i64 {
  const n = sched.queued;
  if (n != 0 && <u64>sched.sum >= <u64>n) {
    const step = floorDiv(sched.sum, n);
    sched.zero += step;
    sched.sum -= step * n;
  }
  return sched.zero;
}

/** `vruntime_eligible`. */
function eligible(vruntime: i64): bool {
  return (vruntime - sched.zero) * sched.queued <= sched.sum;
}

/** `entity_lag`. */
function lagOf(e: Entity): i64 {
  return max(min(average() - e.vruntime, MAX_LAG), -MAX_LAG);
}

/** `place_entity`: its lag is what it was, counted from the average that it moves by joining. */
function place(e: Entity): void {
  const mean = average();
  const n = sched.queued;
  e.vruntime = mean;
  if (n != 0 && e.vlag != 0) e.vruntime = mean - (e.vlag + e.vlag / n);
  e.deadline = e.vruntime + SLICE;
  e.order = sched.order++;
}

/** `update_curr`. */
export function updateCurr(): void {
  if (sched.current == IDLE) return;
  const delta = sched.clock - sched.execStart;
  if (delta <= 0) return;
  sched.execStart = sched.clock;
  const e = entity(sched.current);
  e.vruntime += delta;
  sched.sum += delta;
  if (e.vruntime - e.deadline >= 0) {
    e.deadline = e.vruntime + SLICE;
    average();
  } else if (e.vruntime - e.protect < 0) {
    return;
  }
  if (sched.queued != 1) sched.needResched = 1;
}

/** `requeue_delayed_entity`. */
function requeue(e: Entity): void {
  e.vlag = min<i64>(max(lagOf(e), e.vlag), 0);
  if (sched.zero - e.vlag != e.vruntime) {
    dequeue(e);
    place(e);
    enqueue(e);
  }
  e.delayed = 0;
}

/** The end of a delayed dequeue. */
function dequeueDelayed(e: Entity): void {
  e.vlag = min<i64>(max(lagOf(e), e.vlag), 0);
  e.delayed = 0;
  dequeue(e);
}

/** `pick_eevdf`: index of the entity, or `NONE`. */
function pick(): u32 {
  const n = sched.queued;
  let best: u32 = NONE;
  if (sched.current != IDLE && entity(sched.current).onRq) {
    const curr = entity(sched.current);
    if (n == 1) return sched.current;
    if (eligible(curr.vruntime)) {
      if (curr.vruntime - curr.protect < 0) return sched.current;
      best = sched.current;
    }
  }
  let first: u32 = NONE;
  for (let i: u32 = 0; i < ENTITIES; i++) {
    const e = entity(i);
    if (!e.onRq || i == sched.current || (n != 1 && !eligible(e.vruntime))) continue;
    if (first == NONE || before(e, entity(first))) first = i;
  }
  if (best == NONE) return first;
  return first == NONE || entity(best).deadline - entity(first).deadline < 0 ? best : first;
}

/** Order in the tree. */
function before(a: Entity, b: Entity): bool {
  return a.deadline - b.deadline < 0 || (a.deadline == b.deadline && a.order < b.order);
}

/** One that really wants the CPU; those that only wait for their debt to go are taken off the queue on the way. */
function pickAwake(): u32 {
  while (true) {
    const index = pick();
    if (index == NONE || !entity(index).delayed) return index;
    dequeueDelayed(entity(index));
  }
}

/** `try_to_wake_up`, `wakeup_preempt_fair`. */
export function wake(index: u32): void {
  const e = entity(index);
  if (e.onRq && !e.delayed) return;
  updateCurr();
  if (e.delayed) {
    requeue(e);
  } else {
    place(e);
    enqueue(e);
  }
  if (sched.current == IDLE) {
    sched.needResched = 1;
    return;
  }
  if (index == sched.current) return;
  const curr = entity(sched.current);
  if (pickAwake() == index) {
    if (curr.vruntime - curr.protect < 0) curr.protect = curr.vruntime;
    sched.needResched = 1;
  } else {
    // update_protect_slice
    curr.protect = min(curr.protect, min(average(), curr.vruntime) + SLICE);
  }
}

/** `__schedule`: the running one sleeps, or lets another have the CPU if that is its turn. */
export function schedule(sleeps: bool): void {
  sched.needResched = 0;
  const was = sched.current;
  updateCurr();
  sched.needResched = 0;
  if (was != IDLE && sleeps) {
    const e = entity(was);
    e.vlag = lagOf(e);
    if (eligible(e.vruntime)) dequeue(e);
    else e.delayed = 1;
  }
  const next = pickAwake();
  if (next == was) return;
  if (was != IDLE && entity(was).onRq) entity(was).order = sched.order++;
  sched.current = next == NONE ? IDLE : next;
  if (next == NONE) return;
  sched.execStart = sched.clock;
  entity(next).protect = entity(next).deadline;
}

/** True if the entity is awake. */
export function isAwake(index: u32): bool {
  const e = entity(index);
  return e.onRq != 0 && e.delayed == 0;
}

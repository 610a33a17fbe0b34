import { SCHED_AT } from '../memory/map';
import { Packet } from '../packet';
import { NEVER } from '../state';

/**
 * The processes of the machine that measured, which share its only CPU where reading the clock takes time (clock.ts): the
 * tunnel's reader and writer of each direction, iperf3's server and its client.
 */
export const FORWARD_WRITER: u32 = 0;
export const FORWARD_READER: u32 = 1;
export const RETURN_WRITER: u32 = 2;
export const RETURN_READER: u32 = 3;
export const SERVER: u32 = 4;
export const CLIENT: u32 = 5;
export const ENTITIES: u32 = 6;
/** `Sched.current` when the CPU is idle: the index behind those. */
export const IDLE: u32 = 6;

/** `struct sched_entity`, its sleep timer, and where its program stands. All have the same weight. */
@unmanaged
export class Entity {
  vruntime: i64;
  deadline: i64;
  /** Lag when it last slept. */
  vlag: i64;
  /** `vprot`: until then it is not preempted by one that is merely eligible. */
  protect: i64;
  /** Order in the tree among equal deadlines. */
  order: u64;
  /** Of its sleep, ns; `NEVER`: none. From `softExpires` on another timer's interrupt ends it, too. */
  expires: u64;
  softExpires: u64;
  onRq: u32;
  /** `sched_delayed`: it sleeps, but stays on the queue until its debt is gone. */
  delayed: u32;
  /** Step of its program that comes next. */
  pc: u32;
  pad: u32;
  /** iperf3: when its interval ends. */
  reportAt: u64;
}

const ENTITY: usize = 80;

/** The CPU, its run queue and its clock event device. */
@unmanaged
export class Sched {
  /** What runs here; 0 where reading the clock costs nothing. */
  active: u32;
  /** Index of the running entity, or `IDLE`. */
  current: u32;
  /** `TIF_NEED_RESCHED`. */
  needResched: u32;
  /** A tick came with the last interrupt. */
  ticked: u32;
  /** Time to the nanosecond; `State.now` is what the clock shows. */
  time: u64;
  /** `rq_clock_task`: `sched_clock` is jiffies. */
  clock: i64;
  execStart: i64;
  /** `zero_vruntime`: the average when it was last asked for. */
  zero: i64;
  /** `nr_queued`, and the sum of what the queued ones have above `zero`. */
  queued: i64;
  sum: i64;
  order: u64;
  /** The earliest end of a sleep. */
  sleepsUntil: u64;
  /** What the clock event device is set for, and when it will fire; `NEVER`: not at all. */
  nextExpires: u64;
  fireAt: u64;
  /** The next tick; `NEVER` while an idle CPU has none. */
  tick: u64;
  /** The far end's ring: ACKs that its reader has not taken. */
  returnHead: Packet | null;
  returnTail: Packet | null;
  /** In the hand of the return reader. */
  returning: Packet | null;
  /** Server: stream at hand, and what is left of its block. */
  stream: u32;
  blockLeft: u32;
  /** Server: index of the first stream. */
  process: u32;
  entity0: u64;
}

export const sched: Sched = changetype<Sched>(SCHED_AT);

export function entity(index: u32): Entity {
  return changetype<Entity>(SCHED_AT + offsetof<Sched>('entity0') + <usize>index * ENTITY);
}

/** A process sleeps until `due`, with slack from `soft` on; `NEVER`: its timer is stopped. */
export function setSleep(e: Entity, soft: u64, due: u64): void {
  const was = e.expires;
  e.softExpires = soft;
  e.expires = due;
  if (due <= sched.sleepsUntil) {
    sched.sleepsUntil = due;
  } else if (was == sched.sleepsUntil) {
    let first = NEVER;
    for (let i: u32 = 0; i < ENTITIES; i++) first = min(first, entity(i).expires);
    sched.sleepsUntil = first;
  }
}

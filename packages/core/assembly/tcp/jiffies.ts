import { config } from '../config';
import { state } from '../state';

/** The highest level of the timer wheel (`LVL_DEPTH` - 1). */
const WHEEL_TOP: u64 = 8;

/** Once the host has written `Config`. */
export function jiffiesInit(): void {
  state.jiffyNs = 1000000000 / <u64>config.hz;
}

/** Length of a tick, ns. @inline */
export function jiffyNs(): u64 {
  return state.jiffyNs;
}

/** The kernel's clock shows `phase` ns as the run begins. */
export function setTickPhase(phase: u64): void {
  state.tickPhase = phase;
  state.tick = jiffiesAt(state.now);
  state.tickAt = state.tick * state.jiffyNs - phase;
}

/** `INITIAL_JIFFIES`, five minutes before an unsigned int wraps around, modulo what the wheel's levels can tell. */
export function initialJiffies(): u64 {
  return (((<u64>1) << 32) - 300 * <u64>config.hz) & 0x7fff;
}

/** Ticks until `ns`. */
export function jiffiesAt(ns: u64): u64 {
  return (ns + state.tickPhase) / jiffyNs();
}

/** The present tick. It stays the same for thousands of packets: the division is made once in each. @inline */
export function jiffiesNow(): u64 {
  return state.now - state.tickAt < state.jiffyNs ? state.tick : nextTick();
}

function nextTick(): u64 {
  state.tick = jiffiesAt(state.now);
  state.tickAt = state.tick * state.jiffyNs - state.tickPhase;
  return state.tick;
}

/** The tick `ago` ns before now. It may lie before the run: only differences of ticks mean something. */
export function jiffiesAgo(ago: u64): u32 {
  const whole = ago / jiffyNs() + 1;
  return <u32>(jiffiesAt(state.now + whole * jiffyNs() - ago) - whole);
}

/** `usecs_to_jiffies`: rounded up. */
export function usToJiffies(us: u64): u64 {
  const jiffyUs = 1000000 / <u64>config.hz;
  return (us + jiffyUs - 1) / jiffyUs;
}

/** Level of the timer wheel: its slots are eight times as long as those of the one below. */
export function wheelLevel(delta: u64): u64 {
  let level: u64 = 0;
  while (level < WHEEL_TOP && delta >= (<u64>63) << (3 * level)) level++;
  return level;
}

/**
 * When a kernel timer set `delta` ticks ahead fires, ns. The timer wheel rounds up by one slot of its level
 * (kernel/time/timer.c, `calc_index`), and slots grow eightfold per level: 63 ticks at a granularity of one, 504 at 8 … @inline
 */
export function wheelSlot(delta: u64, level: u64): u64 {
  const expires = jiffiesNow() + delta;
  const shift = 3 * level;
  return (((expires >> shift) + 1) << shift) * jiffyNs() - state.tickPhase;
}

/** The timestamp clock at the start of a run, ms: later than any handshake took, and not 0, which means "none". */
const TIMESTAMP_START: u32 = 1000000;

/** Timestamp option clock at time `at`, ms (RFC 7323 as `TCP_TS_HZ` has it). A time before the run may have wrapped around. */
export function timestampMs(at: u64): u32 {
  return <u32>((at + state.tickPhase + <u64>TIMESTAMP_START * 1000000) / 1000000);
}

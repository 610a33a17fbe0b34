import { config } from '../config';
import { TICKS_AT } from '../memory/map';
import { state } from '../state';

/** The highest level of the timer wheel (`LVL_DEPTH` - 1). */
const WHEEL_TOP: u64 = 8;

/** The ticks of the kernel's clock. All of it follows from `config.hz`, `state.tickPhase` and the time: it saves divisions. */
@unmanaged
class Ticks {
  /** Length of a tick, ns and µs. */
  ns: u64;
  us: u64;
  /** 2^(31 + shift) / us, rounded up: makes a division by `us` a multiplication. */
  inverse: u64;
  shift: u64;
  /** The tick that is now, and when it began, ns. */
  current: u64;
  began: u64;
}

const ticks: Ticks = changetype<Ticks>(TICKS_AT);

export function ticksInit(): void {
  ticks.ns = 1000000000 / <u64>config.hz;
  ticks.us = 1000000 / <u64>config.hz;
  let log2: u64 = 0;
  while ((<u64>1) << log2 < ticks.us) log2++;
  ticks.shift = 31 + log2;
  ticks.inverse = (((<u64>1) << ticks.shift) + ticks.us - 1) / ticks.us;
  findTick();
}

/** The tick that is now; also to be called when `state.tickPhase` has changed. */
export function findTick(): void {
  ticks.current = (state.now + state.tickPhase) / ticks.ns;
  ticks.began = ticks.current * ticks.ns - state.tickPhase;
}

/** Length of a tick, ns. */
export function jiffyNs(): u64 {
  return ticks.ns;
}

/** `INITIAL_JIFFIES`, five minutes before an unsigned int wraps around, modulo what the wheel's levels can tell. */
export function initialJiffies(): u64 {
  return (((<u64>1) << 32) - 300 * <u64>config.hz) & 0x7fff;
}

/** Ticks until `ns`. */
export function jiffiesAt(ns: u64): u64 {
  return (ns + state.tickPhase) / jiffyNs();
}

/** The present tick. */
export function jiffiesNow(): u64 {
  // Modulo 2^64: the first tick may have begun before the run.
  if (state.now - ticks.began >= ticks.ns) findTick();
  return ticks.current;
}

/** When the present tick is over, ns; `jiffiesNow` was called in it. */
export function tickEnds(): u64 {
  return ticks.began + ticks.ns;
}

/** The tick `ago` ns before now. It may lie before the run: only differences of ticks mean something. */
export function jiffiesAgo(ago: u64): u32 {
  const whole = ago / jiffyNs() + 1;
  return <u32>(jiffiesAt(state.now + whole * jiffyNs() - ago) - whole);
}

/** `usecs_to_jiffies`: rounded up. */
export function usToJiffies(us: u64): u64 {
  const sum = us + ticks.us - 1;
  // Exact below 2^31 (Granlund and Montgomery 1994, theorem 4.2).
  return sum >> 31 == 0 ? (sum * ticks.inverse) >> ticks.shift : sum / ticks.us;
}

/** Length of a tick, µs. */
export function jiffyUs(): u32 {
  return <u32>ticks.us;
}

/** The smallest number of µs that `usToJiffies` makes `n` ticks of, 1 at least: so are the `jiffyUs` from there on. */
export function leastUs(n: u64): u32 {
  return <u32>((n - 1) * ticks.us) + 1;
}

/** Level of the timer wheel: its slots are eight times as long as those of the one below. */
export function wheelLevel(delta: u64): u64 {
  return delta < 63 ? 0 : levelAbove(delta);
}

function levelAbove(delta: u64): u64 {
  let level: u64 = 1;
  while (level < WHEEL_TOP && delta >= (<u64>63) << (3 * level)) level++;
  return level;
}

/**
 * When a kernel timer set `delta` ticks ahead, which makes it one of `level`, fires, ns. The timer wheel rounds up by one slot of its level
 * (kernel/time/timer.c, `calc_index`), and slots grow eightfold per level: 63 ticks at a granularity of one, 504 at 8 …
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

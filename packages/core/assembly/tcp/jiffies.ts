import { config } from '../config';
import { state } from '../state';

/** Length of a tick, ns. */
export function jiffyNs(): u64 {
  return 1000000000 / <u64>config.hz;
}

/** The tick in which a time of the run falls. */
export function jiffiesAt(ns: u64): u64 {
  return (ns + state.clockPhase) / jiffyNs();
}

export function jiffiesNow(): u64 {
  return jiffiesAt(state.now);
}

/** `usecs_to_jiffies`: rounded up. */
export function usToJiffies(us: u64): u64 {
  const jiffyUs = 1000000 / <u64>config.hz;
  return (us + jiffyUs - 1) / jiffyUs;
}

/**
 * When a kernel timer set `delta` ticks ahead fires, ns. The timer wheel rounds up by one slot of its level
 * (kernel/time/timer.c, `calc_index`), and slots grow eightfold per level: 63 ticks at a granularity of one, 504 at 8 …
 */
export function wheelExpiry(delta: u64): u64 {
  const expires = jiffiesNow() + delta;
  let shift: u64 = 0;
  let reach: u64 = 63;
  while (delta >= reach && shift < 24) {
    shift += 3;
    reach = 63 << shift;
  }
  return (((expires >> shift) + 1) << shift) * jiffyNs() - state.clockPhase;
}

/** The timestamp clock at the start of a run, ms: later than any handshake took, and not 0, which means "none". */
const TIMESTAMP_START: u32 = 1000000;

/** Timestamp option clock, ms (RFC 7323 as `TCP_TS_HZ` has it). */
export function timestampMs(): u32 {
  return <u32>((state.now + state.clockPhase) / 1000000) + TIMESTAMP_START;
}

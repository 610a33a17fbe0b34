/**
 * CoDel (RFC 8289) in the integer arithmetic of include/net/codel_impl.h: times are u32 in units of 1024 ns, the
 * inverse square root of the number of drops is a 16-bit fraction that one step of Newton's method improves per drop.
 */

/** `CODEL_SHIFT`. */
const CODEL_SHIFT: u64 = 10;
/** `REC_INV_SQRT_SHIFT`: of the 32-bit fraction 16 are kept. */
const REC_INV_SQRT_SHIFT: u32 = 16;
/** Drops begin again where they ended if that is less than so many intervals ago. */
const REMEMBER: u32 = 16;

/** `struct codel_vars`. */
@unmanaged
export class CodelVars {
  /** Drops since the dropping state was entered; at its last entry. */
  count: u32;
  lastCount: u32;
  dropping: u32;
  recInvSqrt: u32;
  /** When the sojourn time will have been above the target for an interval; 0: it is below. */
  firstAboveTime: u32;
  dropNext: u32;
}

/** `codel_get_time`. */
export function codelTime(ns: u64): u32 {
  return <u32>(ns >> CODEL_SHIFT);
}

/** `codel_time_after`. */
export function codelAfter(a: u32, b: u32): bool {
  return <i32>(a - b) > 0;
}

/** `codel_Newton_step`: x ← x · (3 − count · x²) / 2. */
export function newtonStep(vars: CodelVars): void {
  const x = <u64>(vars.recInvSqrt << REC_INV_SQRT_SHIFT);
  const square = (x * x) >> 32;
  const factor = (((<u64>3) << 32) - <u64>vars.count * square) >> 2;
  // (32 - 2 + 1): one bit is the division by two.
  vars.recInvSqrt = <u32>((factor * x) >> (31 + <u64>REC_INV_SQRT_SHIFT)) & 0xffff;
}

/** `codel_control_law`: t + interval / sqrt(count), one unit later at least. */
export function controlLaw(t: u32, interval: u32, vars: CodelVars): u32 {
  const after = <u32>((<u64>interval * <u64>(vars.recInvSqrt << REC_INV_SQRT_SHIFT)) >> 32);
  return t + max<u32>(after, 1);
}

/** Enters the dropping state: at the rate of the last one if that is not long ago (`codel_dequeue`). */
export function enterDropping(vars: CodelVars, now: u32, interval: u32): void {
  vars.dropping = 1;
  const delta = vars.count - vars.lastCount;
  if (delta > 1 && <i32>(now - vars.dropNext - REMEMBER * interval) < 0) {
    vars.count = delta;
    newtonStep(vars);
  } else {
    vars.count = 1;
    vars.recInvSqrt = 0xffff;
  }
  vars.lastCount = vars.count;
  vars.dropNext = controlLaw(now, interval, vars);
}

import { config } from './config';
import { eagain, readOnce } from './sched/cpu';
import { sched } from './sched/state';
import { state } from './state';

/**
 * The clock of a kernel in virtual time (User-Mode Linux, `time-travel=inf-cpu`): CPU work costs nothing, but each
 * reading of the clock by a process moves it on by 256 ns (`TIMER_MULTIPLIER`), and timers fire on such steps.
 * A run that is held against the kernel cells has the same clock; in any other `clockRead` is 0 and all this is void.
 */

/** A process that slept until `due` has woken and read the clock, or a timer without slack that is due then has fired. */
export function afterSleep(due: u64): u64 {
  return config.clockRead == 0 ? due : nextReading(due);
}

function nextReading(due: u64): u64 {
  const step = <u64>config.clockRead;
  if (sched.active) return due;
  return ((due + step - 1) / step) * step + step;
}

/** A process that runs reads the clock `n` times: what comes due meanwhile waits until it sleeps. */
export function readClock(n: u32): void {
  if (config.clockRead != 0) readings(n);
}

/** A system call that fails with EAGAIN: in virtual time it takes a microsecond, so that a loop around it ends. */
export function tryAgain(): void {
  if (sched.active) eagain();
  else if (config.clockRead != 0) spend(EAGAIN_NS);
}

function readings(n: u32): void {
  if (sched.active) for (let i: u32 = 0; i < n; i++) readOnce();
  else spend(<u64>(n * config.clockRead));
}

const EAGAIN_NS: u64 = 1000;

function spend(ns: u64): void {
  state.now += ns;
  state.cpuBusyUntil = max(state.cpuBusyUntil, state.now);
}

/** A process reads the clock now, and has done so `n` times since `state.now`. */
export function afterReads(n: u32): u64 {
  return state.now + <u64>(n * config.clockRead);
}

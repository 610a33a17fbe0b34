import { config } from './config';
import { state } from './state';

/**
 * The clock of a kernel in virtual time (User-Mode Linux, `time-travel=inf-cpu`): CPU work costs nothing, but each
 * reading of the clock by a process moves it on by 256 ns (`TIMER_MULTIPLIER`), and timers fire on such steps.
 * A run that is held against the kernel cells has the same clock; in any other `clockRead` is 0 and all this is void.
 */

/** A process that slept until `due` has woken and read the clock, or a timer without slack that is due then has fired. */
export function afterSleep(due: u64): u64 {
  const step = <u64>config.clockRead;
  if (step == 0) return due;
  return ((due + step - 1) / step) * step + step;
}

/** The only CPU is taken by a process that reads the clock `reads` times in its turn. */
export function cpuTurn(reads: u32): void {
  if (config.clockRead == 0) return;
  state.cpuBusyUntil = state.now + <u64>(reads * config.clockRead);
}

/** A process reads the clock now, and has done so `n` times since `state.now`. */
export function afterReads(n: u32): u64 {
  return state.now + <u64>(n * config.clockRead);
}

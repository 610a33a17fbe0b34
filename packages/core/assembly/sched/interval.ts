import { NEVER, state } from '../state';
import { wake } from './eevdf';
import { Entity, entity, setSleep } from './state';

/** The intervals of iperf3, at whose ends it wakes, and which bound the sleep of its select(). */

/** Clock readings of the timers that run at the end of an interval. */
export const READS_OF_REPORT: u32 = 2;
/** `select_estimate_accuracy`: a thousandth of the sleep, and at least the process's slack (`timer_slack_ns`). */
const SLACK_PART: u64 = 1000;
const TIMER_SLACK_NS: u64 = 50000;

/** select() goes to sleep until the interval ends. */
export function sleepInSelect(e: Entity): void {
  const slack = max((e.reportAt - min(e.reportAt, state.now)) / SLACK_PART, TIMER_SLACK_NS);
  setSleep(e, e.reportAt, e.reportAt + slack);
}

/** One of the sockets of a select() has something: the sleep ends. */
export function wakeFromSelect(index: u32): void {
  wake(index);
  if (entity(index).expires != NEVER) setSleep(entity(index), 0, NEVER);
}

/** True if the interval of `ns` has ended; the next one begins. */
export function reportDue(e: Entity, ns: u64): bool {
  if (state.now < e.reportAt) return false;
  e.reportAt += ns;
  return true;
}

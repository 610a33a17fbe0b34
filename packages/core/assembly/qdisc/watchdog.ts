import { config } from '../config';
import { device } from '../device/device';
import { selectQueue } from '../device/queues';
import { EVENT_WATCHDOG } from '../events/kinds';
import { Timer, timerExpired, timerInit, timerSet } from '../events/timer';
import { arenaAlloc } from '../memory/arena';
import { sched } from '../sched/state';
import { qdisc } from './qdisc';
import { qdiscRun } from './xmit';

/** `struct qdisc_watchdog`: the timer of a qdisc whose next packet has a time of its own. */

/** `qdisc_watchdog_init`. */
export function watchdogInit(): void {
  qdisc.watchdog = changetype<Timer>(arenaAlloc(offsetof<Timer>()));
  timerInit(qdisc.watchdog);
}

/** `qdisc_watchdog_schedule_ns`: the qdisc runs at `due`, as far as the clock is fine enough. */
export function watchdogSchedule(due: u64): void {
  const step = <u64>config.clockRead;
  const at = step == 0 || sched.active ? due : ((due + step - 1) / step) * step;
  timerSet(qdisc.watchdog, at, EVENT_WATCHDOG, device.mq ? <usize>device.current : 0);
}

/** `qdisc_watchdog`: the softirq runs at the end of the timer's interrupt, not in ksoftirqd. */
export function onWatchdog(order: u64, queue: u32): void {
  if (device.mq) selectQueue(queue);
  if (timerExpired(qdisc.watchdog, order, EVENT_WATCHDOG, queue)) qdiscRun();
}

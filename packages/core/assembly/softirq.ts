import { machine } from './machine';
import { netTxAction } from './qdisc/xmit';
import { sched } from './sched/state';
import { PENDING_APP, PENDING_QDISC, PENDING_READER, PENDING_TSQ, state } from './state';
import { tsqRun } from './tcp/tsq';

/** Passes of `handle_softirqs` (`MAX_SOFTIRQ_RESTART`), and works that `bh_worker` does in each (`BH_WORKER_RESTARTS`). */
export const PASSES: u32 = 10;
export const WORKS: u32 = 10;

/** Softirqs of a process with disabled bottom halves, or of an interrupt: when they go on too long, ksoftirqd takes over. */
export function softirqsBegin(): void {
  state.softirqWorks = PASSES * WORKS;
}

/** Softirqs that a process raised: all are ksoftirqd's (`raise_softirq_irqoff`). */
export function softirqsOfKsoftirqd(): void {
  state.softirqWorks = 0;
}

/**
 * Runs the softirqs that are pending: NET_TX before the TSQ work. What a wake raised is the reader's CPU's, and so is
 * all that follows from it; the rest runs on the CPUs of the senders.
 */
export function softirqs(): void {
  while (state.pending & (PENDING_QDISC | PENDING_TSQ)) {
    const pending = state.pending;
    if (pending & PENDING_QDISC) {
      state.pending = pending & ~PENDING_QDISC;
      if (machine.raised) machine.inSoftirq = 1;
      machine.raised = 0;
      softirqsOfKsoftirqd();
      state.inKsoftirqd = 1;
      netTxAction();
    } else {
      // need_resched(): between two passes, a process that was woken comes first.
      if (sched.needResched || (state.cpuIdle && pending & (PENDING_READER | PENDING_APP))) softirqsOfKsoftirqd();
      state.pending = pending & ~PENDING_TSQ;
      if (state.softirqWorks == 0) state.inKsoftirqd = 1;
      else state.softirqWorks--;
      tsqRun();
    }
    state.inKsoftirqd = 0;
  }
  machine.inSoftirq = 0;
}

import { machine } from './machine';
import { netTxAction } from './qdisc/xmit';
import { PENDING_QDISC, PENDING_TSQ, state } from './state';
import { tsqRun } from './tcp/tsq';

/**
 * Runs the softirqs that are pending: NET_TX before the TSQ tasklet. What a wake raised is the reader's CPU's, and so is
 * all that follows from it; the rest runs on the CPUs of the senders.
 */
export function softirqs(): void {
  while (state.pending & (PENDING_QDISC | PENDING_TSQ)) {
    const pending = state.pending;
    if (pending & PENDING_QDISC) {
      state.pending = pending & ~PENDING_QDISC;
      if (machine.raised) machine.inSoftirq = 1;
      machine.raised = 0;
      state.inKsoftirqd = 1;
      netTxAction();
      state.inKsoftirqd = 0;
    } else {
      state.pending = pending & ~PENDING_TSQ;
      tsqRun();
    }
  }
  machine.inSoftirq = 0;
}

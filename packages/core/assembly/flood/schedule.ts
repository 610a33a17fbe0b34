import { heapPush } from '../events/heap';
import { EVENT_ATTEMPT } from '../events/kinds';
import { Flow } from '../flow';

/** Attempts come after all else that is due at the same time, timers of the wheel included, and in the order of the flows. */
const LAST: u64 = (<u64>3) << 62;

/** The thread's next attempt is then. One that was scheduled before is void: its time is no longer `nextAttempt`. */
export function scheduleAttempt(flow: Flow, due: u64): void {
  flow.nextAttempt = due;
  heapPush(due, LAST + <u64>flow.index, EVENT_ATTEMPT, changetype<usize>(flow));
}

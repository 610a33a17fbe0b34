import { Flow } from '../flow';
import { PENDING_APP, state } from '../state';

/** The application of this flow runs when the softirq that is now running has ended. */
export function appWake(flow: Flow): void {
  if (flow.appQueued) return;
  flow.appQueued = 1;
  flow.appNext = 0;
  if (state.appTail == 0) state.appHead = changetype<usize>(flow);
  else changetype<Flow>(state.appTail).appNext = changetype<usize>(flow);
  state.appTail = changetype<usize>(flow);
  state.pending |= PENDING_APP;
}

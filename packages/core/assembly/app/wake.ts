import { Flow, flowAt } from '../flow';
import { wakeFromSelect } from '../sched/interval';
import { CLIENT, sched } from '../sched/state';
import { PENDING_APP, state } from '../state';

/** The application of this flow runs when the softirq that is now running has ended. */
export function appWake(flow: Flow): void {
  if (sched.active) {
    wakeFromSelect(CLIENT);
    return;
  }
  const first = flowAt(flow.process);
  if (first.appQueued) return;
  first.appQueued = 1;
  first.appNext = 0;
  if (state.appTail == 0) state.appHead = changetype<usize>(first);
  else changetype<Flow>(state.appTail).appNext = changetype<usize>(first);
  state.appTail = changetype<usize>(first);
  state.pending |= PENDING_APP;
}

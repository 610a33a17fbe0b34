import { NEVER, state } from '../state';
import { heapPush } from './heap';

/**
 * A timer of a flow. Moving it later, which every ACK does to the retransmission timer, only changes `due`:
 * the heap node stays where it is and, when it comes up early, is pushed again.
 */
@unmanaged
export class Timer {
  /** When it fires, ns; `NEVER` when off. */
  due: u64;
  /** Time of the earliest heap node that stands for it; `NEVER` when there is none. */
  node: u64;
}

export function timerInit(timer: Timer): void {
  timer.due = NEVER;
  timer.node = NEVER;
}

export function timerSet(timer: Timer, due: u64, kind: u32, flow: usize): void {
  timer.due = due;
  if (due < timer.node) {
    timer.node = due;
    heapPush(due, state.order++, kind, flow);
  }
}

export function timerStop(timer: Timer): void {
  timer.due = NEVER;
}

/** A node of this timer came up: true when the timer really fires now. */
export function timerExpired(timer: Timer, kind: u32, flow: usize): bool {
  // `now` may be later than the node was due: a process had the CPU (clock.ts).
  if (timer.node != state.due) return false;
  timer.node = NEVER;
  const due = timer.due;
  if (due == NEVER) return false;
  if (due > state.now) {
    timer.node = due;
    heapPush(due, state.order++, kind, flow);
    return false;
  }
  timer.due = NEVER;
  return true;
}

import { config } from '../config';
import { heapPush } from '../events/heap';
import { EVENT_OBSERVER } from '../events/kinds';
import { NEVER, PENDING_OBSERVER, SLACK_OBSERVER, state } from '../state';

/**
 * Who measured the kernel cells: every half second a program asks for the state of the sockets (`ss` for both ends), and
 * its processes have the only CPU for as long as their clock readings and waits take. Only in the clock of those cells.
 */

/** From the control connection's SYN to the first look, and from look to look, ns. */
const FIRST_NS: u64 = 99981300;
const EVERY_NS: u64 = 500000000;
/** `timerslack_ns` of a process: its sleep ends with the next interrupt, and after this much in any case. */
const SLACK_NS: u64 = 50000;
/** Its two turns, one for each end, between which others get the CPU; counted in clock readings and waits. */
const FIRST_LOOK_NS: u64 = 30600;
const SECOND_LOOK_NS: u64 = 35600;

/** `sinceSyn`: time from that SYN to the begin of the run, ns. */
export function observerStart(sinceSyn: u64): void {
  state.observerAt = NEVER;
  state.observerLatest = NEVER;
  if (config.clockRead == 0) return;
  let at = FIRST_NS;
  while (at < sinceSyn) at += EVERY_NS;
  sleepUntil(at - sinceSyn);
}

function sleepUntil(at: u64): void {
  state.observerAt = at;
  heapPush(at, state.order++, EVENT_OBSERVER, 0);
}

/** Its timer may fire, or has to. */
export function onObserverTimer(): void {
  if (state.ended) return;
  if (state.due == state.observerLatest) {
    observerWakes();
  } else if (state.due == state.observerAt) {
    state.slackDue |= SLACK_OBSERVER;
    state.observerLatest = state.due + SLACK_NS;
    heapPush(state.observerLatest, state.order++, EVENT_OBSERVER, 0);
  }
}

/** An interrupt within the slack, or the end of it. */
export function observerWakes(): void {
  state.slackDue &= ~SLACK_OBSERVER;
  state.observerLatest = NEVER;
  state.pending |= PENDING_OBSERVER;
}

export function observerLooks(): void {
  const first = !state.observerHalfway;
  state.observerHalfway = first ? 1 : 0;
  state.now += first ? FIRST_LOOK_NS : SECOND_LOOK_NS;
  state.cpuBusyUntil = max(state.cpuBusyUntil, state.now);
  if (!first) {
    sleepUntil(state.observerAt + EVERY_NS);
    return;
  }
  state.observerLatest = state.now;
  heapPush(state.now, state.order++, EVENT_OBSERVER, 0);
}

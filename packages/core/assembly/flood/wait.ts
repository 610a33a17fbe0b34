import { ATTEMPTS_COUNTED, config } from '../config';
import { txq } from '../device/txq';
import { Flow } from '../flow';
import { state } from '../state';
import { counters } from '../stats/counters';
import { TRACE_DROP, TRACE_PACKET, traceWants } from '../stats/trace';
import { scheduleAttempt } from './schedule';

/**
 * Attempts that must fail alike: while the queue is stopped every test says so, and while a ring without backpressure
 * is full every put is a drop. Between two changes of the ring they come at a constant distance, so that they are
 * counted when the next change comes instead of being made one by one. The results are the same, but for the number of events.
 *
 * That holds because attempts come last among all that happens at one instant (schedule.ts): those before now have
 * failed, those at now have not been made.
 */
export const WAIT_NONE: u32 = 0;
/** `DRV_XOFF` is set. */
export const WAIT_STOPPED: u32 = 1;
/** The ring is full, and what does not fit is dropped. */
export const WAIT_FULL: u32 = 2;

/** The thread's next attempt is at `flow.nextAttempt`, and it and those after it, `period` apart, meet `wait`. */
export function scheduleWait(flow: Flow, due: u64, period: u64, wait: u32): void {
  // A clock that is slow to read moves events to other times, and a trace wants to see each drop.
  if (
    config.attempts != ATTEMPTS_COUNTED ||
    config.clockRead != 0 ||
    traceWants(TRACE_DROP) ||
    traceWants(TRACE_PACKET)
  ) {
    scheduleAttempt(flow, due);
    return;
  }
  flow.nextAttempt = due;
  flow.waiting = wait;
  flow.period = period;
  flow.waitNext = state.floodWaiting;
  state.floodWaiting = changetype<usize>(flow);
}

/** Counts the attempts before now of all that wait. `changes`: something changes now, so that they no longer do. */
export function settleFloods(changes: bool): void {
  let at = state.floodWaiting;
  if (changes) state.floodWaiting = 0;
  while (at != 0) {
    const flow = changetype<Flow>(at);
    at = flow.waitNext;
    settle(flow);
    if (!changes) continue;
    flow.waiting = WAIT_NONE;
    scheduleAttempt(flow, flow.nextAttempt);
  }
}

function settle(flow: Flow): void {
  if (flow.nextAttempt >= state.now) return;
  const failed = (state.now - flow.nextAttempt + flow.period - 1) / flow.period;
  flow.nextAttempt += failed * flow.period;
  if (flow.waiting == WAIT_STOPPED) {
    flow.retries += failed;
    return;
  }
  flow.lost += failed;
  txq.drops += failed;
  txq.dropSegments += failed;
  counters.sent += failed;
  counters.packets += failed;
}

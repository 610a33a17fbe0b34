import { threadActive, threadShare } from '../cpus';
import { TIMER_APP } from '../events/kinds';
import { timerSet } from '../events/timer';
import { FLOW_PKTGEN, Flow, flowAt } from '../flow';
import { FLOOD, Packet, packetAlloc, packetFree } from '../packet';
import { linkHeader } from '../qdisc/qdisc';
import { rngUniform } from '../rng';
import { NEVER, state } from '../state';
import { counters } from '../stats/counters';
import { pktgenAttempt } from './pktgen';
import { rawAttempt } from './raw';
import { scheduleAttempt } from './schedule';
import { settleFloods } from './wait';

/** Threads that send as fast as they can, each on a CPU of its own if there are enough: pktgen's, and packet sockets. */

/** The flow's timer: the thread begins, then it is told to stop. */
export function onFloodTimer(flow: Flow): void {
  if (state.ended) return;
  if (flow.sending) {
    stop(flow);
    return;
  }
  if (state.now >= flow.stop) return;
  threadActive(flow, true);
  flow.sending = 1;
  // Threads are not in step: each is somewhere in its first attempt.
  scheduleAttempt(flow, state.now + <u64>(rngUniform(flow.rng) * <f64>flow.perSent));
  if (flow.stop != NEVER) timerSet(flow.timer(TIMER_APP), flow.stop, TIMER_APP, changetype<usize>(flow));
}

function stop(flow: Flow): void {
  // All that wait, this one among them, have their attempts counted.
  settleFloods(true);
  if (!flow.blocked) threadActive(flow, false);
  flow.sending = 0;
  flow.blocked = 0;
}

/** The end of the run. */
export function stopFloods(): void {
  for (let i: u32 = 0; i < state.flowCount; i++) {
    const flow = flowAt(i);
    if (flow.sending) stop(flow);
  }
}

/** An attempt is due, unless its time was moved or its thread was stopped. */
export function onAttempt(flow: Flow): void {
  if (!flow.sending || flow.waiting || flow.blocked || flow.nextAttempt != state.due) return;
  if (flow.kind == FLOW_PKTGEN) pktgenAttempt(flow);
  else rawAttempt(flow);
}

/** When the next attempt ends, which takes `cost` ns of a CPU that may be shared; it takes some time. */
export function attemptTime(flow: Flow, cost: u64): u64 {
  return max<u64>(cost, 1) * threadShare(flow);
}

/** A packet of `flow.size` bytes of frame, about to be sent. */
export function floodPacket(flow: Flow): Packet {
  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.kind = FLOOD;
  packet.segments = 1;
  packet.seq = flow.numbered++;
  packet.payload = flow.size;
  packet.length = flow.size - min(flow.size, linkHeader());
  packet.truesize = 0;
  packet.entered = state.now;
  counters.sent++;
  counters.packets++;
  return packet;
}

/** The packet arrives at the receiver. */
export function floodArrives(packet: Packet): void {
  const flow = changetype<Flow>(packet.flow);
  if (!state.ended) {
    flow.received++;
    flow.goodputBytes += packet.payload;
  }
  packetFree(packet);
}

import { txq } from './device/txq';
import { lineShift } from './events/line';
import { Flow } from './flow';
import { readerTurn } from './loop';
import { ACK, DATA, Packet, packetFree } from './packet';
import { arrive, arriveBack } from './path/arrive';
import { path } from './path/path';
import { QDISC_FQ, qdisc } from './qdisc/qdisc';
import { plainTurn } from './reader/plain';
import { READER_WORKING, RETURNS_APART, reader } from './reader/state';
import { intoBacklog } from './receiver/guest';
import { quietData } from './receiver/quiet';
import { receiveData } from './receiver/receive';
import { steadyData } from './receiver/steady';
import { ringPeek } from './ring/ptr_ring';
import { PASSES, WORKS } from './softirq';
import { backward, forward, NEVER, state } from './state';
import { counters } from './stats/counters';
import { tcpAck } from './tcp/ack';

/**
 * The three events of which a run consists, where it is as most are: a plain reader (reader/plain.ts), readings of the clock
 * that take no time, no slack timers, and nothing between the return path and TCP. They do what `readerEvent`,
 * `forwardEvent` and `backwardEvent` of loop.ts do then, without the questions to which the rest is the answer.
 */

/** Once the reader at hand is known (`plainInit`). */
export function frontInit(): void {
  const direct = reader.returns == RETURNS_APART && path.ingressDelay == 0;
  state.front = reader.plain && direct && qdisc.kind != QDISC_FQ ? 1 : 0;
}

/** `begin`, where no process ever has the CPU for some time. */
function begin(due: u64): void {
  assert(state.cpuBusyUntil == 0 && due >= state.due);
  state.due = due;
  state.now = due;
  state.inTick = 0;
}

export function frontReader(due: u64): void {
  begin(due);
  state.cpuIdle = 1;
  state.softirqWorks = 0;
  const entry = reader.phase == READER_WORKING ? ringPeek(txq.ring) : 0;
  if (entry != 0) {
    plainTurn(changetype<Packet>(entry));
    return;
  }
  state.readerDue = NEVER;
  readerTurn();
}

export function frontForward(due: u64): void {
  begin(due);
  state.cpuIdle = 1;
  state.softirqWorks = PASSES * WORKS;
  const packet = lineShift(forward);
  if (packet.kind != DATA) {
    arrive(packet);
    return;
  }
  const segments = <u64>packet.segments;
  counters.inPath -= segments;
  counters.delivered += segments;
  const rcv = changetype<Flow>(packet.flow).receiver;
  if (quietData(rcv, packet) || steadyData(rcv, packet) || intoBacklog(rcv, packet)) return;
  receiveData(rcv, packet);
  packetFree(packet);
}

export function frontBackward(due: u64): void {
  begin(due);
  state.softirqWorks = PASSES * WORKS;
  const packet = lineShift(backward);
  if (packet.kind != ACK) {
    arriveBack(packet);
    return;
  }
  state.cpuIdle = 0;
  if (!state.ended) tcpAck(changetype<Flow>(packet.flow).tcp, packet);
  packetFree(packet);
}

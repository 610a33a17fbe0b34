import { datagramArrives, pingArrives, pingReturns } from '../app/datagram';
import { controlArrives } from '../app/test_end';
import { readClock } from '../clock';
import { device } from '../device/device';
import { packetQueue, selectQueue } from '../device/queues';
import { heapPush } from '../events/heap';
import { EVENT_INGRESS } from '../events/kinds';
import { floodArrives } from '../flood/flood';
import { Flow } from '../flow';
import { CONTROL, DATA, FLOOD, Packet, PING, packetFree } from '../packet';
import { readerReturn } from '../reader/reader';
import { RETURNS_APART, reader } from '../reader/state';
import { intoBacklog } from '../receiver/guest';
import { receiveData } from '../receiver/receive';
import { steadyData } from '../receiver/steady';
import { backward, forward, PENDING_APP, PENDING_READER, state } from '../state';
import { counters } from '../stats/counters';
import { POINT_ARRIVED, POINT_BACK, tracePacket } from '../stats/packet_trace';
import { trace } from '../stats/trace';
import { tcpAck } from '../tcp/ack';
import { path } from './path';

/** A packet reaches the receiver. */
export function arrive(packet: Packet): void {
  counters.inPath -= packet.segments;
  counters.delivered += packet.segments;
  const watched = state.watched != 0;
  if (watched) watchedArrival(packet);
  if (packet.kind == DATA) {
    const rcv = changetype<Flow>(packet.flow).receiver;
    if (!steadyData(rcv, packet) && !intoBacklog(rcv, packet)) {
      receiveData(rcv, packet);
      packetFree(packet);
    }
    if (watched) state.deliveryReads = 0;
  } else if (packet.kind == PING) {
    pingArrives(packet);
  } else if (packet.kind == FLOOD) {
    floodArrives(packet);
  } else if (packet.kind == CONTROL) {
    controlArrives(packet);
    packetFree(packet);
  } else {
    datagramArrives(packet);
  }
}

/** A packet reaches the receiver of a run that is traced, or whose clock is slow to read. */
function watchedArrival(packet: Packet): void {
  if (trace.mask != 0) tracePacket(POINT_ARRIVED, packet);
  // The process that brought data looks at the next packet before the far end's reader gets the CPU.
  if (packet.kind == DATA) state.deliveryReads = forward.count != 0 ? 1 : 0;
}

/** A packet is back at the sender's machine. */
export function arriveBack(packet: Packet): void {
  // Who reads a flow's queue also writes what comes back for it.
  if (device.queues != 1) selectQueue(packetQueue(packet));
  if (reader.returns != RETURNS_APART) readerReturn(packet);
  else ingress(packet);
}

/** What comes back may be delayed before TCP sees it, as by netem on an ifb. */
export function ingress(packet: Packet): void {
  if (path.ingressDelay == 0) deliverBack(packet);
  else delayIngress(packet);
}

function delayIngress(packet: Packet): void {
  path.inIngress++;
  heapPush(state.now + path.ingressDelay, state.order++, EVENT_INGRESS, changetype<usize>(packet));
}

/** A packet is back at the sender. */
export function deliverBack(packet: Packet): void {
  // A process brought it.
  state.cpuIdle = 0;
  if (packet.kind == PING) {
    if (trace.mask != 0) tracePacket(POINT_BACK, packet);
    pingReturns(packet);
    return;
  }
  if (!state.ended) tcpAck(changetype<Flow>(packet.flow).tcp, packet);
  packetFree(packet);
  // The thread that brought it looks at the next one before those that it woke get the CPU.
  if (backward.count != 0 && !device.tso && state.pending & (PENDING_READER | PENDING_APP)) readClock(1);
}

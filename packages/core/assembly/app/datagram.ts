import { TIMER_APP } from '../events/kinds';
import { timerSet } from '../events/timer';
import { ARRIVALS_POISSON, FLOW_PING, Flow } from '../flow';
import { Packet, PING, packetAlloc, packetFree, UDP } from '../packet';
import { pathReturn } from '../path/path';
import { devQueueXmit } from '../qdisc/xmit';
import { rngExponential } from '../rng';
import { state } from '../state';
import { counters } from '../stats/counters';
import { histogramAdd } from '../stats/histogram';
import { POINT_SENT, tracePacket } from '../stats/packet_trace';
import { TRACE_PING, trace, traceWants, traceWrite } from '../stats/trace';

/** UDP at a mean rate, and ping: what measures loss and latency under load. */

/** IPv4 20 + UDP 8 bytes. */
const UDP_HEADERS: u32 = 28;

function send(flow: Flow): void {
  const packet = packetAlloc();
  packet.flow = changetype<usize>(flow);
  packet.segments = 1;
  packet.seq = flow.numbered++;
  packet.payload = flow.size;
  packet.truesize = 0;
  setSentAt(packet, state.now);
  if (flow.kind == FLOW_PING) {
    packet.kind = PING;
    packet.length = flow.size;
    counters.pingsSent++;
  } else {
    packet.kind = UDP;
    packet.length = flow.size + UDP_HEADERS;
    counters.datagramsSent++;
  }
  counters.sent++;
  counters.packets++;
  if (trace.mask != 0) tracePacket(POINT_SENT, packet);
  devQueueXmit(packet);
}

/** A datagram has no SACK blocks: the time of sending lies in their place. */
function setSentAt(packet: Packet, ns: u64): void {
  packet.tsval = <u32>ns;
  packet.tsecr = <u32>(ns >> 32);
}

function sentAt(packet: Packet): u64 {
  return ((<u64>packet.tsecr) << 32) | <u64>packet.tsval;
}

/** The flow's timer: sends a burst and sets the next. The times add up in double precision, so the rate is exact. */
export function onDatagramTimer(flow: Flow): void {
  if (state.ended || state.now >= flow.stop) return;
  for (let i: u32 = 0; i < flow.burst; i++) send(flow);
  const gap = flow.arrivals == ARRIVALS_POISSON ? rngExponential(flow.rng, flow.interval) : flow.interval;
  flow.nextArrival += gap;
  timerSet(flow.timer(TIMER_APP), max(<u64>flow.nextArrival, state.now + 1), TIMER_APP, changetype<usize>(flow));
}

/** A datagram arrives at the receiver. */
export function datagramArrives(packet: Packet): void {
  counters.datagramsReceived++;
  histogramAdd(counters.datagram, state.now - sentAt(packet), 1);
  const flow = changetype<Flow>(packet.flow);
  if (!state.ended) flow.goodputBytes += packet.payload;
  packetFree(packet);
}

/** A ping arrives at the receiver and goes back. */
export function pingArrives(packet: Packet): void {
  pathReturn(packet, 1);
}

export function pingReturns(packet: Packet): void {
  counters.pingsReceived++;
  const rtt = state.now - sentAt(packet);
  histogramAdd(counters.ping, rtt, 1);
  if (traceWants(TRACE_PING)) {
    const index = changetype<Flow>(packet.flow).index;
    traceWrite(TRACE_PING, 0, index, packet.seq, <u32>rtt, <u32>(rtt >> 32), 0, 0);
  }
  packetFree(packet);
}

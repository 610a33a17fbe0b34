import { device } from '../device/device';
import { flowAt } from '../flow';
import { flowQueues } from '../machine';
import { DATA, packetAlloc, packetFree, TCP_HEADERS } from '../packet';
import { state } from '../state';
import { counters } from '../stats/counters';
import { SKB_OVERHEAD } from '../tcp/constants';
import { opsDequeue, opsEnqueue } from './ops';
import { qdisc } from './qdisc';

/** The qdisc of a prepared run by itself, for tests: packets are put in and taken out by hand, and no device is there. */

const NOTHING: i64 = -1;

/** Sets the clock, ns. */
export function qdisc_clock(now: u64): void {
  state.now = now;
}

/** A burst of a TCP flow, known by its first byte. Returns what the stack is told. */
export function qdisc_enqueue(flow: u32, seq: u32, payload: u32): i32 {
  const owner = flowAt(flow);
  const mss = device.mtu - TCP_HEADERS;
  owner.tcp.mss = mss;
  const packet = packetAlloc();
  packet.flow = changetype<usize>(owner);
  packet.kind = DATA;
  packet.segments = <u16>((payload + mss - 1) / mss);
  packet.length = payload + TCP_HEADERS;
  packet.seq = seq;
  packet.payload = payload;
  packet.truesize = payload + SKB_OVERHEAD;
  packet.entered = state.now;
  owner.tcp.wmemAlloc += packet.truesize;
  counters.inQdisc += packet.segments;
  flowQueues(packet);
  return opsEnqueue(packet);
}

/** The first byte of the next packet; -1: none now. */
export function qdisc_dequeue(): i64 {
  const packet = opsDequeue();
  if (packet == null) return NOTHING;
  const seq = packet.seq;
  packetFree(packet);
  return seq;
}

/** The first byte of a packet that was dropped, the latest first; -1: no more. */
export function qdisc_dropped(): i64 {
  const packet = qdisc.toFree;
  if (packet == null) return NOTHING;
  qdisc.toFree = packet.next;
  const seq = packet.seq;
  packetFree(packet);
  return seq;
}

/** When the watchdog fires, ns; the qdisc is of a kind that has one. */
export function qdisc_watchdog(): u64 {
  return qdisc.watchdog.due;
}

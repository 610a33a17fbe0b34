import { DEVICE_TUN, device } from '../device/device';
import { Timer } from '../events/timer';
import { rawRelease } from '../flood/raw';
import { Flow } from '../flow';
import { flowLeaves } from '../machine';
import { QDISC_AT } from '../memory/map';
import { DATA, FLOOD, Packet, packetFree, TCP_HEADERS } from '../packet';
import { counters } from '../stats/counters';
import { traceDrop } from '../stats/packet_trace';
import { DROP_QDISC, trace } from '../stats/trace';
import { tsqRelease } from '../tcp/tsq';

export const QDISC_PFIFO_FAST: u32 = 0;
export const QDISC_PFIFO: u32 = 1;
export const QDISC_NOQUEUE: u32 = 2;
export const QDISC_FQ_CODEL: u32 = 3;
export const QDISC_FQ: u32 = 4;
export const QDISC_TBF: u32 = 5;
export const QDISC_PRIO: u32 = 6;
export const QDISC_NETEM: u32 = 7;

/** What `enqueue` answers: `NET_XMIT_SUCCESS`, `NET_XMIT_DROP`, `NET_XMIT_CN` (taken, but an earlier one was dropped for it). */
export const SUCCESS: i32 = 0;
export const DROP: i32 = 1;
export const CN: i32 = 2;

/** `dev->hard_header_len` of a TAP, bytes. */
const ETHERNET_HEADER: u32 = 14;

/** `struct Qdisc` with the fields that more than one kind needs. The host writes the first block. */
@unmanaged
export class Qdisc {
  kind: u32;
  /** Packets; `tbf`: bytes. */
  limit: u32;

  /** Packets enqueued, bursts counting one each (`q.qlen`), what was requeued not included. */
  qlen: u32;
  pad: u32;
  /** Dequeued but not accepted by the device: goes first (`gso_skb`). */
  requeued: Packet | null;
  /** Dropped by the qdisc; freed when the run that they fell into is over (`to_free`), the last first. */
  toFree: Packet | null;
  /** Timer of the kinds that have one. */
  watchdog: Timer;
}

export const qdisc: Qdisc = changetype<Qdisc>(QDISC_AT);

/** Length of the link header (`hard_header_len`), bytes. */
export function linkHeader(): u32 {
  return device.kind == DEVICE_TUN ? 0 : ETHERNET_HEADER;
}

/** `psched_mtu`. */
export function pschedMtu(): u32 {
  return device.mtu + linkHeader();
}

/** `qdisc_pkt_len`: bytes on the link, the headers of every segment of a burst counted (`qdisc_pkt_len_segs_init`). */
export function packetLength(packet: Packet): u32 {
  const segments = <u32>packet.segments;
  if (packet.kind != DATA) return packet.length + linkHeader();
  return packet.payload + segments * (TCP_HEADERS + linkHeader());
}

/** Skbs that were requeued: a burst was cut before it was refused. They count in `q.qlen` of a qdisc with a lock. */
export function requeuedCount(): u32 {
  const packet = qdisc.requeued;
  if (packet == null) return 0;
  return device.tso ? 1 : <u32>packet.segments;
}

/** `__qdisc_drop`: counts a packet as dropped; `freeDropped` returns its memory and tells the socket. */
export function qdiscDrop(packet: Packet): void {
  counters.qdiscDrops++;
  counters.qdiscDropSegments += packet.segments;
  counters.inQdisc -= packet.segments;
  flowLeaves(changetype<Flow>(packet.flow), packet.segments);
  if (packet.kind == FLOOD) changetype<Flow>(packet.flow).lost++;
  if (trace.mask != 0) traceDrop(DROP_QDISC, packet, packet.seq, packet.payload, packet.segments);
  packet.next = qdisc.toFree;
  qdisc.toFree = packet;
}

/** `tcf_kfree_skb_list`. */
export function freeDropped(): void {
  while (true) {
    const packet = qdisc.toFree;
    if (packet == null) return;
    qdisc.toFree = packet.next;
    if (packet.kind == DATA && packet.truesize != 0) tsqRelease(changetype<Flow>(packet.flow), packet.truesize);
    else if (packet.kind == FLOOD) rawRelease(packet);
    packetFree(packet);
  }
}

import { rawRelease } from '../flood/raw';
import { Flow } from '../flow';
import { chargeXmit, flowLeaves } from '../machine';
import { DATA, FLAG_ORPHANED, FLAG_SEGMENTED, FLOOD, Packet, packetFree, TCP_HEADERS } from '../packet';
import { readerNotify } from '../reader/reader';
import { NO_SPACE, PRODUCED, PtrRing, ringCheckProduce, ringProduce } from '../ring/ptr_ring';
import { state } from '../state';
import { counters } from '../stats/counters';
import { occupancyChange } from '../stats/occupancy';
import { TRACE_RING, traceWants, traceWrite } from '../stats/trace';
import { tsqRelease } from '../tcp/tsq';
import { countDrop, takesBursts, xmitBurst } from './burst';
import { device, ON_FULL_BUSY } from './device';
import { stopAfterProduce, stopBeforeProduce } from './flow_control';
import { chargeSegments, cutSegment } from './segment';
import { txq } from './txq';

/** What the driver says (`NETDEV_TX_OK`, `NET_XMIT_DROP`, `NETDEV_TX_BUSY`). */
export const TX_OK: i32 = 0;
export const TX_DROP: i32 = 1;
export const TX_BUSY: i32 = 16;

/** Puts an entry into the ring and tells the reader, if there is a free slot. */
function produce(ring: PtrRing, packet: Packet): bool {
  const unread = ring.unread;
  if (ringProduce(ring, changetype<usize>(packet)) != PRODUCED) return false;
  occupancyChange(unread);
  txq.produced++;
  counters.inRing += packet.segments;
  packet.entered = state.now;
  chargeXmit(packet);
  if (traceWants(TRACE_RING)) {
    const index = changetype<Flow>(packet.flow).index;
    traceWrite(TRACE_RING, 1, index, ring.unread, packet.seq, packet.payload, packet.segments, packet.kind);
  }
  return true;
}

/** True when a full ring sends the packet back to the qdisc (v1, v7 to v9). */
function refuses(ring: PtrRing): bool {
  return device.onFull == ON_FULL_BUSY && ringCheckProduce(ring) == NO_SPACE;
}

/** `tun_net_xmit` for one entry that is not to be segmented. Takes the packet unless it answers `TX_BUSY`. */
export function xmitOne(packet: Packet): i32 {
  const ring = txq.ring;
  const backpressure = device.backpressure != 0;
  if (backpressure && refuses(ring)) {
    stopAfterProduce(ring);
    return TX_BUSY;
  }
  const flow = changetype<Flow>(packet.flow);
  if (packet.kind == DATA && !(packet.flags & FLAG_ORPHANED)) tsqRelease(flow, packet.truesize);
  else if (packet.kind == FLOOD) rawRelease(packet);
  if (backpressure) stopBeforeProduce(ring);
  const fits = produce(ring, packet);
  if (backpressure) stopAfterProduce(ring);
  if (!fits) {
    countDrop(packet, packet.seq, packet.payload, packet.segments);
    if (packet.kind == FLOOD) flow.lost++;
    packetFree(packet);
    return TX_DROP;
  }
  readerNotify();
  return TX_OK;
}

/** The next segment of a burst, of which the last one is the burst itself. Only `TX_BUSY` leaves it in the burst. */
function xmitSegment(ring: PtrRing, burst: Packet, flow: Flow, mss: u32, backpressure: bool): i32 {
  if (backpressure && refuses(ring)) {
    stopAfterProduce(ring);
    return TX_BUSY;
  }
  const packet = cutSegment(burst, mss);
  const truesize = packet.truesize;
  packet.truesize = 0;
  if (truesize != 0) tsqRelease(flow, truesize);
  if (backpressure) stopBeforeProduce(ring);
  const fits = produce(ring, packet);
  if (backpressure) stopAfterProduce(ring);
  if (fits) {
    readerNotify();
    return TX_OK;
  }
  countDrop(packet, packet.seq, packet.payload, 1);
  packetFree(packet);
  return TX_DROP;
}

/** `validate_xmit_skb_list`: cuts a burst where the device has no TSO. */
export function validateXmit(packet: Packet): void {
  if (packet.segments > 1 && !device.tso) chargeSegments(packet);
}

/**
 * `dev_hard_start_xmit`: one entry, or a burst as segments where the device has no TSO, `most` of them.
 * `TX_BUSY`: the queue stopped inside the burst, or these were not all; what is left of `packet` stays with the caller.
 * Any other answer takes the packet; for a burst it is `TX_OK`, for a single packet what the driver said.
 */
export function hardStartXmit(packet: Packet, most: u32): i32 {
  if (packet.segments <= 1 || device.tso) {
    // The last segment of a burst that was requeued.
    if (packet.flags & FLAG_SEGMENTED) packet.length = packet.payload + TCP_HEADERS;
    const segments = packet.segments;
    const flow = changetype<Flow>(packet.flow);
    const code = xmitOne(packet);
    if (code != TX_BUSY) {
      counters.inQdisc -= segments;
      flowLeaves(flow, segments);
    }
    return code;
  }
  validateXmit(packet);
  const flow = changetype<Flow>(packet.flow);
  const all = takesBursts(txq.ring) ? xmitBurst(txq.ring, packet, flow, most) : xmitSegments(packet, flow, most);
  return all ? TX_OK : TX_BUSY;
}

/** The segments of a burst one by one, up to `most` of them; false if some of it is left. */
function xmitSegments(burst: Packet, flow: Flow, most: u32): bool {
  const mss = flow.tcp.mss;
  const ring = txq.ring;
  const backpressure = device.backpressure != 0;
  let left = most;
  let more = true;
  while (more) {
    more = burst.segments != 1;
    if (left-- == 0 || xmitSegment(ring, burst, flow, mss, backpressure) == TX_BUSY) return false;
    counters.inQdisc--;
    flowLeaves(flow, 1);
    if (txq.stopped && more) return false;
  }
  return true;
}

import { txq } from '../device/txq';
import { Flow } from '../flow';
import { ACK, DATA, Packet, sackBlock } from '../packet';
import { qdisc, requeuedCount } from '../qdisc/qdisc';
import { TRACE_BLOCK, TRACE_DROP, TRACE_PACKET, TRACE_STATE, traceWants, traceWrite } from './trace';

/** What a capture sees: packets at the points of their way, with what stands in their headers. */

/** `code` of a packet record: where. Those of drops follow in the order of `DROP_`. */
export const POINT_SENT: u32 = 0;
export const POINT_BACK: u32 = 1;
export const POINT_READ: u32 = 2;
export const POINT_ARRIVED: u32 = 3;
export const POINT_RETURNED: u32 = 4;
const POINT_DROPPED: u32 = 5;

/** A packet passes a point. Called only while something is traced. */
export function tracePacket(point: u32, packet: Packet): void {
  if (!traceWants(TRACE_PACKET)) return;
  record(point, packet, packet.seq, packet.payload, packet.segments);
  if (packet.kind != ACK) return;
  for (let i: u32 = 0; i < packet.truesize; i++) {
    const at = sackBlock(packet, i);
    traceWrite(TRACE_BLOCK, 0, 0, load<u32>(at), load<u32>(at, 4), 0, 0, 0);
  }
}

/** A packet is dropped, or of a burst the segments from `seq` on. Called only while something is traced. */
export function traceDrop(place: u32, packet: Packet, seq: u32, payload: u32, segments: u32): void {
  if (traceWants(TRACE_DROP)) {
    traceWrite(TRACE_DROP, place, changetype<Flow>(packet.flow).index, seq, payload, segments, 0, 0);
  }
  if (!traceWants(TRACE_PACKET)) return;
  record(POINT_DROPPED + place, packet, seq, payload, segments);
  const ring = txq.ring;
  traceWrite(TRACE_STATE, txq.stopped, 0, ring.unread, ring.size, qdisc.qlen + requeuedCount(), 0, 0);
}

function record(point: u32, packet: Packet, seq: u32, payload: u32, segments: u32): void {
  const kind = <u32>packet.kind;
  const what = segments | (kind << 16) | ((<u32>packet.flags) << 24);
  // Other kinds have no timestamp option.
  const stamped = kind == DATA || kind == ACK;
  const index = changetype<Flow>(packet.flow).index;
  const size = kind == ACK ? packet.window : payload;
  traceWrite(TRACE_PACKET, point, index, seq, size, what, stamped ? packet.tsval : 0, stamped ? packet.tsecr : 0);
}

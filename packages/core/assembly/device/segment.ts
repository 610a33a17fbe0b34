import { Flow } from '../flow';
import { DATA, FLAG_ORPHANED, FLAG_PSH, FLAG_SEGMENTED, Packet, packetAlloc, TCP_HEADERS } from '../packet';
import { SKB_OVERHEAD } from '../tcp/constants';

/** Software segmentation of a burst. */

/** `tcp_gso_segment`: each segment is an skb of its own, and the socket is charged for all of them. */
export function chargeSegments(burst: Packet): void {
  if (burst.flags & FLAG_SEGMENTED) return;
  burst.flags |= FLAG_SEGMENTED;
  if (burst.flags & FLAG_ORPHANED) return;
  const extra = <u32>(burst.segments - 1) * SKB_OVERHEAD;
  burst.truesize += extra;
  changetype<Flow>(burst.flow).tcp.wmemAlloc += extra;
}

/**
 * The next segment of a burst, as a packet of its own; the last one is the burst itself. Its `truesize` is what the
 * socket was charged for it: 0 if it has that back already.
 */
export function cutSegment(burst: Packet, mss: u32): Packet {
  const payload = min(burst.payload, mss);
  const truesize = burst.flags & FLAG_ORPHANED ? 0 : SKB_OVERHEAD + payload;
  let packet = burst;
  if (burst.segments != 1) {
    packet = packetAlloc();
    packet.flow = burst.flow;
    packet.kind = DATA;
    // PSH belongs to the last segment only.
    packet.flags = burst.flags & ~FLAG_PSH;
    packet.segments = 1;
    packet.seq = burst.seq;
    packet.entered = burst.entered;
    packet.tsval = burst.tsval;
    packet.tsecr = burst.tsecr;
    burst.seq += payload;
    burst.payload -= payload;
    burst.segments--;
    burst.truesize -= truesize;
  }
  packet.payload = payload;
  packet.length = payload + TCP_HEADERS;
  packet.truesize = truesize;
  return packet;
}

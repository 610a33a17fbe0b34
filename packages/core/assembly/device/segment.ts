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

/** The next segment of a burst, as a packet of its own that no socket is charged for yet; `skipSegment` follows. */
export function copySegment(burst: Packet, payload: u32): Packet {
  const packet = packetAlloc();
  packet.flow = burst.flow;
  packet.kind = DATA;
  // PSH belongs to the last segment only.
  packet.flags = payload == burst.payload ? burst.flags : burst.flags & ~FLAG_PSH;
  packet.segments = 1;
  packet.length = payload + TCP_HEADERS;
  packet.seq = burst.seq;
  packet.payload = payload;
  packet.truesize = 0;
  packet.entered = burst.entered;
  packet.tsval = burst.tsval;
  packet.tsecr = burst.tsecr;
  return packet;
}

/** The next segment has left the burst; returns the memory that the socket was charged for it. */
export function skipSegment(burst: Packet, payload: u32): u32 {
  burst.seq += payload;
  burst.payload -= payload;
  burst.segments--;
  if (burst.flags & FLAG_ORPHANED) return 0;
  const truesize = SKB_OVERHEAD + payload;
  burst.truesize -= truesize;
  return truesize;
}

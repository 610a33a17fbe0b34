import { arenaAlloc } from './memory/arena';
import { state } from './state';

export const DATA: u8 = 0;
export const ACK: u8 = 1;
export const UDP: u8 = 2;
export const PING: u8 = 3;
/** A packet of another connection, which only takes its place in the queues. */
export const CONTROL: u8 = 4;
/** Of pktgen, or of a packet socket that sends as fast as it can. */
export const FLOOD: u8 = 5;

/** `Packet.flags`: TCP PSH on the last segment; the data were sent before. */
export const FLAG_PSH: u8 = 1;
export const FLAG_RETRANSMISSION: u8 = 2;
/** An ACK whose first SACK block reports a duplicate (RFC 2883). */
export const FLAG_DSACK: u8 = 4;
/** A burst that was cut into segments, some of which may be gone already. */
export const FLAG_SEGMENTED: u8 = 8;
/** The socket has its memory back already (`skb_orphan_partial`). */
export const FLAG_ORPHANED: u8 = 16;
/** In the ring: another CPU than the reader's put it there. */
export const FLAG_SENDERS_CPU: u8 = 32;

/** IPv4 20 + TCP 20 + timestamp option 12 bytes. */
export const TCP_HEADERS: u32 = 52;
/** A SACK option: 4 bytes and 8 per block (RFC 2018, with the two NOPs of Linux). */
export const SACK_BASE: u32 = 4;
export const SACK_BLOCK: u32 = 8;
/** Blocks that fit beside the timestamp option. */
export const MAX_SACKS: u32 = 3;

/**
 * What travels: a TSO burst in the qdisc or in a slot, one MTU-size packet, an ACK, a datagram.
 * It is in one list at a time. `seq` is the first payload byte of data, or the acknowledged byte of an ACK.
 */
@unmanaged
export class Packet {
  next: Packet | null;
  /** The `Flow` it belongs to. */
  flow: usize;
  kind: u8;
  flags: u8;
  /** Segments of at most MSS bytes in `payload`. */
  segments: u16;
  /** IP bytes of the whole entry as the reader sees it (one header for a TSO slot). */
  length: u32;
  /** Time at which the present hop ends, ns, and its order among equal times. */
  due: u64;
  order: u64;
  /** Time of entry into the qdisc, then into the ring, ns. */
  entered: u64;
  seq: u32;
  payload: u32;
  /** Bytes charged to the socket until `skb_orphan`. ACK: SACK blocks, which stand at `sackBlock`. */
  truesize: u32;
  /** ACK: the advertised window, bytes. */
  window: u32;
  /** Timestamp option, ms. Datagram, ping: both together are the time of sending, ns. */
  tsval: u32;
  tsecr: u32;
}

const CHUNK: usize = 256;
/** log2 of the bytes of a packet, which is one cache line, and of a chunk of them. */
const PACKET_LOG2: usize = 6;
const CHUNK_LOG2: usize = 14;
const CHUNK_BYTES: usize = (<usize>1) << CHUNK_LOG2;
/** log2 of the bytes of a SACK block, its start and its end, and of the room for those of a packet. */
const BLOCK_LOG2: usize = 3;
const BLOCKS_LOG2: usize = 5;

/**
 * Where SACK block `i` of an ACK stands. Few packets have any: they lie behind the packets of a chunk, so that what every
 * packet has fills one line of the cache and no other.
 */
export function sackBlock(packet: Packet, i: u32): usize {
  const at = changetype<usize>(packet);
  const blocks = ((at & (CHUNK_BYTES - 1)) >> (PACKET_LOG2 - BLOCKS_LOG2)) + CHUNK_BYTES;
  return (at & ~(CHUNK_BYTES - 1)) + blocks + ((<usize>i) << BLOCK_LOG2);
}

function refill(): void {
  const size = <usize>offsetof<Packet>();
  assert(size == (<usize>1) << PACKET_LOG2 && size * CHUNK == CHUNK_BYTES);
  const room = arenaAlloc(2 * CHUNK_BYTES + (CHUNK << BLOCKS_LOG2));
  const at = (room + CHUNK_BYTES - 1) & ~(CHUNK_BYTES - 1);
  let head: Packet | null = state.freePackets;
  // Ascending addresses leave the list first: neighbours in time are neighbours in memory.
  for (let i: usize = 0; i < CHUNK; i++) {
    const packet = changetype<Packet>(at + size * (CHUNK - 1 - i));
    packet.next = head;
    head = packet;
  }
  state.freePackets = head;
}

/** A packet with `next`, `flags`, `truesize` cleared; the caller sets the rest. */
export function packetAlloc(): Packet {
  if (state.freePackets == null) refill();
  const packet = changetype<Packet>(state.freePackets);
  state.freePackets = packet.next;
  state.livePackets++;
  packet.next = null;
  packet.flags = 0;
  packet.truesize = 0;
  return packet;
}

/**
 * A packet for one more segment of a burst; the caller counts it in `livePackets`. What nobody reads of data in the ring
 * or behind it stays as it was: `next`, which whoever takes it sets, `truesize`, and what only other kinds have.
 */
export function packetOfBurst(burst: Packet): Packet {
  if (state.freePackets == null) refill();
  const packet = changetype<Packet>(state.freePackets);
  state.freePackets = packet.next;
  packet.flow = burst.flow;
  // `tsval` and `tsecr`.
  const stamps = offsetof<Packet>('tsval');
  store<u64>(changetype<usize>(packet), load<u64>(changetype<usize>(burst), stamps), stamps);
  return packet;
}

/** `kind`, `flags` and `segments` of one segment of data, in one word. */
export function segmentKind(flags: u32): u32 {
  return DATA | (flags << 8) | (1 << 16);
}

/** Makes it an ACK without flags, of one segment. */
export function ackKind(packet: Packet): void {
  store<u32>(changetype<usize>(packet), ACK | (1 << 16), offsetof<Packet>('kind'));
}

/** Makes it one segment of data that enters the ring now. */
export function dataSegment(packet: Packet, kind: u32, seq: u32, payload: u32, now: u64): void {
  store<u32>(changetype<usize>(packet), kind, offsetof<Packet>('kind'));
  packet.length = payload + TCP_HEADERS;
  packet.seq = seq;
  packet.payload = payload;
  packet.entered = now;
}

export function packetFree(packet: Packet): void {
  packet.next = state.freePackets;
  state.freePackets = packet;
  state.livePackets--;
}

import { type ByteWriter, checksum } from './bytes.js';

/** Packets as they stand on the wire, with the checksums of a payload of zeros. */

const IP_HEADER = 20;
const ICMP = 1;
const TCP = 6;
const UDP = 17;
const TTL = 64;
const DONT_FRAGMENT = 0x4000;
const UDP_HEADER = 8;
const ICMP_HEADER = 8;

export const FIN = 1;
export const SYN = 2;
export const PSH = 8;
export const ACK = 16;

export interface Ends {
  readonly from: number;
  readonly to: number;
}

/** Addresses of the ends of a TAP's link. */
export interface Link {
  readonly ethernet: boolean;
}

/** What a segment has in its header; payload in bytes of zeros. */
export interface Segment {
  readonly fromPort: number;
  readonly toPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  /** As it stands in the header: scaled. */
  readonly window: number;
  readonly tsval: number;
  readonly tsecr: number;
  /** Of a SYN: MSS and the shift of the window scale option. */
  readonly mss?: number;
  readonly windowScale?: number;
  /** Starts and ends, alternating. */
  readonly blocks: readonly number[];
  readonly payload: number;
}

/** Locally administered addresses: the ends by the last byte of their IP addresses. */
function ethernet(out: ByteWriter, { from, to }: Ends): void {
  out.net16(0x0200);
  out.net32(to & 0xff);
  out.net16(0x0200);
  out.net32(from & 0xff);
  out.net16(0x0800);
}

/** An IPv4 header without options; returns the sum of the pseudo-header of what follows (RFC 9293 §3.1). */
function ipv4(out: ByteWriter, { from, to }: Ends, protocol: number, payload: number, id: number): number {
  const start = out.at;
  out.net16(0x4500);
  out.net16(IP_HEADER + payload);
  out.net16(id & 0xffff);
  out.net16(DONT_FRAGMENT);
  out.u8(TTL);
  out.u8(protocol);
  out.net16(0);
  out.net32(from);
  out.net32(to);
  const addresses = out.sum(start + 12, start + 20);
  out.patchNet16(start + 10, checksum(out.sum(start, start + 20)));
  return addresses + protocol + payload;
}

/** Link header, if the link has one; returns its length. */
function linkHeader(out: ByteWriter, link: Link, ends: Ends): number {
  if (!link.ethernet) return 0;
  ethernet(out, ends);
  return 14;
}

/** A TCP segment; returns its length on the wire. */
export function tcp(out: ByteWriter, link: Link, ends: Ends, segment: Segment): number {
  const head = linkHeader(out, link, ends);
  const { mss, windowScale, blocks, payload } = segment;
  const isSyn = mss !== undefined;
  const options = isSyn ? 20 : 12 + (blocks.length > 0 ? 4 + 4 * blocks.length : 0);
  const length = 20 + options;
  // RFC 6864 §4.1: of a packet that is not fragmented nobody reads the identification.
  const pseudo = ipv4(out, ends, TCP, length + payload, 0);
  const start = out.at;
  out.net16(segment.fromPort);
  out.net16(segment.toPort);
  out.net32(segment.seq);
  out.net32(segment.ack);
  out.u8((length / 4) << 4);
  out.u8(segment.flags);
  out.net16(segment.window);
  out.net32(0);
  if (isSyn) {
    // MSS, SACK permitted, timestamps, NOP, window scale: in Linux's order.
    out.net16(0x0204);
    out.net16(mss);
    out.net16(0x0402);
    out.net16(0x080a);
    out.net32(segment.tsval);
    out.net32(segment.tsecr);
    out.net32(0x01030300 | (windowScale ?? 0));
  } else {
    out.net32(0x0101080a);
    out.net32(segment.tsval);
    out.net32(segment.tsecr);
    if (blocks.length > 0) {
      out.net32(0x01010500 | (2 + 4 * blocks.length));
      for (const edge of blocks) out.net32(edge);
    }
  }
  out.patchNet16(start + 16, checksum(pseudo + out.sum(start, out.at)));
  return head + IP_HEADER + length + payload;
}

/** A datagram, which begins with its number if it is long enough for that; returns its length on the wire. */
export function udp(
  out: ByteWriter,
  link: Link,
  ends: Ends,
  { fromPort, toPort, number, payload }: { fromPort: number; toPort: number; number: number; payload: number },
): number {
  const head = linkHeader(out, link, ends);
  const length = UDP_HEADER + payload;
  const pseudo = ipv4(out, ends, UDP, length, number);
  const start = out.at;
  out.net16(fromPort);
  out.net16(toPort);
  out.net16(length);
  out.net16(0);
  if (payload >= 4) out.net32(number);
  const sum = checksum(pseudo + out.sum(start, out.at));
  // RFC 768: 0 says that there is none.
  out.patchNet16(start + 6, sum === 0 ? 0xffff : sum);
  return head + IP_HEADER + length;
}

/** An echo request, or the reply; `length` is that of the IP packet. Returns its length on the wire. */
export function echo(
  out: ByteWriter,
  link: Link,
  ends: Ends,
  { reply, id, number, length }: { reply: boolean; id: number; number: number; length: number },
): number {
  const head = linkHeader(out, link, ends);
  const payload = Math.max(length - IP_HEADER, ICMP_HEADER);
  ipv4(out, ends, ICMP, payload, number);
  const start = out.at;
  out.net16(reply ? 0 : 0x0800);
  out.net16(0);
  out.net16(id & 0xffff);
  out.net16(number & 0xffff);
  out.patchNet16(start + 2, checksum(out.sum(start, out.at)));
  return head + IP_HEADER + payload;
}

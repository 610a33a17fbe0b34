import type { ByteWriter } from './bytes.js';

/**
 * Blocks of a pcapng file: draft-ietf-opsawg-pcapng, section 4. Little-endian; times in ns since the epoch.
 */

/** Types of blocks. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;

/** Codes of options that any block may have. */
const END_OF_OPTIONS = 0;
const COMMENT = 1;

/** A string of an option is at most so long: its length is a 16-bit number. */
const longestOption = 0xffff;

const encoder = new TextEncoder();

/** Ethernet frames, and packets that begin with the IP header (tcpdump.org/linktypes.html). */
export const linkTypes = { ethernet: 1, raw: 101 } as const;

export interface InterfaceDescription {
  readonly name: string;
  readonly description: string;
  readonly linkType: number;
  /** Bytes that are kept of a packet. */
  readonly snaplen: number;
}

/** Room that a text takes at most. */
function room(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Math.min(4 * text.length, longestOption) + 8, 0);
}

function block(out: ByteWriter, type: number, bytes: number, body: () => void): void {
  const start = out.reserve(bytes + 64);
  out.u32(type);
  out.u32(0);
  body();
  out.pad(start);
  const length = out.at - start + 4;
  out.u32(length);
  out.patchU32(start + 4, length);
}

function textOption(out: ByteWriter, code: number, text: string): void {
  const bytes = encoder.encode(text).subarray(0, longestOption);
  out.u16(code);
  out.u16(bytes.length);
  const start = out.at;
  out.bytes(bytes);
  out.pad(start);
}

function u64Option(out: ByteWriter, code: number, value: number): void {
  out.u16(code);
  out.u16(8);
  out.u32(value % 2 ** 32);
  out.u32(Math.floor(value / 2 ** 32));
}

function endOptions(out: ByteWriter): void {
  out.u16(END_OF_OPTIONS);
  out.u16(0);
}

export function sectionHeader(out: ByteWriter, application: string, comment: string): void {
  block(out, SECTION_HEADER, room(application, comment), () => {
    out.u32(0x1a2b3c4d);
    out.u16(1);
    out.u16(0);
    // The length of the section is not known.
    out.u32(0xffffffff);
    out.u32(0xffffffff);
    textOption(out, COMMENT, comment);
    textOption(out, 4, application);
    endOptions(out);
  });
}

export function interfaceDescription(out: ByteWriter, { name, description, linkType, snaplen }: InterfaceDescription) {
  block(out, INTERFACE_DESCRIPTION, room(name, description), () => {
    out.u16(linkType);
    out.u16(0);
    out.u32(snaplen);
    textOption(out, 2, name);
    textOption(out, 3, description);
    // if_tsresol: 10^-9 s.
    out.u16(9);
    out.u16(1);
    out.u32(9);
    endOptions(out);
  });
}

/** Names of IPv4 addresses, which tools show in their place when they are asked to. */
export function nameResolution(out: ByteWriter, names: readonly (readonly [address: number, name: string])[]): void {
  block(out, NAME_RESOLUTION, names.length * 64, () => {
    for (const [address, name] of names) {
      out.u16(1);
      out.u16(4 + name.length + 1);
      const start = out.at;
      out.net32(address);
      out.bytes(encoder.encode(name));
      out.skip(1);
      out.pad(start);
    }
    out.u32(0);
  });
}

/** A time as the two words of a timestamp, which are filled in by {@link timestamp}. */
export interface Timestamp {
  high: number;
  low: number;
}

export const inbound = 1;
export const outbound = 2;

export interface PacketBlock {
  readonly interfaceId: number;
  readonly time: Readonly<Timestamp>;
  readonly direction: number;
  /** Packets that were lost between the last packet of this interface and this one; 0: none. */
  readonly dropped: number;
  readonly comment?: string | undefined;
}

/**
 * A packet: `packet` writes its headers and returns its length on the wire. Of that `snaplen` bytes stay, what lies
 * behind the headers being zeros; without `snaplen` the headers.
 */
export function enhancedPacket(
  out: ByteWriter,
  snaplen: number | undefined,
  packet: () => number,
  block: PacketBlock,
): void {
  const start = out.reserve(65_536 + 1024);
  out.u32(ENHANCED_PACKET);
  out.u32(0);
  out.u32(block.interfaceId);
  out.u32(block.time.high);
  out.u32(block.time.low);
  out.u32(0);
  out.u32(0);
  const data = out.at;
  const length = packet();
  const captured = Math.min(length, snaplen ?? out.at - data);
  if (out.at - data > captured) out.truncate(data + captured);
  out.skip(data + captured - out.at);
  out.patchU32(start + 20, captured);
  out.patchU32(start + 24, length);
  out.pad(data);
  if (block.comment !== undefined) textOption(out, COMMENT, block.comment);
  // epb_flags
  out.u16(2);
  out.u16(4);
  out.u32(block.direction);
  // epb_dropcount
  if (block.dropped !== 0) u64Option(out, 4, block.dropped);
  endOptions(out);
  const total = out.at - start + 4;
  out.u32(total);
  out.patchU32(start + 4, total);
}

export interface InterfaceStatistics {
  readonly interfaceId: number;
  readonly time: Readonly<Timestamp>;
  readonly received: number;
  readonly dropped: number;
  readonly comment: string;
}

export function interfaceStatistics(
  out: ByteWriter,
  { interfaceId, time, received, dropped, comment }: InterfaceStatistics,
): void {
  block(out, INTERFACE_STATISTICS, room(comment), () => {
    out.u32(interfaceId);
    out.u32(time.high);
    out.u32(time.low);
    textOption(out, COMMENT, comment);
    u64Option(out, 4, received);
    u64Option(out, 5, dropped);
    endOptions(out);
  });
}

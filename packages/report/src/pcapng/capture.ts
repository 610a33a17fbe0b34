import type { Scenario } from '@tunq/scenario';
import type { TraceRecord } from '@tunq/sim';
import {
  enhancedPacket,
  inbound,
  interfaceDescription,
  interfaceStatistics,
  linkTypes,
  nameResolution,
  outbound,
  sectionHeader,
  type Timestamp,
} from './blocks.js';
import { ByteWriter } from './bytes.js';
import {
  ackSegment,
  type Connection,
  controlSegment,
  dataSegment,
  discardPort,
  flowPort,
  serverPort,
} from './frames.js';
import { handshake, openingOf, type Sighting } from './handshake.js';
import {
  DEVICE,
  DROPS,
  epochSeconds,
  FAR_END,
  interfaces,
  RING,
  receiverAddress,
  senderAddress,
} from './interfaces.js';
import { echo, type Link, type Segment, tcp, udp } from './packets.js';

export interface CaptureOptions {
  readonly scenario: Scenario;
  /** Version of `@tunq/sim`. */
  readonly version: string;
  /** Bytes kept of a packet; absent: its headers. */
  readonly snaplen?: number;
  /** Takes the next bytes of the file. */
  readonly write: (bytes: Uint8Array) => void;
}

/** No headers are longer: Ethernet, IPv4 and TCP with its longest options have 94 bytes. */
const longestHeaders = 96;

/** What an epoch of ns is in two words of 32 bits. */
const epoch = BigInt(epochSeconds) * 1_000_000_000n;
const epochHigh = Number(epoch >> 32n);
const epochLow = Number(epoch & 0xffff_ffffn);
const word = 2 ** 32;

/** Kinds of packets, as the core numbers them. */
const DATA = 0;
const ACKNOWLEDGEMENT = 1;
const DATAGRAM = 2;
const PING = 3;
const CONTROL = 4;

/** `Packet.flags` of the core. */
const PUSHED = 1;
const AGAIN = 2;

/** Points of packet records. */
const SENT = 0;
const BACK = 1;
const RETURNED = 4;
const RING_DROP = 5;
const QDISC_DROP = 6;

const interfaceOf = [DEVICE, DEVICE, RING, FAR_END, FAR_END, DROPS, DROPS, DROPS];

/** A connection of which nothing was seen: of a run that was restored. */
const unknown: Connection = { mss: 1448, windowScale: 10 };

/**
 * Writes what a run traces as a pcapng file, in a memory that does not depend on its length: `records` takes records
 * of the kind `packet` and those that follow them, `end` finishes the file.
 */
export class PcapngCapture {
  readonly #out: ByteWriter;
  readonly #snaplen: number | undefined;
  readonly #link: Link;
  readonly #segmented: boolean;
  readonly #qdisc: string;
  readonly #time: Timestamp = { high: 0, low: 0 };
  readonly #connections = new Map<number, Connection>();
  /** Handshakes whose packets have to be sorted first. */
  #sightings: Sighting[] = [];
  /** What follows the opening of a connection in the same instant: another may open in it, whose handshake was earlier. */
  #held: TraceRecord[] | undefined;
  #opened = 0;
  #opening: TraceRecord | undefined;
  /** A packet whose following records have not come yet, and these. */
  #packet: TraceRecord | undefined;
  readonly #blocks: number[] = [];
  #state: TraceRecord | undefined;
  #last = 0;
  readonly #received = interfaces.map(() => 0);
  readonly #dropped = interfaces.map(() => 0);
  /** Dropped since the last packet of the interface. */
  readonly #missing = interfaces.map(() => 0);

  constructor({ scenario, version, snaplen, write }: CaptureOptions) {
    this.#out = new ByteWriter(write);
    this.#snaplen = snaplen;
    const { device, qdisc } = scenario;
    this.#link = { ethernet: device.kind !== 'tun' };
    this.#segmented = device.offload === 'none';
    this.#qdisc = qdisc.kind;
    sectionHeader(this.#out, `tunq ${version}`, `tunq ${version}, scenario: ${JSON.stringify(scenario)}`);
    const linkType = this.#link.ethernet ? linkTypes.ethernet : linkTypes.raw;
    for (const { name, description } of interfaces) {
      interfaceDescription(this.#out, { name, description, linkType, snaplen: snaplen ?? longestHeaders });
    }
    nameResolution(
      this.#out,
      interfaces.flatMap(({ name }, id) => [
        [senderAddress(id), `sender.${name}`] as const,
        [receiverAddress(id), `receiver.${name}`] as const,
      ]),
    );
  }

  records(records: readonly TraceRecord[]): void {
    for (const record of records) {
      const { kind, time } = record;
      if (this.#held && (kind === 'packet' || kind === 'open') && time > this.#opened) this.#release();
      if (kind === 'open') {
        this.#finish();
        this.#open(record);
        this.#opened = time;
        this.#held ??= [];
      } else if (this.#held) {
        this.#held.push(record);
      } else {
        this.#take(record);
      }
    }
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const record of held) this.#take(record);
  }

  #take(record: TraceRecord): void {
    if (record.kind === 'block') {
      this.#blocks.push(record.a, record.b);
    } else if (record.kind === 'state') {
      this.#state = record;
    } else if (record.kind === 'packet') {
      this.#finish();
      this.#packet = record;
    }
  }

  /** Writes what is left, and the statistics of the interfaces. */
  end(): void {
    this.#release();
    this.#finish();
    this.#flushHandshakes();
    interfaces.forEach(({ name }, interfaceId) => {
      const [received, dropped] = [this.#received[interfaceId]!, this.#dropped[interfaceId]!];
      const comment = `${name}: ${received} packets, ${dropped} dropped before it`;
      interfaceStatistics(this.#out, { interfaceId, time: this.#at(this.#last), received, dropped, comment });
    });
    this.#out.flush();
  }

  #open(record: TraceRecord): void {
    if (this.#opening === undefined) {
      this.#opening = record;
      return;
    }
    const opening = openingOf(this.#opening, record);
    this.#opening = undefined;
    this.#connections.set(opening.flow, opening);
    this.#sightings.push(...handshake(opening));
  }

  /** Connections that open together are opened one after the other, but their packets overlap. */
  #flushHandshakes(): void {
    if (this.#sightings.length === 0) return;
    const sightings = this.#sightings.sort((a, b) => a.time - b.time);
    this.#sightings = [];
    for (const { interfaceId, time, toReceiver, segment } of sightings) {
      this.#segment(interfaceId, time, toReceiver, segment);
    }
  }

  /** Writes the packet whose following records are complete now. */
  #finish(): void {
    const record = this.#packet;
    if (record === undefined) return;
    this.#flushHandshakes();
    this.#packet = undefined;
    const { time, code, flow, a: seq, b: size, c, d: tsval, e: tsecr } = record;
    this.#last = time;
    const kind = (c >>> 16) & 0xff;
    const flags = c >>> 24;
    const interfaceId = interfaceOf[code]!;
    const toReceiver = code !== BACK && code !== RETURNED;
    const comment = interfaceId === DROPS ? this.#countDrop(code) : undefined;
    if (kind === DATA) {
      const push = (flags & PUSHED) !== 0;
      const { mss } = this.#connections.get(flow) ?? unknown;
      const whole = code !== SENT || !(this.#segmented || flags & AGAIN);
      const piece = whole ? size : mss;
      for (let at = 0; at < size; at += piece) {
        const payload = Math.min(piece, size - at);
        const last = at + payload === size;
        const segment = dataSegment(flow, { seq: seq + at, payload, push: push && last, tsval, tsecr });
        this.#segment(interfaceId, time, true, segment, comment);
      }
    } else if (kind === ACKNOWLEDGEMENT) {
      const connection = this.#connections.get(flow) ?? unknown;
      const segment = ackSegment(flow, { seq, window: size, tsval, tsecr, blocks: this.#blocks }, connection);
      this.#segment(interfaceId, time, toReceiver, segment, comment);
    } else if (kind === CONTROL) {
      this.#segment(interfaceId, time, true, controlSegment(flow, seq, size, Math.floor(time / 1e6)), comment);
    } else {
      this.#other(kind, record, interfaceId, toReceiver, comment);
    }
    this.#blocks.length = 0;
    this.#state = undefined;
  }

  #other(kind: number, record: TraceRecord, interfaceId: number, toReceiver: boolean, comment: string | undefined) {
    const { time, flow, a: number, b: size } = record;
    const ends = endsOf(interfaceId, toReceiver);
    const [out, link] = [this.#out, this.#link];
    if (kind === PING) {
      const packet = () =>
        echo(out, link, ends, { reply: !toReceiver, id: flow + 1, number: number + 1, length: size });
      this.#write(interfaceId, time, toReceiver, packet, comment);
      return;
    }
    // A flood's size is that of the frame.
    const isDatagram = kind === DATAGRAM;
    const payload = isDatagram ? size : Math.max(size - 28 - (link.ethernet ? 14 : 0), 0);
    const toPort = isDatagram ? serverPort : discardPort;
    const packet = () => udp(out, link, ends, { fromPort: flowPort(flow), toPort, number, payload });
    this.#write(interfaceId, time, toReceiver, packet, comment);
  }

  #segment(interfaceId: number, time: number, toReceiver: boolean, segment: Segment, comment?: string): void {
    const ends = endsOf(interfaceId, toReceiver);
    this.#write(interfaceId, time, toReceiver, () => tcp(this.#out, this.#link, ends, segment), comment);
  }

  #write(interfaceId: number, time: number, toReceiver: boolean, packet: () => number, comment?: string): void {
    this.#received[interfaceId]!++;
    // The far end is on the other side: what goes to the receiver comes in there.
    const direction = toReceiver === (interfaceId === FAR_END) ? inbound : outbound;
    const dropped = this.#missing[interfaceId]!;
    this.#missing[interfaceId] = 0;
    enhancedPacket(this.#out, this.#snaplen, packet, {
      interfaceId,
      time: this.#at(time),
      direction,
      dropped,
      comment,
    });
  }

  /** Counts a drop where the packet would have come next, and says where and why it was dropped. */
  #countDrop(code: number): string {
    const next = code === RING_DROP || code === QDISC_DROP ? RING : FAR_END;
    this.#dropped[next]!++;
    this.#missing[next]!++;
    if (next === FAR_END) return 'dropped on the path';
    const place = code === RING_DROP ? 'the ring' : `the qdisc, ${this.#qdisc}`;
    if (this.#state === undefined) return `dropped by ${place}`;
    const { code: stopped, a: unread, b: slots, c: waiting } = this.#state;
    const queue = stopped === 1 ? 'stopped' : 'running';
    return `dropped by ${place}: ${unread} packets unread in ${slots} slots, ${waiting} in the qdisc, queue ${queue}`;
  }

  #at(time: number): Timestamp {
    const high = Math.floor(time / word);
    const low = epochLow + (time - high * word);
    this.#time.high = epochHigh + high + (low >= word ? 1 : 0);
    this.#time.low = low % word;
    return this.#time;
  }
}

function endsOf(interfaceId: number, toReceiver: boolean): { from: number; to: number } {
  const [sender, receiver] = [senderAddress(interfaceId), receiverAddress(interfaceId)];
  return toReceiver ? { from: sender, to: receiver } : { from: receiver, to: sender };
}

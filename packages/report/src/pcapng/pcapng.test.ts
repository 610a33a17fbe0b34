import { ScenarioDocument, validateScenario } from '@tunq/scenario';
import type { TraceRecord } from '@tunq/sim';
import { describe, expect, test } from 'vitest';
import { checksum } from './bytes.js';
import { PcapngCapture } from './capture.js';

const scenario = (device = {}) => validateScenario(new ScenarioDocument({ device }, 'test'));

const none = { code: 0, flow: 0, a: 0, b: 0, c: 0, d: 0, e: 0 };

/** A packet record: kind of packet, segments and flags in one word. */
const packet = (
  time: number,
  code: number,
  {
    kind = 0,
    segments = 1,
    flags = 0,
    ...rest
  }: { kind?: number; segments?: number; flags?: number; a?: number; b?: number } = {},
): TraceRecord => ({
  ...none,
  time,
  kind: 'packet',
  code,
  c: segments | (kind << 16) | (flags << 24),
  ...rest,
});

/** The connection of a flow: MSS 1448, windows scaled by 1024. */
const opened: readonly TraceRecord[] = [
  { ...none, time: 0, kind: 'open', code: 10, a: 40_000, b: 20_000, c: 65_160 | (63 << 16), d: 1448, e: 5000 },
  { ...none, time: 0, kind: 'open', code: 255, a: 20_060, b: 20_000, c: 30_000 },
];

interface Block {
  readonly type: number;
  readonly body: DataView;
}

function blocksOf(bytes: Uint8Array): Block[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    if (length % 4 !== 0 || view.getUint32(at + length - 4, true) !== length) throw new Error(`a block at ${at}`);
    blocks.push({
      type: view.getUint32(at, true),
      body: new DataView(bytes.buffer, bytes.byteOffset + at + 8, length - 12),
    });
    at += length;
  }
  return blocks;
}

function capture(records: readonly TraceRecord[], { device = {}, snaplen = undefined as number | undefined } = {}) {
  const chunks: Uint8Array[] = [];
  const writer = new PcapngCapture({
    scenario: scenario(device),
    version: '0',
    write: (bytes) => chunks.push(bytes),
    ...(snaplen !== undefined && { snaplen }),
  });
  writer.records(records);
  writer.end();
  return { chunks, blocks: blocksOf(Buffer.concat(chunks)) };
}

interface Frame {
  readonly interfaceId: number;
  readonly ns: bigint;
  readonly captured: number;
  readonly length: number;
  readonly data: DataView;
}

function framesOf(blocks: readonly Block[]): Frame[] {
  return blocks
    .filter(({ type }) => type === 6)
    .map(({ body }) => ({
      interfaceId: body.getUint32(0, true),
      ns: (BigInt(body.getUint32(4, true)) << 32n) | BigInt(body.getUint32(8, true)),
      captured: body.getUint32(12, true),
      length: body.getUint32(16, true),
      data: new DataView(body.buffer, body.byteOffset + 20, body.getUint32(12, true)),
    }));
}

test('the checksum of RFC 1071 §3', () => {
  expect(checksum(0x0001 + 0xf203 + 0xf4f5 + 0xf6f7)).toBe(0x220d);
});

describe('a capture', () => {
  test('begins with a section and its interfaces, and ends with their statistics', () => {
    const { blocks } = capture([]);
    expect(blocks.map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 1, 1, 1, 4, 5, 5, 5, 5]);
    const linkTypes = (kind: string) =>
      capture([], { device: { kind } })
        .blocks.slice(1, 5)
        .map(({ body }) => body.getUint16(0, true));
    expect(linkTypes('tun')).toEqual([101, 101, 101, 101]);
    expect(linkTypes('tap')).toEqual([1, 1, 1, 1]);
  });

  test('has the handshake where it is seen, in order of time, before the first packet', () => {
    const { blocks } = capture([...opened, packet(0, 0, { b: 1448 })]);
    const frames = framesOf(blocks);
    // SYN, ACK and cookie at three places, SYN-ACK and the cookie's ACK at two, and the packet.
    expect(frames).toHaveLength(14);
    expect(frames.map(({ ns }) => ns)).toEqual(frames.map(({ ns }) => ns).sort((a, b) => Number(a - b)));
    const epoch = 1_767_225_600_000_000_000n;
    expect(frames.at(-1)!.ns).toBe(epoch);
    // The cookie came 20 ms ago, was 20.06 ms on its way, and the SYN's round trip took 40 ms.
    expect(frames[0]!.ns).toBe(epoch - 80_060_000n);
    const syn = frames[0]!.data;
    expect([syn.getUint8(20 + 13), syn.getUint16(20 + 22)]).toEqual([2, 1460]);
  });

  test('connections that open in one instant shake hands before the first packet of any of them', () => {
    const second = opened.map((record) => ({ ...record, flow: 1 }));
    const records = [
      ...opened,
      packet(0, 0, { b: 100 }),
      ...second,
      packet(0, 0, { b: 200 }),
      packet(5, 0, { b: 300 }),
    ];
    const frames = framesOf(capture(records).blocks);
    const times = frames.map(({ ns }) => ns);
    expect(times).toEqual(times.toSorted((a, b) => Number(a - b)));
    expect(frames.slice(-3).map(({ length }) => length - 52)).toEqual([100, 200, 300]);
    expect(frames).toHaveLength(2 * 13 + 3);
  });

  test('times beyond 2^53 ns stand in two words', () => {
    const late = 9_007_199_254;
    const frames = framesOf(capture([...opened, packet(late, 0, { b: 100 })]).blocks);
    expect(frames.at(-1)!.ns).toBe(1_767_225_600_000_000_000n + BigInt(late));
  });

  test('cuts a burst into segments, the last of which is pushed, but not for a device with TSO', () => {
    const burst = packet(0, 0, { b: 3000, segments: 3, flags: 1 });
    const sizes = (device: object, record: TraceRecord) =>
      framesOf(capture([...opened, record], { device }).blocks)
        .slice(13)
        .map(({ length, data }) => [length - 52, data.getUint8(33) & 8]);
    expect(sizes({}, burst)).toEqual([
      [1448, 0],
      [1448, 0],
      [104, 8],
    ]);
    expect(sizes({ offload: 'tso' }, burst)).toEqual([[3000, 8]]);
    // A retransmission has a frame for each segment, as iperf3 counts them.
    const again = packet(0, 0, { b: 3000, segments: 3, flags: 3 });
    expect(sizes({ offload: 'tso' }, again)).toHaveLength(3);
    expect(sizes({ offload: 'tso' }, { ...again, code: 2 })).toHaveLength(1);
  });

  test('an ACK has its SACK blocks, which come in records of their own', () => {
    const ack = packet(0, 4, { kind: 1, a: 1448, b: 102_400 });
    const block = (a: number, b: number): TraceRecord => ({ ...none, time: 0, kind: 'block', a, b });
    const frames = framesOf(capture([...opened, ack, block(5000, 6000), block(2000, 3000)]).blocks);
    const { data, length, interfaceId } = frames.at(-1)!;
    expect([interfaceId, length]).toEqual([2, 20 + 32 + 20]);
    const isn = 0x1000_0000 + 38;
    expect(data.getUint32(20 + 8) - isn).toBe(1448);
    expect(data.getUint16(20 + 14)).toBe(100);
    expect([56, 60, 64, 68].map((at) => data.getUint32(at) - isn)).toEqual([5000, 6000, 2000, 3000]);
  });

  test('keeps headers only, or as much as it is told', () => {
    const record = packet(0, 0, { b: 1448 });
    const captured = (snaplen?: number) =>
      framesOf(capture([...opened, record], { ...(snaplen && { snaplen }) }).blocks).at(-1)!.captured;
    expect([captured(), captured(64), captured(100), captured(65_535)]).toEqual([52, 64, 100, 1500]);
  });

  test('hands its bytes on in chunks, however long it is', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => packet(i, 2, { a: i * 1448, b: 1448 }));
    const { chunks, blocks } = capture([...opened, ...many]);
    expect(chunks.length).toBeGreaterThan(4);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(2 ** 20);
    expect(framesOf(blocks)).toHaveLength(60_013);
  });
});

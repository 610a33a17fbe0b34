import type { TraceEvent } from '@tunq/sim';
import { beforeAll, describe, expect, test } from 'vitest';
import { kernelCell } from './programs.fixture.js';
import { type Captured, capture, type Frame, tsharkMissing } from './tshark.fixture.js';

/** Virtual time 0 in the capture, s since the epoch. */
const epoch = 1_767_225_600;

/** The first byte of the bulk data, behind SYN and cookie, as tshark counts. */
const firstByte = 38;

/** Ports of the client: those of flows begin here; the control connection is another. */
const flowPorts = 10_000;

const common = ['path.rtt=20ms', 'reader.perPacket=120us', 'duration=0.6s'];

/** Settings over the preset `kernel-cell`. */
const scenarios = {
  'tail drop': ['device.queueLength=50'],
  backpressure: ['device.queueLength=50', 'device.flowControl=linux-7.3'],
  TSO: ['device.queueLength=10', 'device.offload=tso', 'reader={ perPacket: 20us, perByte: 60ns }'],
  'several flows': [
    'device={ kind: tap, queueLength: 50 }',
    'flows=[{ count: 3 }, { congestion: bbr }, { kind: ping, interval: 10ms }, { kind: udp, rate: 2mbit, size: 400 }]',
  ],
  'path loss under fq_codel': [
    'qdisc={ kind: fq_codel }',
    'device={ queueLength: 20, flowControl: linux-7.3 }',
    'path={ rtt: 20ms, loss: 0.002, rate: 90mbit, queue: 60 }',
  ],
} as const;

const on = (frames: readonly Frame[], interfaceId: number) =>
  frames.filter((frame) => frame['frame.interface_id'] === `${interfaceId}`);

const has =
  (...names: (keyof Frame)[]) =>
  (frame: Frame) =>
    names.some((name) => frame[name] !== '');

const fromFlow = (flow: number) => (frame: Frame) => frame['tcp.srcport'] === `${flowPorts + flow}`;

const title = `tshark reads a capture${tsharkMissing ? ` (skipped: ${tsharkMissing})` : ''}`;

describe.skipIf(tsharkMissing)(title, () => {
  describe.each(Object.entries(scenarios))('%s', (name, settings) => {
    let it: Captured;
    // Checksums over payload can be checked only where all of it is there.
    const complete = name === 'tail drop' || name === 'several flows';

    beforeAll(async () => {
      it = await capture(kernelCell(...common, ...settings), complete);
    });

    test('nothing is malformed, and every checksum is right', () => {
      const bad = it.frames.filter(
        (frame) =>
          frame['_ws.malformed'] !== '' ||
          /^8388608$|Error/.test(frame['_ws.expert.severity']) ||
          ['ip', 'tcp', 'udp', 'icmp'].some((name) => frame[`${name}.checksum.status` as keyof Frame] === '0'),
      );
      expect(bad).toEqual([]);
      const data = it.frames.filter((frame) => Number(frame['tcp.len']) > 0);
      expect(data.length).toBeGreaterThan(1000);
      const longest = Math.max(...on(data, 0).map((frame) => Number(frame['tcp.len'])));
      expect(longest > 1448).toBe(name === 'TSO');
      expect(data.every((frame) => frame['tcp.checksum.status'] === '1')).toBe(complete);
      const bare = it.frames.filter((frame) => frame['tcp.len'] === '0');
      expect(bare.every((frame) => frame['tcp.checksum.status'] === '1')).toBe(true);
    });

    test('retransmissions of every flow, on the device', () => {
      const again = on(it.frames, 0).filter(has('tcp.analysis.retransmission', 'tcp.analysis.out_of_order'));
      const { flows, retransmits } = it.run.result;
      expect(again).toHaveLength(retransmits);
      expect(retransmits > 0).toBe(name !== 'backpressure');
      expect(flows.map((_, flow) => again.filter(fromFlow(flow)).length)).toEqual(
        flows.map((flow) => flow.retransmits),
      );
    });

    test('duplicate ACKs, on the device', () => {
      const duplicates = on(it.frames, 0).filter(has('tcp.analysis.duplicate_ack'));
      expect(duplicates).toHaveLength(duplicateAcks(it.events));
    });

    test('lost segments: none on the device, holes behind the queues and behind the path', () => {
      const lost = (interfaceId: number) =>
        on(it.frames, interfaceId).filter(has('tcp.analysis.lost_segment', 'tcp.analysis.ack_lost_segment')).length;
      expect([lost(0), lost(1), lost(2)]).toEqual([0, holes(it.events, false), holes(it.events, true)]);
    });

    test('goodput of every flow, on the far end', () => {
      const seconds = it.run.scenario.duration / 1e9;
      const inTime = on(it.frames, 2).filter((frame) => Number(frame['frame.time_epoch']) - epoch < seconds);
      const tcp = it.run.result.flows.flatMap((flow, index) => (flow.kind === 'tcp' ? [{ flow, index }] : []));
      const megabits = tcp.map(({ index }) => (contiguous(inTime.filter(fromFlow(index))) * 8) / seconds / 1e6);
      expect(megabits.map((value) => value.toFixed(6))).toEqual(tcp.map(({ flow }) => flow.goodputMbps.toFixed(6)));
    });

    test('every drop has a frame with a comment, and is counted where it is missed', () => {
      const { ringDrops, qdiscDrops, pathDrops } = it.run.result;
      const drops = on(it.frames, 3);
      const of = (place: string) => drops.filter((frame) => frame['frame.comment'].includes(place)).length;
      expect(drops).toHaveLength(ringDrops + qdiscDrops + pathDrops);
      expect([of('by the ring'), of('by the qdisc'), of('on the path')]).toEqual([ringDrops, qdiscDrops, pathDrops]);
      const missed = (id: number) =>
        on(it.frames, id).reduce((sum, frame) => sum + Number(frame['frame.drop_count']), 0);
      expect([missed(1), missed(2)]).toEqual([ringDrops + qdiscDrops, pathDrops]);
    });

    test('the ring has what was read from it, and the handshakes', () => {
      const handshakes = 3 * it.run.result.flows.filter(({ kind }) => kind === 'tcp').length;
      expect(on(it.frames, 1)).toHaveLength(it.run.result.ringConsumed + handshakes);
    });
  });
});

/** ACKs at the sender that say what the one before said, with the same window (RFC 5681 §2), of all flows. */
function duplicateAcks(events: readonly TraceEvent[]): number {
  const last = new Map<unknown, string>();
  let count = 0;
  for (const { kind, flow, ack, windowBytes } of events) {
    if (kind !== 'ack') continue;
    const said = `${ack} ${windowBytes}`;
    if (last.get(flow) === said) count++;
    last.set(flow, said);
  }
  return count;
}

/** Data as it was read from the ring, or as it left the path, of which a FIFO has lost some. */
interface Piece {
  readonly seq: number;
  readonly end: number;
  lost: boolean;
}

/** How often data of a flow begins beyond all that was seen before: behind the ring, or with `path` behind that. */
function holes(events: readonly TraceEvent[], path: boolean): number {
  const flows = new Map<unknown, Piece[]>();
  for (const event of events) {
    const { kind, event: what, packet, place, flow } = event;
    const seq = Number(event.seq);
    if (kind === 'ring' && what === 'consumed' && packet === 'data') {
      if (!flows.has(flow)) flows.set(flow, []);
      flows.get(flow)!.push({ seq, end: seq + Number(event.bytes), lost: false });
    } else if (kind === 'drop' && place === 'path' && path) {
      const piece = flows.get(flow)?.findLast((one) => one.seq === seq && !one.lost);
      if (piece) piece.lost = true;
    }
  }
  let count = 0;
  for (const pieces of flows.values()) {
    let end = 0;
    for (const piece of pieces) {
      if (piece.lost) continue;
      if (piece.seq > end) count++;
      end = Math.max(end, piece.end);
    }
  }
  return count;
}

/** Bytes of bulk data that came without a hole, from data frames of one flow. */
function contiguous(frames: readonly Frame[]): number {
  const pieces = frames
    .map((frame) => [Number(frame['tcp.seq']), Number(frame['tcp.len'])] as const)
    .filter(([seq, length]) => length > 0 && seq >= firstByte)
    .sort(([a], [b]) => a - b);
  let end = firstByte;
  for (const [seq, length] of pieces) {
    if (seq > end) break;
    end = Math.max(end, seq + length);
  }
  return end - firstByte;
}

import type { TraceRecord } from '@tunq/sim';
import { expect, test } from 'vitest';
import { nodeDocument } from '../node/document.js';
import { pngOf } from '../node/png.js';
import { runFigure } from './run-figure.js';
import { RunRecorder } from './run-series.js';
import { palettes, withColors } from './theme.js';

const ms = 1e6;
const none = { code: 0, flow: 0, a: 0, b: 0, c: 0, d: 0, e: 0 };
const data = 1;

/** Four seconds: bins of 10 ms. */
function recorded(...records: (Partial<TraceRecord> & Pick<TraceRecord, 'time' | 'kind'>)[]) {
  const recorder = new RunRecorder(4e9);
  recorder.records(records.map((record) => ({ ...none, ...record })));
  return recorder.series();
}

const ring = (time: number, unread: number, produced = 1) =>
  ({ time, kind: 'ring', code: produced, a: unread, d: 1 }) as const;

test('means are weighted by time, and what lasted for no time is no maximum', () => {
  const { ring: levels } = recorded(ring(0, 10), ring(2.5 * ms, 99), ring(2.5 * ms, 20), ring(5 * ms, 0, 0));
  expect(levels[0]).toEqual({ t: 0.005, mean: 7.5, max: 20 });
  expect(levels[1]).toEqual({ t: 0.015, mean: 0, max: 0 });
  expect(levels).toHaveLength(400);
});

test('a level holds over all bins until it changes', () => {
  const { ring: levels } = recorded(ring(5 * ms, 4), ring(35 * ms, 0, 0));
  expect(levels.slice(0, 5).map(({ mean }) => mean)).toEqual([2, 4, 4, 2, 0]);
});

test('in the qdisc is what was sent and neither entered the ring nor was dropped on the way', () => {
  const sent = { time: 0, kind: 'packet', code: 0, c: 10 } as const;
  const { qdisc } = recorded(sent, ring(0, 1), { time: 0, kind: 'drop', code: 1, c: 3 }, ring(10 * ms, 1));
  expect(qdisc.slice(0, 2).map(({ mean }) => mean)).toEqual([6, 5]);
});

test('the share of a bin in which the queue is stopped, and drops by their place', () => {
  const { stopped, drops } = recorded(
    { time: 2 * ms, kind: 'queue', code: 1 },
    { time: 4 * ms, kind: 'queue', code: 0 },
    { time: 5 * ms, kind: 'drop', code: 0, c: 1 },
    { time: 6 * ms, kind: 'drop', code: 2, c: 1 },
  );
  expect(stopped).toEqual([{ t: 0.005, value: 0.2 }]);
  expect(drops.map(({ place, value }) => [place, value])).toEqual([
    ['ring', 1],
    ['path', 1],
  ]);
});

test('a round trip is from the segment to its ACK, and none of what was sent again', () => {
  const send = (time: number, seq: number, again = 0) =>
    ({ time, kind: 'send', code: again, a: seq, b: 1000, d: 10, e: 3 }) as const;
  const ack = (time: number, seq: number, code: number) =>
    ({ time, kind: 'packet', code, a: seq, c: data << 16 }) as const;
  const { flows } = recorded(
    send(0, 0),
    send(1 * ms, 1000),
    ack(20 * ms, 2000, 4),
    ack(41 * ms, 2000, 1),
    send(50 * ms, 2000),
    send(60 * ms, 2000, 1),
    ack(95 * ms, 3000, 1),
    send(100 * ms, 3000),
    ack(140 * ms, 4000, 1),
  );
  expect(flows[0]!.rtt).toEqual([
    { t: 0.045, value: 40 },
    { t: 0.145, value: 40 },
  ]);
  expect(flows[0]!.cwnd[0]).toEqual({ t: 0.005, value: 10 });
  expect(flows[0]!.goodput[0]).toEqual({ t: 0.025, value: (2000 * 8) / 0.05 / 1e6 });
});

test('a drawing has no colour that resvg does not know, and becomes a PNG with the fonts of the package', () => {
  const series = recorded(ring(0, 10), ring(5 * ms, 0, 0), { time: 5 * ms, kind: 'drop', code: 0, c: 1 });
  const svg = runFigure('a title <&> "µs"', series, { document: nodeDocument(), standalone: true });
  expect(svg).toContain('a title &lt;&amp;&gt;');
  const plain = withColors(svg, 'dark').replace(/<style>.*?<\/style>/s, '');
  expect(plain).not.toContain('var(');
  expect(plain).toContain(palettes.dark.title);
  const png = new DataView(pngOf(svg).buffer);
  expect([png.getUint32(0), png.getUint32(16)]).toEqual([0x89504e47, 1920]);
  // Text takes many bytes; without a font there would be none.
  const bare = pngOf(svg.replaceAll(/<text.*?<\/text>/gs, ''));
  expect(pngOf(svg).length).toBeGreaterThan(bare.length * 1.2);
});

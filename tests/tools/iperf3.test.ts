import { readFileSync } from 'node:fs';
import { FlowSamples, type Iperf3Report, iperf3Report, sampleKinds } from '@tunq/report/formats';
import { type RunResult, runScenario } from '@tunq/sim';
import { beforeAll, describe, expect, test } from 'vitest';
import { kernelCell } from './programs.fixture.js';

/** What iperf3 3.12 printed on the loopback of a Debian 12: `-J -t 2 -P 2`. */
const real = JSON.parse(readFileSync(new URL('./iperf3-3.12.json.txt', import.meta.url), 'utf8')) as unknown;

/** Every path of a document with the type that is found there; of an array its first element. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : shape(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
}

interface Sums {
  readonly sum_sent: { readonly bytes: number; readonly retransmits: number; readonly bits_per_second: number };
  readonly sum_received: { readonly bytes: number; readonly bits_per_second: number; readonly seconds: number };
  readonly streams: readonly {
    readonly sender: Readonly<Record<string, number>>;
    readonly receiver: Readonly<Record<string, number>>;
  }[];
}

describe('the report of iperf3', () => {
  let run: RunResult;
  let report: Iperf3Report;
  let end: Sums;

  beforeAll(async () => {
    const settings = [
      'device.queueLength=20',
      'duration=3.5s',
      'path.rtt=10ms',
      'flows=[{ count: 2 }, { kind: ping }]',
    ];
    const samples = new FlowSamples();
    const trace = { kinds: sampleKinds, onRecords: samples.records.bind(samples) };
    run = await runScenario(kernelCell(...settings), { trace });
    report = iperf3Report(run, samples);
    end = report.end as unknown as Sums;
  });

  test('has every key that the real one has, with values of its type', () => {
    expect(shape(real).filter((path) => !shape(report).includes(path))).toEqual([]);
  });

  test('its keys are those of the real one, and what later releases have added', () => {
    const more = shape(report).filter((path) => !shape(real).includes(path));
    const added = ['fq_rate', 'test_start.bidir', 'test_start.fqrate', 'test_start.interval'];
    expect(more).toEqual(added.map((key) => `.start.${key}: number`));
  });

  test('its sums are the result', () => {
    const { goodputMbps, retransmits, flows } = run.result;
    expect(retransmits).toBeGreaterThan(0);
    expect(end.sum_received.bits_per_second / 1e6).toBeCloseTo(goodputMbps, 6);
    expect(end.sum_sent.retransmits).toBe(retransmits);
    expect(end.streams).toHaveLength(2);
    end.streams.forEach(({ sender, receiver }, i) => {
      const flow = flows[i]!;
      expect(receiver.bits_per_second! / 1e6).toBeCloseTo(flow.goodputMbps, 6);
      expect(sender.retransmits).toBe(flow.retransmits);
      expect(sender.max_snd_cwnd).toBe(flow.maxCwndBytes);
      expect([sender.min_rtt, sender.mean_rtt, sender.max_rtt]).toEqual(
        [flow.rttMs!.min, flow.rttMs!.mean, flow.rttMs!.max].map((ms) => Math.round(ms * 1e3)),
      );
    });
  });

  test('its intervals are seconds, and add up to the end', () => {
    expect(report.intervals.map(({ sum }) => [sum.start, sum.end])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 3.5],
    ]);
    const total = (key: 'bytes' | 'retransmits') => report.intervals.reduce((sum, one) => sum + one.sum[key], 0);
    expect(total('bytes')).toBe(end.sum_sent.bytes);
    expect(total('retransmits')).toBe(end.sum_sent.retransmits);
    for (const { streams, sum } of report.intervals) {
      expect(streams.reduce((bytes, stream) => bytes + stream.bytes, 0)).toBe(sum.bytes);
      expect(streams.every(({ rtt, snd_cwnd }) => rtt >= 10_000 && snd_cwnd >= 1448)).toBe(true);
    }
  });

  test('needs a TCP flow', async () => {
    const run = await runScenario(kernelCell('duration=0.1s', 'flows=[{ kind: ping }]'));
    expect(() => iperf3Report(run, new FlowSamples())).toThrow('no TCP flow');
  });
});

import { expect, test } from 'vitest';
import type { CoreConfig } from './config.js';
import { Simulation, simulate } from './simulation.js';
import { backpressure, bulkConfig, fq } from './testing/bulk-config.fixture.js';
import { finish } from './testing/open-run.fixture.js';
import type { TraceRecord } from './trace.js';

function traceOf(config: CoreConfig, kind: 'send' | 'sample'): TraceRecord[] {
  const simulation = new Simulation({ ...config, trace: { capacity: 400_000, kinds: [kind] } });
  finish(simulation, 1_000_000);
  return simulation.takeTrace();
}

test('the first window leaves at once, the next burst when the high gain says', () => {
  // One segment was sent with the handshake, so that five bursts of two exceed the ten that are not paced.
  const sends = traceOf(bulkConfig('bbr', { duration: 100e6 }), 'send');
  expect(sends.slice(0, 5).map(({ time, b }) => [time - sends[0]!.time, b])).toEqual(Array(5).fill([0, 2896]));
  // Ten segments in a round trip of 40 ms and one service, times 2885/1000, less 1 %; bytes per second.
  const rate = (10 / (40_030 / 1e6)) * 1448 * (739 / 256) * 0.99;
  expect(sends[5]!.time - sends[4]!.time).toBeCloseTo((2896 / rate) * 1e9, -4);
});

test('bursts of a flow follow each other at its pacing rate, here or in sch_fq', () => {
  const flood = { ...bulkConfig('bbr').device, flowControl: backpressure };
  const sends = traceOf(bulkConfig('bbr', { device: flood }), 'send').filter(({ time }) => time > 2e9);
  // Nothing is sent in one instant but one burst.
  const gaps = sends.slice(1).map(({ time }, i) => time - sends[i]!.time);
  expect(Math.min(...gaps)).toBeGreaterThan(100_000);
  const paced = simulate(bulkConfig('bbr', { device: flood, qdisc: fq }));
  expect(paced.goodputBytes / simulate(bulkConfig('bbr', { device: flood })).goodputBytes).toBeCloseTo(1, 2);
});

test('it fills the link with a short queue, where CUBIC fills a ring that stops it', () => {
  const half = (congestion: 'bbr' | 'cubic') => {
    const device = { ...bulkConfig(congestion).device, flowControl: backpressure };
    const result = simulate(bulkConfig(congestion, { duration: 8e9, device }));
    return { mbps: (result.goodputBytesSecondHalf * 8) / 4e6, rtt: result.rtt.mean };
  };
  const bbr = half('bbr');
  // 1448 bytes in 30 µs.
  expect(bbr.mbps).toBeGreaterThan(0.97 * 386.1);
  // What slow start leaves in the ring is drained; in steady state only probing queues.
  expect(bbr.rtt).toBeLessThan(44e6);
  expect(half('cubic').rtt).toBeGreaterThan(bbr.rtt + 5e6);
});

test('four segments for 200 ms when the least RTT is ten seconds old', () => {
  // Two flows hold a queue for each other, so that neither sees the bare path again.
  const flows = bulkConfig('bbr').flows.flatMap((flow) => [flow, flow]);
  const samples = traceOf(bulkConfig('bbr', { flows, duration: 13e9 }), 'sample').filter(({ time }) => time > 1e9);
  const probing = samples.filter(({ flow, a }) => flow === 0 && a <= 4);
  expect(probing.length * 20).toBeGreaterThanOrEqual(200);
  expect(probing.length * 20).toBeLessThan(600);
  expect(probing[0]!.time).toBeGreaterThan(9e9);
  expect(probing[0]!.time).toBeLessThan(11.5e9);
});

test('flows that overrun a short ring find the rate that gets through, as behind a policer', () => {
  const device = { ...bulkConfig('bbr').device, queueLength: 16 };
  const reader = { ...bulkConfig('bbr').reader, perPacket: 300_000 };
  const path = { ...bulkConfig('bbr').path, delay: 2e6, returnDelay: 2e6 };
  const flows = Array(3).fill(bulkConfig('bbr').flows[0]);
  const { balance } = simulate(bulkConfig('bbr', { flows, device, reader, path, duration: 20e9 }));
  // A fifth is what makes an interval one of a policer (bbr_lt_loss_thresh).
  expect(balance.ringDrops / balance.sent).toBeGreaterThan(0.05);
  expect(balance.ringDrops / balance.sent).toBeLessThan(0.17);
});

test('the phase of the gain cycle follows from the seed', () => {
  const config = bulkConfig('bbr', { flows: Array(2).fill(bulkConfig('bbr').flows[0]) });
  const goodputs = [1, 1, 2, 3].map((seed) => simulate({ ...config, seed }).flows.map((flow) => flow.goodputBytes));
  expect(goodputs[1]).toEqual(goodputs[0]);
  expect(new Set(goodputs.map(String)).size).toBeGreaterThan(1);
});

import { expect, test } from 'vitest';
import type { CoreFlow } from './config.js';
import { simulate } from './simulation.js';
import { backpressure, bulkConfig, fq } from './testing/bulk-config.fixture.js';

const { device } = bulkConfig('cubic');
const stopping = { ...device, flowControl: backpressure };
const flood = (part: Partial<CoreFlow> = {}): CoreFlow =>
  ({ kind: 'udp', rate: 1e9, size: 1400, arrivals: 'constant', start: 0, ...part }) as CoreFlow;

test('it spreads a window over its round trip: a ring that bursts overflow holds a paced flow', () => {
  const short = { ...device, queueLength: 100 };
  const path = { ...bulkConfig('cubic').path, delay: 60e6, returnDelay: 60e6 };
  const plain = simulate(bulkConfig('cubic', { device: short, path }));
  const paced = simulate(bulkConfig('cubic', { device: short, path, qdisc: fq }));
  expect(plain.ringDrops).toBeGreaterThan(50);
  expect(paced.goodputBytes).toBeGreaterThan(4 * plain.goodputBytes);
});

test('maxrate: no flow sends faster, headers included', () => {
  const flows = Array<CoreFlow>(3).fill({ kind: 'tcp', congestion: 'cubic', start: 0 });
  const result = simulate(bulkConfig('cubic', { flows, qdisc: { ...fq, maxrate: 20e6 }, device: stopping }));
  for (const { goodputBytes } of result.flows) {
    const mbps = (goodputBytes * 8) / 4e6;
    expect(mbps).toBeLessThan(20 * (1448 / 1500));
    expect(mbps).toBeGreaterThan(0.9 * 20 * (1448 / 1500));
  }
});

test('a flow that floods waits in a queue of its own, as long as flowLimit', () => {
  const ping: CoreFlow = { kind: 'ping', interval: 5e6, size: 84, start: 1e9 };
  const short = { ...stopping, queueLength: 20 };
  const run = (flowLimit: number) =>
    simulate(bulkConfig('cubic', { flows: [flood(), ping], qdisc: { ...fq, flowLimit }, device: short }));
  const [ten, hundred] = [run(10), run(100)];
  // Those of the last round trip are still on their way.
  expect(ten.ping!.received).toBeGreaterThan(0.97 * ten.ping!.sent);
  // What goes before a ping: the ring as it is, and as it is filled when the queue wakes next.
  expect(hundred.ping!.max).toBeLessThan(40e6 + 2 * 20 * 30_000);
  const waiting = ({ sojourn }: typeof ten) => sojourn.qdisc.max;
  expect(waiting(hundred) - waiting(ten)).toBeGreaterThan(70 * 30_000);
});

test('flows of one band share the link, bands share it nine to three to one', () => {
  const shares = (priorities: readonly number[]) => {
    const flows = priorities.map((priority) => flood({ priority } as Partial<CoreFlow>));
    // A ring so short that no queue runs empty in one filling of it.
    const config = bulkConfig('cubic', { flows, qdisc: fq, device: { ...stopping, queueLength: 20 } });
    const { flows: results } = simulate(config);
    return results.map(({ goodputBytes }) => goodputBytes / results.reduce((sum, flow) => sum + flow.goodputBytes, 0));
  };
  for (const share of shares([0, 0, 0, 0])) expect(share).toBeCloseTo(1 / 4, 2);
  // Priority 6 has band 0, 0 band 1, 2 band 2.
  const [first, second, third] = shares([6, 0, 2]) as [number, number, number];
  expect(first).toBeCloseTo(9 / 13, 1);
  expect(second).toBeCloseTo(3 / 13, 1);
  expect(third).toBeCloseTo(1 / 13, 1);
});

test('a packet that is to leave beyond the horizon is dropped', () => {
  const run = (horizon: number) => simulate(bulkConfig('cubic', { qdisc: { ...fq, horizon }, device: stopping }));
  expect(run(10e9).qdiscDrops).toBe(0);
  // TSQ lets a millisecond wait; a tenth of that is too little.
  expect(run(10_000).qdiscDrops).toBeGreaterThan(0);
});

test('without anything to be fair to, packets pass at once', () => {
  const flows: CoreFlow[] = [{ kind: 'ping', interval: 1e6, size: 84, start: 0 }];
  const { sojourn, ping } = simulate(bulkConfig('cubic', { flows, qdisc: fq }));
  expect(ping!.received).toBeGreaterThan(0.98 * ping!.sent);
  expect(sojourn.qdisc.max).toBe(0);
});

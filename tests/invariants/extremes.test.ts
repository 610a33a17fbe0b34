import { type CoreConfig, type CoreFlow, type CoreResult, Simulation } from '@tunq/core';
import { describe, expect, test } from 'vitest';
import { backpressure, experiment, flows, MSS, rtt } from '../oracles/experiment.js';

/** The ends of what a scenario may ask for: each run ends, balances, and moves what it can. */

const cubic: CoreFlow = { kind: 'tcp', congestion: 'cubic', start: 0 };
const dropping = { stop: 'never', wake: 'any', requiresQdisc: false, onFull: 'drop' } as const;

/** Steps that a run of these sizes never needs, so that one which does not end fails instead of blocking. */
const MOST_STEPS = 4_000;

function run(config: CoreConfig): CoreResult {
  const simulation = new Simulation(config);
  let steps = 0;
  while (!simulation.step(20_000)) if (++steps > MOST_STEPS) throw new Error(`no end at ${simulation.now} ns`);
  const result = simulation.result();
  const { sent, delivered, ringDrops, qdiscDrops, pathDrops, inQdisc, inRing, inReader, inPath } = result.balance;
  expect(result.finished).toBe(true);
  expect(result.now).toBeGreaterThanOrEqual(config.duration);
  expect([inQdisc, inRing, inReader, inPath]).toEqual([0, 0, 0, 0]);
  expect(delivered + ringDrops + qdiscDrops + pathDrops).toBe(sent);
  expect(result.queueStops).toBe(result.queueWakes);
  return result;
}

describe.each([
  ['tail drop', dropping],
  ['backpressure', backpressure],
  ['requeued (v7)', { ...backpressure, onFull: 'busy' as const, wake: 'batch' as const }],
])('%s', (_, flowControl) => {
  test('queue length 0 drops every packet', () => {
    for (const kind of ['pfifo', 'pfifo_fast', 'noqueue'] as const) {
      const result = run(experiment({ qdisc: { kind, limit: 100 }, device: { queueLength: 0, flowControl } }));
      expect(result.goodputBytes).toBe(0);
      expect(result.ringProduced).toBe(0);
      expect(result.balance.ringDrops + result.balance.qdiscDrops).toBe(result.balance.sent);
    }
  });

  test.each([1, 100_000])('queue length %i', (queueLength) => {
    const result = run(experiment({ duration: 5e9, device: { queueLength, flowControl } }));
    expect(result.goodputBytesSecondHalf).toBeGreaterThan(0);
    expect(result.ringOccupancy.max).toBeLessThanOrEqual(queueLength);
    if (flowControl.stop !== 'never') expect(result.ringDrops).toBe(0);
  });

  test('RTT 0 keeps the reader busy', () => {
    const result = run(experiment({ duration: 1e9, device: { flowControl }, path: rtt(0) }));
    expect(result.goodputBytes).toBeGreaterThan(0.95 * (1e9 / 30_000) * MSS);
  });

  test('RTT 2 s: slow start doubles the window every round trip', () => {
    const result = run(
      experiment({
        duration: 12e9,
        receiver: { delayedAck: false },
        device: { queueLength: 1000, flowControl },
        path: rtt(2e9),
      }),
    );
    // 10 segments at once, then 20, 40, 80, 160, 320: six rounds arrive within 12 s, the last of them nearly whole.
    expect(result.goodputBytes).toBeLessThanOrEqual(630 * MSS);
    expect(result.goodputBytes).toBeGreaterThan(620 * MSS);
  });

  test('1000 flows: together what the reader can do', () => {
    const duration = 10e9;
    const result = run(
      experiment({ duration, flows: flows(1000, cubic), sender: { wmem: 4_194_304 }, device: { flowControl } }),
    );
    expect(result.flows).toHaveLength(1000);
    const most = (duration / 30_000) * MSS;
    expect(result.goodputBytes).toBeGreaterThan(0.95 * most);
    expect(result.goodputBytes).toBeLessThanOrEqual(most);
    expect(result.flows.reduce((sum, flow) => sum + flow.goodputBytes, 0)).toBe(result.goodputBytes);
  });
});

describe('flows that share a device with little room', () => {
  test.each([
    [3, 1],
    [10, 5],
    [50, 10],
  ])('%i flows, %i slots and as many packets of qdisc: none is refused for ever', (count, queueLength) => {
    const result = run(
      experiment({ duration: 30e9, flows: flows(count, cubic), device: { queueLength, flowControl: backpressure } }),
    );
    expect(result.flows.filter(({ goodputBytes }) => goodputBytes === 0)).toEqual([]);
  });

  test('a refused first burst is tried again: one slot, no qdisc, and rules that stop without one', () => {
    const flowControl = { ...backpressure, requiresQdisc: false };
    const result = run(
      experiment({ duration: 10e9, qdisc: { kind: 'noqueue' }, device: { queueLength: 1, flowControl } }),
    );
    expect(result.goodputBytesSecondHalf).toBeGreaterThan(0);
  });

  test('a packet that the qdisc drops does not start its sender again at the same instant', () => {
    // With retransmissions held back by TSQ while a full qdisc refuses new data, this used to go on for ever.
    run(
      experiment({
        duration: 1e9,
        flows: [
          cubic,
          { ...cubic, congestion: 'reno' },
          cubic,
          { kind: 'udp', rate: 1e6, size: 1, arrivals: 'constant', start: 0 },
        ],
        seed: 0,
        sender: { wmem: 4_194_304, limitOutputBytes: 1_048_576, hystart: true, initialCwnd: 31 },
        receiver: { rmem: 6_291_456 },
        device: { queueLength: 28, flowControl: backpressure },
        reader: { perPacket: 500_000 },
        path: { ...rtt(0), loss: 0.3 },
      }),
    );
  });
});

describe('windows below a segment', () => {
  test.each([
    [1500, 4096],
    [9000, 4096],
    [9000, 16_384],
    [65_535, 131_072],
  ])('an MTU of %i and a receive buffer of %i bytes', (mtu, rmem) => {
    const result = run(experiment({ duration: 10e9, receiver: { rmem, truesize: mtu + 804 }, device: { mtu } }));
    expect(result.goodputBytesSecondHalf).toBeGreaterThan(0);
  });

  test('a send buffer of 4096 bytes', () => {
    const result = run(experiment({ duration: 5e9, sender: { wmem: 4096 } }));
    expect(result.goodputBytesSecondHalf).toBeGreaterThan(0);
  });
});

describe('sequence numbers', () => {
  test('more than 4 GiB over one connection', () => {
    const result = run(
      experiment({
        duration: 1e9,
        sender: { wmem: 4_194_304 },
        receiver: { rmem: 6_291_456 },
        device: { tso: true, flowControl: backpressure },
        reader: { perPacket: 5_000 },
        path: rtt(100_000),
      }),
    );
    expect(result.goodputBytes).toBeGreaterThan(2 * 2 ** 32);
    expect(result.retransmits).toBe(0);
  });
});

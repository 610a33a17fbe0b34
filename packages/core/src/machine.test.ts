import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoreConfig, CoreFlowControl } from './config.js';
import { simulate } from './simulation.js';
import { bulkConfig } from './testing/bulk-config.fixture.js';
import { propertyOptions } from './testing/property.fixture.js';
import { coreConfigs } from './testing/random-config.fixture.js';

const tailDrop: CoreFlowControl = { stop: 'never', wake: 'any', requiresQdisc: false, onFull: 'drop' };
const wakeAtHalf: CoreFlowControl = { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' };

const perPacket = 500;
const xmit = 200;
const lockWait = 400;
const duration = 1_000_000_000;

/** Senders in parallel, each with a CPU of its own, above a reader of half a microsecond a packet. */
function senders(count: number, flowControl: CoreFlowControl, changes: Partial<CoreConfig> = {}): CoreConfig {
  const config = bulkConfig('cubic');
  return {
    ...config,
    duration,
    flows: Array.from({ length: count }, () => ({ kind: 'tcp', congestion: 'cubic', start: 0 })),
    device: { ...config.device, queueLength: 1000, flowControl },
    qdisc: { kind: 'fq_codel', limit: 10_240, flows: 1024, quantum: 0, target: 5_000_000, interval: 100_000_000 },
    reader: { ...config.reader, perPacket, perByte: 0, batch: 1, wakeup: 0, queueWakeup: 0, stalls: null },
    path: { ...config.path, delay: 250_000, returnDelay: 250_000, rate: 0, loss: 0, jitter: 0 },
    machine: { xmit, lockWait },
    ...changes,
  };
}

test('a machine without costs is none', () => {
  fc.assert(
    fc.property(coreConfigs, ({ machine: _, ...config }) => {
      const free = simulate({ ...config, machine: { xmit: 0, lockWait: 0 } });
      expect(free).toEqual(simulate(config));
      expect(free.readerCpu.lockWaitTime).toBe(0);
      expect(free.readerCpu.softirqTime).toBeLessThanOrEqual(config.reader.queueWakeup * free.queueWakes);
    }),
    propertyOptions(25),
  );
});

test('every packet is put into the ring by one CPU or the other, and every one pays', () => {
  fc.assert(
    fc.property(coreConfigs, fc.nat(3000), (random, cost) => {
      const config = { ...random, machine: { xmit: cost, lockWait: 0 } };
      const { readerCpu, ringProduced, queueWakes } = simulate(config);
      expect(readerCpu.softirqPackets).toBeLessThanOrEqual(ringProduced);
      expect(readerCpu.lockWaitTime).toBe(0);
      const wakes = (readerCpu.softirqTime - cost * readerCpu.softirqPackets) / (config.reader.queueWakeup || 1);
      // vhost-net pays for the wakes of a turn once.
      if (config.device.kind === 'tap+vhost') expect(wakes).toBeLessThanOrEqual(queueWakes);
      else expect(wakes).toBe(config.reader.queueWakeup === 0 ? 0 : queueWakes);
      if (queueWakes === 0) expect(readerCpu.softirqPackets).toBe(0);
    }),
    propertyOptions(25),
  );
});

test('the same run twice, and with either event queue, has the same costs', () => {
  const config = senders(3, wakeAtHalf);
  const once = simulate(config);
  expect(simulate(config)).toEqual(once);
  expect(simulate({ ...config, eventQueue: 'heap' })).toEqual(once);
});

test('a reader that does nothing else pays with its throughput: its CPU time adds up', () => {
  for (const config of [senders(8, tailDrop), senders(8, wakeAtHalf), senders(1, wakeAtHalf)]) {
    const { readerCpu, ringConsumed, now } = simulate(config);
    const { softirqTime, softirqPackets, lockWaitTime } = readerCpu;
    // Waits in the softirq are in both.
    const busy = perPacket * ringConsumed + xmit * softirqPackets + lockWaitTime;
    expect(softirqTime).toBeGreaterThanOrEqual(xmit * softirqPackets);
    expect(busy).toBeLessThanOrEqual(now);
    expect(busy).toBeGreaterThan(0.97 * now);
  }
});

describe('parallel senders', () => {
  test('tail drop: CPUs of senders fill the ring, and the reader meets one with each packet', () => {
    const { readerCpu, ringConsumed, ringDrops } = simulate(senders(8, tailDrop));
    expect(ringDrops).toBeGreaterThan(100);
    expect(readerCpu).toEqual({ softirqPackets: 0, softirqTime: 0, lockWaitTime: lockWait * ringConsumed });
  });

  test('backpressure: the reader’s CPU fills it, against the others, and gets less done', () => {
    const dropping = simulate(senders(8, tailDrop));
    const stopping = simulate(senders(8, wakeAtHalf));
    expect(stopping.ringDrops).toBe(0);
    expect(stopping.readerCpu.softirqPackets).toBeGreaterThan(0.99 * stopping.ringProduced);
    expect(stopping.readerCpu.softirqTime).toBeGreaterThan(0.5 * duration);
    // 900 ns a packet, and 1100.
    expect(stopping.goodputBytes / dropping.goodputBytes).toBeCloseTo(900 / 1100, 1);
  });

  test('a lone sender contends with nobody: backpressure is faster than tail drop', () => {
    const stopping = simulate(senders(1, wakeAtHalf));
    expect(stopping.readerCpu.softirqPackets).toBeGreaterThan(0.95 * stopping.ringProduced);
    expect(stopping.readerCpu.lockWaitTime).toBeLessThan(0.02 * duration);
    expect(stopping.goodputBytes).toBeGreaterThan(1.2 * simulate(senders(1, tailDrop)).goodputBytes);
  });

  test('without costs there is nothing to lose', () => {
    const free = { machine: { xmit: 0, lockWait: 0 } };
    const dropping = simulate(senders(8, tailDrop, free));
    const stopping = simulate(senders(8, wakeAtHalf, free));
    expect(stopping.goodputBytes / dropping.goodputBytes).toBeGreaterThan(0.99);
  });
});

import { expect, test } from 'vitest';
import { coreResult, distribution } from './core-result.fixture.js';
import { measurements } from './measurements.js';

const tenSeconds = 10_000_000_000;

test('base units become the units of the result', () => {
  expect(measurements(coreResult, tenSeconds, 0.1234567)).toEqual({
    goodputMbps: 100.000001,
    goodputMbpsSecondHalf: 80,
    iperf3Mbps: 100,
    retransmits: 1,
    ringDrops: 2,
    qdiscDrops: 3,
    pathDrops: 4,
    queueStops: 5,
    queueWakes: 6,
    ringProduced: 7,
    ringConsumed: 8,
    rttMs: { min: 1, mean: 2, max: 3.000001 },
    rttSamplesMs: { min: 0.001, p50: 0.003, p95: 0.004, p99: 0.005, max: 0.006 },
    ringOccupancy: { mean: 0.333333, p99: 485, max: 500 },
    sojournMs: { qdisc: { mean: 0.02, p99: 0.05, max: 0.06 }, ring: { mean: 0.2, p99: 0.5, max: 0.6 } },
    readerCpu: { softirqPackets: 12, softirqMs: 13, lockWaitMs: 14 },
    flows: [
      { goodputMbps: 50, retransmits: 11, maxCwndBytes: 14_480, rttMs: { min: 4, mean: 5, max: 6 }, kind: 'tcp' },
    ],
    events: 9,
    packets: 10,
    cpuSeconds: 0.123457,
  });
});

test('keys come in the order that is documented', () => {
  const ping = { ...distribution(1_000_000), sent: 100, received: 99 };
  const keys = Object.keys(measurements({ ...coreResult, ping }, tenSeconds, 0));
  expect(keys).toEqual([
    'goodputMbps',
    'goodputMbpsSecondHalf',
    'iperf3Mbps',
    'retransmits',
    'ringDrops',
    'qdiscDrops',
    'pathDrops',
    'queueStops',
    'queueWakes',
    'ringProduced',
    'ringConsumed',
    'rttMs',
    'rttSamplesMs',
    'ringOccupancy',
    'sojournMs',
    'readerCpu',
    'pingMs',
    'flows',
    'events',
    'packets',
    'cpuSeconds',
  ]);
});

test('an RTT that nobody measured is null, not 0', () => {
  const none = { min: 0, mean: 0, max: 0 };
  const flow = { ...coreResult.flows[0]!, kind: 'udp' as const, rtt: none };
  const mixed = measurements({ ...coreResult, flows: [coreResult.flows[0]!, flow] }, tenSeconds, 0);
  expect(mixed.flows.map(({ rttMs }) => rttMs)).toEqual([{ min: 4, mean: 5, max: 6 }, null]);
  expect(mixed.rttMs).not.toBeNull();
  const rttSamples = { ...distribution(0), ...none };
  const alone = measurements({ ...coreResult, rtt: none, rttSamples, flows: [flow] }, tenSeconds, 0);
  expect(alone).toMatchObject({ rttMs: null, rttSamplesMs: null });
});

test('ping and datagrams appear where there are such flows', () => {
  const ping = { ...distribution(1_000_000), sent: 100, received: 99 };
  const udp = { sent: 50, received: 40, delay: distribution(2_000_000) };
  const result = measurements({ ...coreResult, ping, udp }, tenSeconds, 0);
  expect(result.pingMs).toEqual({ min: 1, mean: 2, p50: 3, p95: 4, p99: 5, max: 6, sent: 100, received: 99 });
  expect(result.udp).toEqual({ sent: 50, received: 40, delayMs: { min: 2, mean: 4, p99: 10, max: 12 } });
});

test('threads that send as fast as they can are summed up in packets a second', () => {
  const thread = {
    ...coreResult.flows[0]!,
    kind: 'pktgen' as const,
    sent: 1_000_000,
    lost: 5_000_000,
    received: 999_000,
  };
  const { flood } = measurements({ ...coreResult, flows: [thread, { ...thread, retries: 20_000 }] }, tenSeconds, 0);
  expect(flood).toEqual({ threads: 2, sentKpps: 200, lostKpps: 1000, receivedKpps: 199.8, retriesKpps: 2 });
});

import type { Measurements } from '@tunq/sim';

/** A result made by hand: numbers that are easy to find again in a text. */
export const measurements: Measurements = {
  goodputMbps: 787.3123,
  goodputMbpsSecondHalf: 23404.1,
  iperf3Mbps: 23390.5,
  retransmits: 553971,
  ringDrops: 40725,
  qdiscDrops: 0,
  pathDrops: 3,
  queueStops: 12,
  queueWakes: 11,
  ringProduced: 1234567,
  ringConsumed: 1234560,
  rttMs: { min: 0.147, mean: 61.17, max: 2350 },
  rttSamplesMs: { min: 0.1, p50: 1.5, p95: 2.5, p99: 3.5, max: 4.5 },
  ringOccupancy: { mean: 12.345, p99: 485, max: 500 },
  sojournMs: { qdisc: { mean: 0, p99: 0, max: 0 }, ring: { mean: 7.25, p99: 14.5, max: 15 } },
  readerCpu: { softirqPackets: 234_567, softirqMs: 41.5, lockWaitMs: 94 },
  flows: [
    {
      goodputMbps: 787.3123,
      retransmits: 553971,
      maxCwndBytes: 2_650_000,
      rttMs: { min: 1, mean: 61.17, max: 90 },
      kind: 'tcp',
    },
  ],
  events: 9876543,
  packets: 2469134,
  cpuSeconds: 0.25,
};

export const ping = { min: 40, mean: 41.5, p50: 41, p95: 44, p99: 47, max: 49, sent: 1000, received: 988 };

import type { CoreResult, Distribution } from '@tunq/core';

export function distribution(ns: number): Distribution {
  return { count: 10, min: ns, mean: ns * 2, p50: ns * 3, p95: ns * 4, p99: ns * 5, max: ns * 6 };
}

/** What the core would give for a run of 10 s; every number is another one, so that a mix-up shows. */
export const coreResult: CoreResult = {
  now: 10_000_000_000,
  finished: true,
  goodputBytes: 125_000_001,
  goodputBytesSecondHalf: 50_000_000,
  report: { bytes: 126_250_000, time: 10_100_000_000 },
  retransmits: 1,
  ringDrops: 2,
  qdiscDrops: 3,
  pathDrops: 4,
  queueStops: 5,
  queueWakes: 6,
  ringProduced: 7,
  ringConsumed: 8,
  readerCpu: { softirqPackets: 12, softirqTime: 13_000_000, lockWaitTime: 14_000_000 },
  events: 9,
  packets: 10,
  rtt: { min: 1_000_000, mean: 2_000_000.4, max: 3_000_001 },
  rttSamples: distribution(1_000),
  ringOccupancy: { mean: 1 / 3, p99: 485, max: 500 },
  sojourn: { qdisc: distribution(10_000), ring: distribution(100_000) },
  ping: null,
  udp: null,
  flows: [
    {
      kind: 'tcp',
      goodputBytes: 62_500_000,
      retransmits: 11,
      maxCwndBytes: 14_480,
      sent: 0,
      lost: 0,
      received: 0,
      retries: 0,
      rtt: { min: 4_000_000, mean: 5_000_000, max: 6_000_000 },
      queue: 0,
    },
  ],
  queues: [],
  balance: {
    sent: 0,
    delivered: 0,
    ringDrops: 0,
    qdiscDrops: 0,
    pathDrops: 0,
    inQdisc: 0,
    inRing: 0,
    inReader: 0,
    inPath: 0,
  },
};

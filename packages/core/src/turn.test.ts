import { describe, expect, test } from 'vitest';
import type { CoreConfig, CoreFlow, CoreReader } from './config.js';
import { simulate } from './simulation.js';
import { bulkConfig } from './testing/bulk-config.fixture.js';

const base = bulkConfig('cubic');
const flood: CoreFlow = { kind: 'pktgen', size: 60, perSent: 600, perLost: 500, race: 0, start: 0 };
const PER_PACKET = 2_000;
/** Of a frame, in front of what counts as its length. */
const HEADER = 14;

/** A ring of 1000 slots that is never empty, and wakes after each batch, for 100 ms. */
function config(reader: Partial<CoreReader>, kind: 'tap' | 'tap+vhost' = 'tap+vhost'): CoreConfig {
  return {
    ...base,
    duration: 100e6,
    flows: [flood],
    qdisc: { kind: 'pfifo', limit: 1000 },
    device: {
      ...base.device,
      kind,
      queueLength: 1000,
      flowControl: { stop: 'filled', wake: 'batch', requiresQdisc: false, onFull: 'drop' },
    },
    reader: { ...base.reader, perPacket: PER_PACKET, batch: 64, ...reader },
    path: { ...base.path, delay: 1_000, returnDelay: 1_000 },
  };
}

/** Time of the reader for a packet, ns. */
function spacing(run: CoreConfig): number {
  // What the ring holds at the end wakes nobody.
  const { duration } = run;
  const [half, all] = [simulate({ ...run, duration: duration / 2 }), simulate(run)];
  return (all.now - half.now) / (all.ringConsumed - half.ringConsumed);
}

describe('the turns of a vhost worker', () => {
  test('the softirq of its wakes costs it once in 256 packets, a process at every wake', () => {
    const queueWakeup = 8_000;
    const run = config({ queueWakeup });
    const { queueWakes, ringConsumed, readerCpu } = simulate(run);
    expect(Math.abs(ringConsumed / queueWakes - 64)).toBeLessThan(3);
    expect(Math.abs(readerCpu.softirqTime / queueWakeup - ringConsumed / 256)).toBeLessThan(6);
    expect(spacing(run)).toBeCloseTo(PER_PACKET + queueWakeup / 256, 0);
    // A process, when slots are freed: 63 times in a round of 1000.
    expect(spacing(config({ queueWakeup, batch: 1 }, 'tap'))).toBeCloseTo(PER_PACKET + (queueWakeup * 63) / 1000, 0);
  });

  test('of large packets a turn has 512 KiB', () => {
    const queueWakeup = 8_000;
    const large = { ...config({ queueWakeup }), flows: [{ ...flood, size: HEADER + 8_192 }] };
    // 64 of 8 KiB are the weight, and the batch.
    expect(spacing(large)).toBeCloseTo(PER_PACKET + queueWakeup / 64, 0);
    expect(spacing({ ...large, flows: [{ ...flood, size: HEADER + 4_096 }] })).toBeCloseTo(
      PER_PACKET + queueWakeup / 128,
      0,
    );
  });

  test('a ring with one slot ends a turn with each packet, whatever the softirq put there meanwhile', () => {
    const queueWakeup = 10_000;
    const run = config({ perPacket: 40_000, queueWakeup });
    const tcp: CoreConfig = {
      ...run,
      duration: 1e9,
      flows: base.flows,
      qdisc: { kind: 'pfifo', limit: 10_000 },
      device: { ...run.device, queueLength: 1, flowControl: { ...run.device.flowControl, wake: 'empty' } },
      path: { ...base.path, delay: 50e3, returnDelay: 50e3 },
    };
    expect(spacing(tcp) / 50_000).toBeCloseTo(1, 2);
  });

  test('the guest is told of more than 64 buffers and at the end of a turn', () => {
    const notify = 6_500;
    // After 65, 130, 195 and 256 packets.
    expect(spacing(config({ notify }))).toBeCloseTo(PER_PACKET + (notify * 4) / 256, 0);
    // Two buffers of a page each: after 33 of 64 and at the end.
    const large = { ...config({ notify }), flows: [{ ...flood, size: HEADER + 8_192 }] };
    expect(spacing(large)).toBeCloseTo(PER_PACKET + (notify * 2) / 64, 0);
    // A process signals nobody.
    expect(spacing(config({ notify, batch: 1 }, 'tap'))).toBeCloseTo(PER_PACKET, 0);
  });
});

test('the second stage may take time for a byte instead of a packet', () => {
  const sends = (part: Partial<CoreReader>) => simulate(config({ perPacket: 1_000, ...part })).flows[0]!.received;
  expect(sends({ sendPerByte: 3_000 / (60 - HEADER) })).toBe(sends({ sendPerPacket: 3_000 }));
  expect(sends({ sendPerPacket: 3_000 })).toBeLessThan(sends({}) / 2);
});

import { describe, expect, test } from 'vitest';
import type { CoreConfig, CoreReading } from './config.js';
import { simulate } from './simulation.js';
import { bulkConfig } from './testing/bulk-config.fixture.js';

const base = bulkConfig('cubic');

/** A ring that nothing overflows, and a reader that takes a packet in 2 us: 5.8 Gbit/s. */
function config(reading: CoreReading | undefined, more: Partial<CoreConfig> = {}): CoreConfig {
  return {
    ...base,
    duration: 2e9,
    device: { ...base.device, queueLength: 10_000 },
    reader: { ...base.reader, perPacket: 2_000 },
    path: { ...base.path, delay: 50e3, returnDelay: 50e3 },
    receiver: { ...base.receiver, tuning: '6.12', ...(reading && { reading }) },
    ...more,
  };
}

/** Time that a byte takes in the second half of a run, ns. */
function perByte(run: CoreConfig): number {
  return run.duration / 2 / simulate(run).goodputBytesSecondHalf;
}

const reader = 2_000 / 1448;

describe('a process at the far end that takes time to read', () => {
  test('is the bottleneck where it is slower than the reader', () => {
    expect(perByte(config({ perByte: 1 })) / reader).toBeCloseTo(1, 2);
    expect(perByte(config({ perByte: 3 })) / 3).toBeCloseTo(1, 2);
    // Of a packet with 1448 bytes, besides.
    expect(perByte(config({ perByte: 3, perPacket: 1448 })) / 4).toBeCloseTo(1, 2);
  });

  test('leaves the data in the receive buffer, not in the ring', () => {
    const behindReader = simulate(config(undefined));
    const behindProcess = simulate(config({ perByte: 3 }));
    expect(behindProcess.ringOccupancy.mean).toBeLessThan(behindReader.ringOccupancy.mean / 3);
  });

  test('has the socket while it copies, whatever way a packet takes through the loop', () => {
    const run = config({ perByte: 3 });
    const { events: _, ...lines } = simulate(run);
    const { events: __, ...heap } = simulate({ ...run, eventQueue: 'heap' });
    expect(lines).toEqual(heap);
  });

  test('does not share the CPU of a virtual-time kernel, which the heap knows nothing of', () => {
    const run = config({ perByte: 3 }, { clockRead: 256 });
    const { events: _, ...lines } = simulate(run);
    const { events: __, ...heap } = simulate({ ...run, eventQueue: 'heap' });
    expect(lines).toEqual(heap);
  });

  test('is shared by connections in turn', () => {
    const flow = base.flows[0]!;
    const { flows } = simulate(config({ perByte: 3 }, { flows: [flow, flow, flow] }));
    const bytes = flows.map(({ goodputBytes }) => goodputBytes);
    expect(bytes.reduce((sum, each) => sum + each) * 3).toBeGreaterThan(0.99 * 2e9);
    expect(Math.min(...bytes)).toBeGreaterThan(0.9 * Math.max(...bytes));
  });

  test('stays behind once it is, where what it left unread has left the cache', () => {
    const cold = { perByte: 1, coldPerByte: 2, cache: 1e6 };
    const pauses = { interval: 500e6, length: 4e6 };
    expect(perByte(config(cold)) / reader).toBeCloseTo(1, 2);
    const behind = perByte(config({ ...cold, pauses }));
    // A pause in the second half takes 4 ms of a second.
    expect(behind).toBeGreaterThan(2);
    expect(behind).toBeLessThan(2 * 1.02);
    // A window that is smaller than the cache does not leave it.
    const small = config({ ...cold, pauses });
    expect(perByte({ ...small, receiver: { ...small.receiver, rmem: 1e6 } })).toBeLessThan(1.05 * reader);
  });
});

test('up to Linux 6.12 the receive buffer grows on a short path, too', () => {
  const old = simulate(config(undefined));
  const run = config(undefined);
  const recent = simulate({ ...run, receiver: { ...run.receiver, tuning: '7.3' } });
  expect(old.rtt.max).toBeGreaterThan(2 * recent.rtt.max);
});

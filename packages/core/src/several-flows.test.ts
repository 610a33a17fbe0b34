import { expect, test } from 'vitest';
import type { CoreConfig } from './config.js';
import { Simulation } from './simulation.js';
import type { TraceRecord } from './trace.js';

/** Runs with several streams, held against what captures of the kernel show at the same places. */
function cell(queueLength: number, rtt: number, perPacket: number, flows: number, rmem: number): CoreConfig {
  return {
    duration: 0.25e9,
    seed: 1,
    clockRead: 256,
    sampleInterval: 0.5e9,
    flows: Array.from({ length: flows }, () => ({ kind: 'tcp', congestion: 'cubic', start: 0 }) as const),
    sender: { wmem: 4_194_304, limitOutputBytes: 4_194_304, hystart: true, tso: true, initialCwnd: 10, hz: 250 },
    receiver: { rmem, delayedAck: true, truesize: 2304 },
    qdisc: { kind: 'pfifo_fast', limit: queueLength },
    device: {
      kind: 'tun',
      queueLength,
      mtu: 1500,
      tso: false,
      flowControl: { stop: 'never', wake: 'half', requiresQdisc: true, onFull: 'drop' },
    },
    reader: { service: 'constant', perPacket, perByte: 0, batch: 1, wakeup: 0, queueWakeup: 0, stalls: null },
    path: { delay: rtt / 2, returnDelay: rtt / 2, rate: 0, queue: 0, loss: 0, jitter: 0 },
    trace: { capacity: 100_000, kinds: ['ack', 'send'] },
  };
}

function trace(config: CoreConfig): TraceRecord[] {
  const simulation = new Simulation(config);
  const records: TraceRecord[] = [];
  for (let done = false; !done; ) {
    done = simulation.step(10_000);
    records.push(...simulation.takeTrace());
  }
  return records;
}

test('a window that grows on data beyond a hole sends four duplicate ACKs; the next waits 1 ms and its slack', () => {
  const acks = trace(cell(50, 20e6, 120_000, 4, 6_291_456)).filter(
    ({ kind, flow, a }) => kind === 'ack' && flow === 1 && a === 89_776,
  );
  const gaps = acks.slice(1, 6).map(({ time }, i) => Math.round((time - acks[i]!.time) / 1000));
  for (const gap of gaps.slice(0, 4)) expect(Math.abs(gap - 120)).toBeLessThanOrEqual(1);
  // The fifth came 120 µs after the fourth; the timer adds 1 ms and 10 µs.
  expect(Math.abs(gaps[4]! - 1130)).toBeLessThanOrEqual(1);
});

test('loss probes of several flows in one tick leave the last one first', () => {
  const records = trace(cell(24, 95e6, 80_000, 6, 1_048_576));
  const probes = records.filter(({ kind, time, a }) => kind === 'send' && a === 14_480 && time > 196e6 && time < 198e6);
  expect(probes.map(({ flow }) => flow)).toEqual([5, 4, 3]);
});

test('windows are in units of 128 bytes whatever tcp_rmem up to rmem_max is', () => {
  const acks = trace(cell(500, 60e6, 60_000, 2, 1_048_576)).filter(({ kind }) => kind === 'ack');
  expect(acks.length).toBeGreaterThan(50);
  expect(acks.filter(({ b }) => b % 128 !== 0)).toEqual([]);
});

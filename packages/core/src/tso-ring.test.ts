import { expect, test } from 'vitest';
import type { CoreConfig } from './config.js';
import { Simulation } from './simulation.js';
import type { TraceRecord } from './trace.js';

/**
 * Rings of a few slots that hold TSO packets of several flows, held against the kernel's own order: each packet that
 * reached the device, noted by a breakpoint on `tun_net_xmit`, which costs the machine no virtual time.
 */
function cell(
  queueLength: number,
  rtt: number,
  perPacket: number,
  perByte: number,
  flows: number,
  qdisc: CoreConfig['qdisc'],
): CoreConfig {
  return {
    duration: 0.3e9,
    seed: 1,
    clockRead: 256,
    sampleInterval: 0.5e9,
    flows: Array.from({ length: flows }, () => ({ kind: 'tcp', congestion: 'cubic', start: 0 }) as const),
    sender: { wmem: 4_194_304, limitOutputBytes: 4_194_304, hystart: true, tso: true, initialCwnd: 10, hz: 250 },
    receiver: { rmem: 6_291_456, delayedAck: true, truesize: 2304 },
    qdisc,
    device: {
      kind: 'tun',
      queueLength,
      mtu: 1500,
      tso: true,
      flowControl: { stop: 'never', wake: 'half', requiresQdisc: true, onFull: 'drop' },
    },
    reader: { service: 'constant', perPacket, perByte, batch: 64, wakeup: 0, queueWakeup: 0, stalls: null },
    path: { delay: rtt / 2, returnDelay: rtt / 2, rate: 0, queue: 0, loss: 0, jitter: 0 },
    trace: { capacity: 100_000, kinds: ['ring', 'drop', 'send'] },
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

const oneSlot = () => trace(cell(1, 14e6, 11_000, 1.2, 4, { kind: 'pfifo', limit: 13 }));

test('a loss probe that is not sent leaves the RTO due when it was', () => {
  // All packets of the first flight are lost; the probe is not sent since that of the cookie is outstanding.
  const again = oneSlot().filter(({ kind, code }) => kind === 'send' && code === 1);
  const first = again.slice(0, 4);
  expect(first.map(({ flow, a }) => [flow, a])).toEqual([0, 1, 2, 3].map((flow) => [flow, 0]));
  // The kernel's came 221.982 ms after the first data.
  for (const { time } of first) expect(Math.abs(time - 221.982e6)).toBeLessThan(5e3);
});

test('timers of one tick run in one softirq: the reader gets the CPU after the last of them', () => {
  const tick = oneSlot().filter(({ time }) => time > 221e6 && time < 223e6);
  expect(tick.filter(({ kind, code }) => kind === 'drop' && code === 0).map(({ flow }) => flow)).toEqual([1, 2, 3]);
});

/** Flow, first segment and segments of each packet, in the kernel's order: two flows, five slots, 30 ms. */
const kernel = [
  '0:0+2 0:2+2 0:4+2 0:6+2 0:8+2 1:0+2 1:2+2 1:4+2 1:6+2 1:8+2 0:10+2 0:12+2 0:14+2 0:16+2 0:18+2 0:20+2 0:22+2',
  '0:24+2 0:26+2 0:28+2 1:10+2 1:12+2 1:14+2 1:16+2 1:18+2 1:20+2 1:22+2 1:24+2 1:26+2 1:28+2 0:30+2 0:32+2',
  '0:34+2 0:36+2 0:38+2 0:40+2 0:42+2 0:44+2 0:46+2 0:48+2 0:50+2 0:52+2 0:54+2 0:56+2 0:58+2 0:60+2 0:62+2',
  '0:64+2 0:66+2 0:68+2 1:30+2 1:32+2 0:70+2 0:72+2 0:74+2 0:76+2 0:78+2 0:80+2 0:82+3 0:85+3 0:88+3 0:91+3',
  '0:94+3 0:97+3 0:100+3 0:103+3 0:106+3 0:109+4 0:113+4 0:117+4',
].join(' ');

test('two flows enter a ring of five slots in the order in which they entered that of the kernel', () => {
  const offered = trace(cell(5, 30e6, 1000, 0.6, 2, { kind: 'pfifo_fast', limit: 5 })).flatMap((record) => {
    if (record.kind === 'ring' && record.code === 1 && record.c > 1)
      return [[record.flow, record.b, record.c] as const];
    if (record.kind === 'drop' && record.code === 0) return [[record.flow, record.a, record.b] as const];
    return [];
  });
  const simulated = offered.map(([flow, seq, length]) => `${flow}:${seq / 1448}+${length / 1448}`);
  expect(simulated.slice(0, 70).join(' ')).toBe(kernel);
});

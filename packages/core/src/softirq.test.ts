import { expect, test } from 'vitest';
import type { CoreConfig } from './config.js';
import { Simulation } from './simulation.js';

/** A full token bucket below a Reno flow in recovery: what it refuses comes back at the same instant. */
const config: CoreConfig = {
  duration: 1e9,
  seed: 1,
  flows: [{ kind: 'tcp', congestion: 'reno', start: 0 }],
  sender: { wmem: 4194304, limitOutputBytes: 4194304, hystart: true, tso: true, initialCwnd: 10, hz: 250 },
  receiver: { rmem: 6291456, delayedAck: true, truesize: 2304 },
  qdisc: { kind: 'tbf', rate: 100e6, burst: 20000, limit: 60000 },
  device: {
    kind: 'tun',
    queueLength: 200,
    mtu: 1500,
    tso: false,
    flowControl: { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' },
  },
  reader: {
    service: 'constant',
    perPacket: 20000,
    perByte: 0,
    batch: 1,
    wakeup: 0,
    queueWakeup: 0,
    stalls: null,
  },
  path: { delay: 25e6, returnDelay: 25e6, rate: 0, queue: 0, loss: 0, jitter: 0 },
  clockRead: 256,
  sampleInterval: 5e8,
  trace: { capacity: 1 << 16, kinds: ['send'] },
};

/** Retransmissions of each instant. */
function retransmissions(): number[] {
  const simulation = new Simulation(config);
  const counts = new Map<number, number>();
  for (let done = false; !done; ) {
    done = simulation.step(10_000);
    for (const { time, code } of simulation.takeTrace()) if (code === 1) counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  return [...counts.values()];
}

test('a refused retransmission is tried by ten times ten works of the softirq, then once by ksoftirqd', () => {
  const many = retransmissions().filter((count) => count > 25);
  expect(many.length).toBeGreaterThan(10);
  // The ACK itself, a hundred works, ksoftirqd.
  expect(Math.max(...many)).toBe(102);
  expect(many.filter((count) => count === 102).length).toBeGreaterThan(many.length / 2);
});

import { expect, test } from 'vitest';
import type { CoreConfig } from './config.js';
import { Simulation, simulate } from './simulation.js';

/** A reader that is always busy: 30 µs a packet of 1448 bytes, 20 ms there and back, a ring that never fills. */
const config: CoreConfig = {
  duration: 2e9,
  seed: 1,
  sampleInterval: 0.5e9,
  flows: [{ kind: 'tcp', congestion: 'cubic', start: 0 }],
  sender: { wmem: 4_194_304, limitOutputBytes: 4_194_304, hystart: true, tso: true, initialCwnd: 10, hz: 250 },
  receiver: { rmem: 6_291_456, delayedAck: true, truesize: 2304 },
  qdisc: { kind: 'pfifo_fast', limit: 5000 },
  device: {
    kind: 'tun',
    queueLength: 5000,
    mtu: 1500,
    tso: false,
    flowControl: { stop: 'never', wake: 'any', requiresQdisc: false, onFull: 'drop' },
  },
  reader: {
    service: 'constant',
    perPacket: 30_000,
    perByte: 0,
    batch: 1,
    wakeup: 0,
    queueWakeup: 0,
    stalls: null,
  },
  path: { delay: 10e6, returnDelay: 10e6, rate: 0, queue: 0, loss: 0, jitter: 0 },
};

test('iperf3’s server counts what is ahead of the end of the test in the queue, by its own clock', () => {
  const { report, goodputBytes, ringDrops } = simulate(config);
  expect(ringDrops).toBe(0);
  const late = report!.time - config.duration;
  // Both ways of the path, and the time in the queue at the end.
  expect(late).toBeGreaterThan(config.path.delay + config.path.returnDelay);
  const queue = late - config.path.delay - config.path.returnDelay;
  const behind = report!.bytes - goodputBytes;
  // One way of the path was full of packets, and the queue: 1448 bytes in 30 µs.
  expect(behind / ((config.path.delay + queue) * (1448 / 30_000))).toBeCloseTo(1, 2);
});

test('there is no report before the end, and none without TCP', () => {
  const simulation = new Simulation(config);
  simulation.step(1000);
  expect(simulation.result().report).toBeNull();
  const flows = [{ kind: 'udp', rate: 1e6, size: 1000, arrivals: 'constant', start: 0 }] as const;
  expect(simulate({ ...config, flows }).report).toBeNull();
});

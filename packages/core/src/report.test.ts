import { expect, test } from 'vitest';
import { Simulation, simulate } from './simulation.js';
import { bulkConfig } from './testing/bulk-config.fixture.js';

/** A reader that is always busy: 30 µs a packet of 1448 bytes, 20 ms there and back, a ring that never fills. */
const { device, path } = bulkConfig('cubic');
const config = bulkConfig('cubic', {
  duration: 2e9,
  sampleInterval: 0.5e9,
  qdisc: { kind: 'pfifo_fast', limit: 5000 },
  device: {
    ...device,
    queueLength: 5000,
    flowControl: { stop: 'never', wake: 'any', requiresQdisc: false, onFull: 'drop' },
  },
  path: { ...path, delay: 10e6, returnDelay: 10e6, queue: 0 },
});

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

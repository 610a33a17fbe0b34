import { Simulation } from '@tunq/core';
import { expect, test } from 'vitest';
import { experiment } from './experiment.js';

/**
 * A receiver on a path shorter than the timestamp clock's step has its first RTT after one window, that of its SYN-ACK:
 * 65,205 bytes with segments of 1,035. Its buffer grows with it, and so does the window with the next segment, which
 * is therefore acknowledged at once (`tcp_grow_window`: `quick |= 1`). A capture of Linux 7.3 acknowledges 67,275 and then
 * 68,310, 69,345 and 70,380 each alone.
 */
test('the first RTT is measured over the window of the SYN-ACK', () => {
  const simulation = new Simulation(
    experiment({
      duration: 20e6,
      sender: { hystart: true },
      receiver: { rmem: 2_097_152 },
      qdisc: { kind: 'pfifo', limit: 1958 },
      device: { mtu: 1087, queueLength: 2 },
      reader: { perPacket: 160_000 },
      path: { delay: 105_000, returnDelay: 105_000 },
      // Times as in the capture, whose first losses are these: with processes that share a CPU they are others.
      clockRead: 0,
      trace: { capacity: 1 << 16, kinds: ['ack'] },
    }),
  );
  while (!simulation.step(50_000));
  const acks = simulation.takeTrace().map(({ a }) => a);
  const at = acks.indexOf(67_275);
  expect(acks.slice(at, at + 4)).toEqual([67_275, 68_310, 69_345, 70_380]);
});

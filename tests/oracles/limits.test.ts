import { type CoreConfig, type CoreResult, Simulation, simulate } from '@tunq/core';
import { wakeLatencyUtilisation, windowLimit } from '@tunq/tcp';
import { describe, expect, test } from 'vitest';
import { backpressure, experiment, rtt } from './experiment.js';

describe('O11: a receive window that limits', () => {
  /** The largest window that the receiver offered, bytes. */
  function offered(config: CoreConfig): { window: number; result: CoreResult } {
    const simulation = new Simulation({ ...config, trace: { capacity: 100_000, kinds: ['ack'] } });
    let window = 0;
    for (let done = false; !done; ) {
      done = simulation.step(20_000);
      for (const record of simulation.takeTrace()) window = Math.max(window, record.b);
    }
    return { window, result: simulation.result() };
  }

  test.each([
    [131_072, 20e6],
    [131_072, 120e6],
    [1_048_576, 40e6],
    [1_048_576, 120e6],
    [6_291_456, 40e6],
    [6_291_456, 120e6],
  ])('rmem %i, RTT %f ns: the rate is W/RTT and never above', (rmem, round) => {
    const duration = 10e9;
    const { window, result } = offered(
      experiment({
        duration: 2 * duration,
        receiver: { rmem },
        device: { queueLength: 10_000 },
        reader: { perPacket: 2_000 },
        path: rtt(round),
      }),
    );
    expect(result.retransmits).toBe(0);
    const limit = (windowLimit(window, round / 1e9) * duration) / 8e9;
    // In whole round trips: a window more or less at the ends of the half that counts.
    expect(result.goodputBytesSecondHalf).toBeLessThan(limit + window);
    expect(result.goodputBytesSecondHalf).toBeGreaterThan(0.97 * limit - window);
    // 1500-byte packets in 2304 bytes of memory: 1448/2304, less the rounding of scaling_ratio.
    expect(window / rmem).toBeLessThan(1448 / 2304);
    expect(window / rmem).toBeGreaterThan(0.6);
  });
});

describe('O12: the latency L of a wake-up, with wake on empty', () => {
  const service = 20_000;

  /**
   * Datagrams at twice what the reader can do, so that the qdisc always has one. L is `reader.queueWakeup`, the time from
   * the wake to the qdisc's dequeue: a softirq on the reader's CPU. The reader takes the last entry, wakes the queue, and is
   * held up by L; meanwhile N new entries arrive. So a cycle of N packets takes N·s + L.
   */
  function utilisation(slots: number, latency: number, kind: 'tun' | 'tap+vhost'): { share: number; cycles: number } {
    const duration = 4e9;
    const result = simulate(
      experiment({
        duration,
        flows: [{ kind: 'udp', rate: (2 * 1000 * 8e9) / service, size: 1000, arrivals: 'constant', start: 0 }],
        qdisc: { kind: 'pfifo', limit: 1000 },
        device: { kind, queueLength: slots, flowControl: { ...backpressure, wake: 'empty' } },
        reader: { perPacket: service, queueWakeup: latency },
        path: rtt(0),
      }),
    );
    expect(result.ringDrops).toBe(0);
    return { share: (result.ringConsumed * service) / result.now, cycles: result.queueWakes };
  }

  test.each([1, 2, 10, 31])('U = N/(N + L/s) for %i slots', (slots) => {
    for (const kind of ['tun', 'tap+vhost'] as const) {
      for (const ratio of [0.1, 0.97, 3]) {
        const { share, cycles } = utilisation(slots, ratio * service, kind);
        // A run is a whole number of cycles but for the first and the last.
        expect(Math.abs(share - wakeLatencyUtilisation(slots, ratio))).toBeLessThan(1.5 / cycles);
      }
    }
  });

  test('without latency nothing is lost, even with one slot', () => {
    expect(utilisation(1, 0, 'tun').share).toBeGreaterThan(0.9999);
  });

  test('the reader’s own wake-up is another matter: a busy reader does not sleep', () => {
    const run = (wakeup: number) =>
      simulate(
        experiment({
          duration: 1e9,
          flows: [{ kind: 'udp', rate: (2 * 1000 * 8e9) / service, size: 1000, arrivals: 'constant', start: 0 }],
          qdisc: { kind: 'pfifo', limit: 1000 },
          device: { queueLength: 10, flowControl: { ...backpressure, wake: 'empty' } },
          reader: { perPacket: service, wakeup },
        }),
      ).ringConsumed;
    // It sleeps once, before the first packet.
    expect(run(0) - run(1e6)).toBe(1e6 / service);
  });
});

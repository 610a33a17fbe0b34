import type { CoreConfig } from '../config.js';

/** One kind of bulk flow over a plain TUN device: 500 slots, 30 µs a packet, 40 ms, tail drop. */
export function bulkConfig(congestion: 'cubic' | 'reno' | 'bbr', part: Partial<CoreConfig> = {}): CoreConfig {
  return {
    duration: 4e9,
    seed: 1,
    flows: [{ kind: 'tcp', congestion, start: 0 }],
    sender: { wmem: 4_194_304, limitOutputBytes: 4_194_304, hystart: true, tso: true, initialCwnd: 10, hz: 250 },
    receiver: { rmem: 6_291_456, delayedAck: true, truesize: 2304 },
    qdisc: { kind: 'pfifo_fast', limit: 500 },
    device: {
      kind: 'tun',
      queueLength: 500,
      mtu: 1500,
      tso: false,
      flowControl: { stop: 'never', wake: 'half', requiresQdisc: true, onFull: 'drop' },
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
    path: { delay: 20e6, returnDelay: 20e6, rate: 0, queue: 1, loss: 0, jitter: 0 },
    sampleInterval: 20e6,
    ...part,
  };
}

/** sch_fq as it is without parameters. */
export const fq = {
  kind: 'fq',
  limit: 10_000,
  flowLimit: 100,
  quantum: 0,
  initialQuantum: 0,
  horizon: 10e9,
  maxrate: 0,
} as const;

/** Linux 7.3 with `IFF_BACKPRESSURE`. */
export const backpressure = { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' } as const;

import type { CoreConfig, CoreFlow } from '@tunq/core';

/**
 * The experiment that tests start from: one bulk flow through a TUN device of 500 slots with a plain tail drop, a
 * reader of 30 µs a packet, a path of 40 ms without losses, and buffers that never limit. {@link experiment} changes parts of it.
 */
const base: CoreConfig = {
  duration: 10e9,
  seed: 1,
  flows: [{ kind: 'tcp', congestion: 'cubic', start: 0 }],
  sender: {
    wmem: 256 * 2 ** 20,
    limitOutputBytes: 4 * 2 ** 20,
    hystart: false,
    tso: true,
    initialCwnd: 10,
    hz: 250,
  },
  receiver: { rmem: 256 * 2 ** 20, delayedAck: true, truesize: 2304 },
  qdisc: { kind: 'pfifo_fast', limit: 500 },
  device: {
    kind: 'tun',
    queueLength: 500,
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
  path: { delay: 20e6, returnDelay: 20e6, rate: 0, queue: 1, loss: 0, jitter: 0 },
  sampleInterval: 500e6,
};

/** The rules of Linux 7.3 with IFF_BACKPRESSURE. */
export const backpressure = { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' } as const;

/** TCP payload of a segment, bytes, at an MTU of 1500 with timestamps. */
export const MSS = 1448;

type Parts = {
  readonly [K in keyof CoreConfig]?: CoreConfig[K] extends readonly unknown[] | number | undefined
    ? CoreConfig[K]
    : K extends 'device'
      ? Partial<CoreConfig['device']>
      : Partial<CoreConfig[K]>;
};

export function experiment(parts: Parts): CoreConfig {
  return {
    ...base,
    ...parts,
    sender: { ...base.sender, ...parts.sender },
    receiver: { ...base.receiver, ...parts.receiver },
    qdisc: { ...base.qdisc, ...parts.qdisc },
    device: { ...base.device, ...parts.device },
    reader: { ...base.reader, ...parts.reader },
    path: { ...base.path, ...parts.path },
  } as CoreConfig;
}

/** One-way delays that make up a round trip, ns. */
export function rtt(ns: number): { delay: number; returnDelay: number } {
  return { delay: ns / 2, returnDelay: ns / 2 };
}

/** As many equal flows as wanted. */
export function flows(count: number, flow: CoreFlow): CoreFlow[] {
  return Array.from({ length: count }, () => flow);
}

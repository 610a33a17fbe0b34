import { parseScenario, type Scenario } from '@tunq/scenario';

/** Names of the scenarios that every figure is about. */
export type AnchorName = 'A' | 'B' | 'C' | 'E';

/** One bulk CUBIC flow through a TUN queue. */
export interface Anchor {
  readonly name: AnchorName;
  readonly title: string;
  readonly rateMbit: number;
  readonly rttMs: number;
  readonly slots: number;
  readonly backpressure: boolean;
  /** s of simulated time */
  readonly seconds: number;
}

const common = { slots: 500, seconds: 10 };

/** The same in tunq, in ns-3 and in the bounds. */
export const anchors: Readonly<Record<AnchorName, Anchor>> = {
  A: { name: 'A', title: 'tail drop', rateMbit: 200, rttMs: 40, backpressure: false, ...common },
  B: { name: 'B', title: 'backpressure', rateMbit: 200, rttMs: 40, backpressure: true, ...common },
  C: { name: 'C', title: 'tail drop, short path', rateMbit: 200, rttMs: 10, backpressure: false, ...common },
  E: { name: 'E', title: 'backpressure, fast reader', rateMbit: 800, rttMs: 10, backpressure: true, ...common },
};

export const anchorNames = Object.keys(anchors) as readonly AnchorName[];

/** Bytes of a full packet on the wire of a TUN device. */
const packetBits = 1500 * 8;

/**
 * An anchor as a scenario. Everything is on, as it is by default: SACK, CUBIC with HyStart, RACK, PRR, TSO, TSQ, the
 * qdisc, autotuning, counters; no traces.
 *
 * @param flows connections that share the link
 */
export function anchorScenario(
  { rateMbit, rttMs, slots, backpressure, seconds }: Anchor,
  { flows = 1 }: { readonly flows?: number } = {},
): Scenario {
  return scenarioOf({
    duration: seconds * 1e9,
    flows: [{ count: flows, congestion: 'cubic' }],
    qdisc: { kind: 'pfifo_fast' },
    device: { kind: 'tun', queueLength: slots, flowControl: backpressure ? 'linux-7.3' : 'tail-drop' },
    reader: { perPacket: Math.round((packetBits * 1e3) / rateMbit) },
    path: { rtt: rttMs * 1e6 },
  });
}

/**
 * Windows of the sweep, packets. About 48 are in flight at the first: a receive buffer begins with tcp_rmem[1], 128 KiB,
 * whatever its maximum is.
 */
export const windows: readonly number[] = [16, 64, 256, 670, 1024, 2170, 4096, 16384];

/** Time that the reader of the sweep takes for a packet, ns. */
const sweepService = 60_000;

/**
 * One flow whose receiver's buffer keeps a window of packets in flight on a path that just holds them. Slow start without
 * HyStart, so that the window is full when the second half of the run begins, which is what is measured.
 */
export function windowScenario(packets: number): Scenario {
  const rtt = packets * sweepService;
  return scenarioOf({
    duration: Math.max(10e9, 40 * rtt),
    sender: { hystart: false, wmem: 1e9 },
    // Half of a receive buffer is window (net/ipv4/tcp_input.c TCP_DEFAULT_SCALING_RATIO).
    receiver: { rmem: 2 * packets * 1448 },
    qdisc: { kind: 'pfifo_fast' },
    device: { kind: 'tun', queueLength: 500, flowControl: 'linux-7.3' },
    reader: { perPacket: sweepService },
    path: { rtt },
  });
}

/** As many short variants of A as a sweep has; no two are the same run. */
export function sweepScenarios(count: number): Scenario[] {
  return Array.from({ length: count }, (_, index) => anchorScenario({ ...anchors.A, slots: 100 + 10 * index }));
}

function scenarioOf(document: object): Scenario {
  return parseScenario(JSON.stringify(document));
}

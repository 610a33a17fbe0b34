import type { CoreQueueResult, CoreResult, Distribution } from '@tunq/core';

/** Least, mean and greatest value, in the unit that the field's name ends with. */
export interface Spread {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Mean, 99th percentile and greatest value. */
export interface Tail {
  readonly mean: number;
  readonly p99: number;
  readonly max: number;
}

/** What one flow got: TCP payload, or payload of datagrams. */
export interface FlowMeasurements {
  readonly goodputMbps: number;
  readonly retransmits: number;
  /** Largest congestion window, bytes; 0 for flows other than TCP. */
  readonly maxCwndBytes: number;
  /** The sender's smoothed RTT; null where none was sampled, as of flows other than TCP. */
  readonly rttMs: Spread | null;
  readonly kind: 'tcp' | 'udp' | 'ping' | 'pktgen' | 'raw';
  /** The queue of the device that it is hashed to; present where there are several. */
  readonly queue?: number;
}

/** One of several queues of the device: entries of its ring. */
export interface QueueMeasurements {
  readonly produced: number;
  readonly consumed: number;
  readonly drops: number;
  readonly stops: number;
  readonly wakes: number;
  /** Unread entries, weighted by time. */
  readonly occupancy: Tail;
  /** Time that packets spent in the ring. */
  readonly sojournMs: Tail;
}

/**
 * Flows of pktgen and raw together, thousands of packets a second over the duration: taken by the driver (raw: by the
 * qdisc), dropped by ring or qdisc, delivered; attempts of pktgen that found the queue stopped. A published figure is
 * of one thread; this is the sum.
 */
export interface FloodMeasurements {
  readonly threads: number;
  readonly sentKpps: number;
  readonly lostKpps: number;
  readonly receivedKpps: number;
  readonly retriesKpps: number;
}

/** Round trips of the ping flows together. */
export interface PingMeasurements {
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly sent: number;
  readonly received: number;
}

/** The datagram flows together; the delay is one way, from `send` to delivery. */
export interface UdpMeasurements {
  readonly sent: number;
  readonly received: number;
  readonly delayMs: { readonly min: number; readonly mean: number; readonly p99: number; readonly max: number };
}

/** `result` of `run --json`: the keys come in this order, and only `cpuSeconds` differs between two equal runs. */
export interface Measurements {
  /** TCP payload received during the duration, over the duration (iperf3's `sum_received`), Mbit/s. */
  readonly goodputMbps: number;
  readonly goodputMbpsSecondHalf: number;
  /**
   * What iperf3 prints: its server counts until it learns of the end, and from when it told the client to begin, so that
   * on a path of 120 ms a test of 10 s says 0.6 % less. `goodputMbps` where that was lost on the way.
   */
  readonly iperf3Mbps: number;
  /** TCP segments sent again during the duration. */
  readonly retransmits: number;
  /** Packets that found the ring full, until all that was sent has drained. */
  readonly ringDrops: number;
  readonly qdiscDrops: number;
  readonly pathDrops: number;
  readonly queueStops: number;
  readonly queueWakes: number;
  readonly ringProduced: number;
  readonly ringConsumed: number;
  /** The sender's smoothed RTT, sampled every 0.5 s as iperf3 does; null where there is no TCP flow. */
  readonly rttMs: Spread | null;
  /** Every RTT measurement of TCP; null where there is none. */
  readonly rttSamplesMs: {
    readonly min: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  } | null;
  /** Unread entries of the ring, weighted by time. */
  readonly ringOccupancy: Tail;
  /** Time that packets spent in the qdisc and in the ring. */
  readonly sojournMs: { readonly qdisc: Tail; readonly ring: Tail };
  /**
   * Packets that softirqs of queue wake-ups put into the ring (of `ringProduced`; the rest was put there by CPUs of senders),
   * what these softirqs took of the reader's CPU, and how long that waited for other CPUs, there and in reading.
   */
  readonly readerCpu: { readonly softirqPackets: number; readonly softirqMs: number; readonly lockWaitMs: number };
  /** Present where there is a ping flow. */
  readonly pingMs?: PingMeasurements;
  /** Present where there is a datagram flow. */
  readonly udp?: UdpMeasurements;
  /** Present where there is a flow of pktgen or raw. */
  readonly flood?: FloodMeasurements;
  readonly flows: readonly FlowMeasurements[];
  /** Present where the device has several queues. */
  readonly queues?: readonly QueueMeasurements[];
  readonly events: number;
  readonly packets: number;
  /** Time that the core computed, s. */
  readonly cpuSeconds: number;
}

/**
 * What a run measured, in the units that people use.
 *
 * @param core counters of the core (ns, bytes, packets)
 * @param durationNs duration of the scenario, ns
 * @param cpuSeconds time that the core took for it, s
 */
export function measurements(core: CoreResult, durationNs: number, cpuSeconds: number): Measurements {
  const several = core.queues.length > 1;
  return {
    goodputMbps: mbps(core.goodputBytes, durationNs),
    goodputMbpsSecondHalf: mbps(core.goodputBytesSecondHalf, durationNs / 2),
    iperf3Mbps: core.report ? mbps(core.report.bytes, core.report.time) : mbps(core.goodputBytes, durationNs),
    retransmits: core.retransmits,
    ringDrops: core.ringDrops,
    qdiscDrops: core.qdiscDrops,
    pathDrops: core.pathDrops,
    queueStops: core.queueStops,
    queueWakes: core.queueWakes,
    ringProduced: core.ringProduced,
    ringConsumed: core.ringConsumed,
    rttMs: rttMs(core.rtt),
    rttSamplesMs: rttSamplesMs(core.rttSamples),
    ringOccupancy: tail(core.ringOccupancy),
    sojournMs: { qdisc: tailMs(core.sojourn.qdisc), ring: tailMs(core.sojourn.ring) },
    readerCpu: {
      softirqPackets: core.readerCpu.softirqPackets,
      softirqMs: ms(core.readerCpu.softirqTime),
      lockWaitMs: ms(core.readerCpu.lockWaitTime),
    },
    ...(core.ping && { pingMs: pingMs(core.ping) }),
    ...(core.udp && { udp: udpMeasurements(core.udp) }),
    ...flood(core, durationNs),
    flows: core.flows.map((flow) => ({
      goodputMbps: mbps(flow.goodputBytes, durationNs),
      retransmits: flow.retransmits,
      maxCwndBytes: flow.maxCwndBytes,
      rttMs: rttMs(flow.rtt),
      kind: flow.kind,
      ...(several && { queue: flow.queue }),
    })),
    ...(several && { queues: core.queues.map(queueMeasurements) }),
    events: core.events,
    packets: core.packets,
    cpuSeconds: round(cpuSeconds),
  };
}

/** Six decimals: 1 bit/s of a rate in Mbit/s and 1 ns of a time in ms, which is all that the core resolves. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** ns → ms */
function ms(ns: number): number {
  return round(ns / 1e6);
}

function mbps(bytes: number, ns: number): number {
  return ns > 0 ? round((bytes * 8e3) / ns) : 0;
}

function flood({ flows }: CoreResult, durationNs: number): { flood?: FloodMeasurements } {
  const threads = flows.filter(({ kind }) => kind === 'pktgen' || kind === 'raw');
  if (threads.length === 0) return {};
  const kpps = (of: 'sent' | 'lost' | 'received' | 'retries') =>
    durationNs > 0 ? round((threads.reduce((sum, flow) => sum + flow[of], 0) * 1e6) / durationNs) : 0;
  return {
    flood: {
      threads: threads.length,
      sentKpps: kpps('sent'),
      lostKpps: kpps('lost'),
      receivedKpps: kpps('received'),
      retriesKpps: kpps('retries'),
    },
  };
}

/** The core has zeros where nothing was sampled; a round trip takes longer. */
function rttMs({ min, mean, max }: CoreResult['rtt']): Spread | null {
  return max === 0 ? null : { min: ms(min), mean: ms(mean), max: ms(max) };
}

function rttSamplesMs({ min, p50, p95, p99, max }: Distribution): Measurements['rttSamplesMs'] {
  return max === 0 ? null : { min: ms(min), p50: ms(p50), p95: ms(p95), p99: ms(p99), max: ms(max) };
}

function tailMs(values: Distribution): Tail {
  return { mean: ms(values.mean), p99: ms(values.p99), max: ms(values.max) };
}

function tail({ mean, p99, max }: Tail): Tail {
  return { mean: round(mean), p99: round(p99), max: round(max) };
}

function queueMeasurements(queue: CoreQueueResult): QueueMeasurements {
  const { produced, consumed, drops, stops, wakes, occupancy, sojourn } = queue;
  return { produced, consumed, drops, stops, wakes, occupancy: tail(occupancy), sojournMs: tailMs(sojourn) };
}

function pingMs(ping: NonNullable<CoreResult['ping']>): PingMeasurements {
  return {
    min: ms(ping.min),
    mean: ms(ping.mean),
    p50: ms(ping.p50),
    p95: ms(ping.p95),
    p99: ms(ping.p99),
    max: ms(ping.max),
    sent: ping.sent,
    received: ping.received,
  };
}

function udpMeasurements(udp: NonNullable<CoreResult['udp']>): UdpMeasurements {
  const { min, mean, p99, max } = udp.delay;
  return {
    sent: udp.sent,
    received: udp.received,
    delayMs: { min: ms(min), mean: ms(mean), p99: ms(p99), max: ms(max) },
  };
}

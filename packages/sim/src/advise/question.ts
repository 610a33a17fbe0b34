import type { Scenario } from '@tunq/scenario';

/** Programs with a set-up of their own: the reader profiles. */
export type AdviseReader = NonNullable<Scenario['reader']['profile']>;

/** What a full ring does, by name. */
export type AdviseFlowControl = Extract<Scenario['device']['flowControl'], string>;

export type AdviseQdisc = Scenario['qdisc']['kind'];

/** Qdiscs to choose from: those that need no rate or delay to be chosen with them. */
export const adviseQdiscs = [
  'fq_codel',
  'pfifo_fast',
  'fq',
  'pfifo',
  'prio',
  'noqueue',
] as const satisfies readonly AdviseQdisc[];

/** What one can set on a device: a point of the grid. */
export interface AdviseChoice {
  readonly flowControl: AdviseFlowControl;
  /** `txqueuelen`, packets. */
  readonly queueLength: number;
  readonly qdisc: AdviseQdisc;
}

/** What `advise` is asked. Times in ns, rates in bit/s. */
export interface AdviseQuestion {
  readonly reader: AdviseReader;
  /** Of the path, without queues. */
  readonly rtt: number;
  /** TCP payload that the tunnel carries, as iperf3 prints it; null: what the reader's profile carries. */
  readonly rate: number | null;
  /** What carries no more than `rate`: the reader, in front of which the ring is, or the path behind it. */
  readonly bottleneck: 'reader' | 'path';
  /** Bulk TCP connections. */
  readonly flows: number;
  /** The most that queues may add to a ping, 99 of 100; null: no bound. */
  readonly latency: number | null;
  /** Share of the goodput that may be given up for latency, 0…1. */
  readonly giveUp: number;
  /** What the kernel does when nobody asks for anything, and what it can be asked for; null: nothing else. */
  readonly kernel: { readonly flowControl: AdviseFlowControl; readonly backpressure: AdviseFlowControl | null };
  /** `txqueuelen` of today; null: the default of the device. */
  readonly queueLength: number | null;
  /** To choose from; the first is today's. */
  readonly qdiscs: readonly AdviseQdisc[];
  /** Length of a transfer; null: long enough for the RTT, short enough for the rate. */
  readonly duration: number | null;
  /** Runs of a choice that drops, each with another phase. */
  readonly seeds: number;
  /** Further settings of the scenario, `key=value`, of keys that are not varied. */
  readonly settings: readonly string[];
}

/** What a choice is judged by. */
export interface AdviseGoal {
  /** Id of what the device has today. */
  readonly today: string;
  /** Of the path, ns. */
  readonly rtt: number;
  /** The most that a ping may gain, ns; null: no bound. */
  readonly latency: number | null;
  /** Share of the goodput that may be given up for latency. */
  readonly giveUp: number;
  /** Payload that reader and path carry, Mbit/s; null: unknown. */
  readonly rateMbps: number | null;
}

/** What a question is where it says nothing. */
export const adviseDefaults = {
  rate: null,
  bottleneck: 'reader',
  flows: 1,
  latency: null,
  giveUp: 0.02,
  kernel: { flowControl: 'tail-drop', backpressure: 'linux-7.3' },
  queueLength: null,
  qdiscs: ['fq_codel', 'pfifo_fast'],
  duration: null,
  seeds: 3,
  settings: [],
} as const satisfies Omit<AdviseQuestion, 'reader' | 'rtt'>;

/**
 * Values of the search, with their reasons.
 *
 * - `queueLengths`: 1 to ten times the default of TUN, about evenly on a logarithmic scale; those of the published tables are among them.
 * - `pings`: requests of a run, so that the 99th percentile is the thirtieth from the top; `pingShare`: the most that they may be of all packets.
 * - `mostLost`: with more than one ping of a hundred lost there is no 99th percentile.
 * - `longest`, `leastRtts`: iperf3's ten seconds, or eighty round trips, which is as much at 120 ms.
 * - `packets`, `slots`: what a tenth of a CPU-second simulates, of MTU-size packets and of slots of up to 64 KiB.
 * - `shortest`: below a second slow start is most of a run.
 * - `leastRing`: the shortest that the authors of the series measured without a further loss (VTC2025-Fall); a queue that wakes for every packet
 *   costs the reader what the profiles of VPNs do not have.
 * - `latencyGrain`: of two latencies that differ by less, or by less than `latencyShare` of the RTT, none is better: a person does not notice it.
 * - `worth`, `worthShare`: a ping must gain more than that, or than that share of the RTT, for a change to be worth its while.
 * - `headroom`: a ring that drops at its tail should hold this many times what was seen in it, because a real reader pauses more than a simulated one.
 */
export const adviseRules = {
  queueLengths: [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
  pings: 3000,
  pingShare: 0.005,
  mostLost: 0.01,
  longest: 10e9,
  leastRtts: 80,
  shortest: 1e9,
  packets: 400_000,
  slots: 120_000,
  leastRing: 5,
  latencyGrain: 0.5e6,
  latencyShare: 0.02,
  worth: 1e6,
  worthShare: 0.05,
  headroom: 2,
} as const;

import { type CoreConfig, Simulation } from '@tunq/core';

/** What one run cost and did. */
export interface RunCost {
  /** What the clock says of it, s. */
  readonly seconds: number;
  /** Data packets that TCP sent, retransmissions included. */
  readonly dataPackets: number;
  readonly events: number;
  /** Mean number of packets between sending and ACK (Little's law over every RTT sample). */
  readonly packetsInFlight: number;
  /** Largest congestion window, packets. */
  readonly largestWindow: number;
  readonly goodputMbps: number;
  readonly drops: number;
  /** Linear memory that the run came to, bytes. */
  readonly memoryBytes: number;
}

/** Says a time in s; differences are what counts: CPU time of the process, or wall time in a page. */
export type Clock = () => number;

export interface MeasureOptions {
  readonly clock: Clock;
  /** Events a call, as `@tunq/sim` has it. */
  readonly chunk?: number;
  /** Begins measuring at this virtual time, ns. */
  readonly from?: number;
}

/** MSS of a path of 1500 bytes with timestamps. */
const segmentBytes = 1448;

/** Runs an experiment to its end, the making of its instance included unless `from` is given. */
export function measureRun(config: CoreConfig, { clock, chunk = 262_144, from = 0 }: MeasureOptions): RunCost {
  let start = clock();
  const simulation = new Simulation(config);
  let before = { sent: 0, events: 0 };
  if (from > 0) {
    while (simulation.now < from && !simulation.step(2048));
    before = { sent: simulation.result().balance.sent, events: simulation.events };
    start = clock();
  }
  while (!simulation.step(chunk));
  const seconds = clock() - start;
  const result = simulation.result();
  const dataPackets = result.balance.sent - before.sent;
  const duration = config.duration - from;
  return {
    seconds,
    dataPackets,
    events: simulation.events - before.events,
    packetsInFlight: (dataPackets / duration) * result.rttSamples.mean,
    largestWindow: Math.max(...result.flows.map(({ maxCwndBytes }) => maxCwndBytes)) / segmentBytes,
    goodputMbps: (result.goodputBytes * 8e3) / config.duration,
    drops: result.ringDrops + result.qdiscDrops,
    memoryBytes: simulation.snapshot().length,
  };
}

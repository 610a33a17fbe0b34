import { flowCount, type Scenario } from '@tunq/scenario';
import { type RunOptions, runScenario, type TraceEvent } from '@tunq/sim';
import type { KernelCell, KernelInterval } from './kernel-cell.js';

/** A value over time. */
export interface Point {
  /** s from the first data. */
  readonly t: number;
  readonly value: number;
}

/** One connection over time. */
export interface FlowSeries {
  /** Segments. */
  readonly cwnd: readonly Point[];
  /** Segments; no point before it is set. */
  readonly ssthresh: readonly Point[];
  /** Smoothed RTT, ms. */
  readonly rtt: readonly Point[];
  /** Acknowledged since the last point, Mbit/s. */
  readonly goodput: readonly Point[];
}

/** One run over time: the kernel's or the simulator's. */
export interface RunSeries {
  readonly flows: readonly FlowSeries[];
  /** Segments sent again since the last point, of all flows. */
  readonly retransmits: readonly Point[];
  /** Packets that the ring dropped since the last point; empty where nobody counted over time. */
  readonly drops: readonly Point[];
  /** Packets that the ring dropped until all had drained; null where nobody counted. */
  readonly ringDrops: number | null;
}

/** Measured and simulated on one time axis. */
export interface CellSeries {
  readonly id: string;
  readonly seconds: number;
  readonly measured: RunSeries;
  readonly simulated: RunSeries;
}

/** IPv4, TCP and timestamps, bytes: what a segment is shorter than the MTU by. */
const headers = 52;

/** `TCP_INFINITE_SSTHRESH`, include/net/tcp.h. */
const infiniteSsthresh = 0x7fffffff;

/** Points of a simulated curve, about. */
const points = 600;

/** Runs a cell's scenario and puts its course beside the measured one. */
export async function cellSeries(
  cell: KernelCell,
  scenario: Scenario,
  options: Omit<RunOptions, 'trace'> = {},
): Promise<CellSeries> {
  return {
    id: cell.id,
    seconds: scenario.duration / 1e9,
    measured: measuredSeries(cell, scenario),
    simulated: await simulatedSeries(scenario, options),
  };
}

/** What iperf3 and ss printed. */
function measuredSeries({ measured, intervals, samples }: KernelCell, scenario: Scenario): RunSeries {
  const count = flowsOf(scenario);
  const mss = scenario.device.mtu - headers;
  // ss counts from the client's start; the data come after the handshakes, five round trips and one more a stream.
  const start = ((4 + count) * scenario.path.rtt) / 1e9;
  const seen = samples.filter(({ t, flows }) => t > start && flows.length === count);
  return {
    flows: Array.from({ length: count }, (_, flow) => ({
      cwnd: perFlow(intervals, flow, ({ cwnd }) => cwnd, 1 / mss),
      rtt: perFlow(intervals, flow, ({ rtt }) => rtt, 1e-3),
      ssthresh: seen.flatMap(({ t, flows }) => point(t - start, flows[flow]?.ssthresh)),
      goodput: rates(seen.flatMap(({ t, flows }) => point(t - start, flows[flow]?.bytes_acked))),
    })),
    retransmits: intervals.flatMap(({ t, rtx }) => point(t, rtx)),
    drops: [],
    ringDrops: measured.ringDrops ?? null,
  };
}

function perFlow(
  intervals: readonly KernelInterval[],
  flow: number,
  values: (interval: KernelInterval) => readonly (number | null)[] | undefined,
  scale: number,
): Point[] {
  return intervals.flatMap((one) =>
    point(one.t, values(one)?.[flow]).map(({ t, value }) => ({ t, value: value * scale })),
  );
}

/** `ss` prints text; the bundled cells have numbers. What is neither a number nor prints like one is no point. */
function point(t: number, value: number | string | null | undefined): Point[] {
  if (value === undefined || value === null || value === '') return [];
  const number = Number(value);
  return Number.isFinite(number) ? [{ t, value: number }] : [];
}

/** Bytes so far → Mbit/s since the last point. */
function rates(bytes: readonly Point[]): Point[] {
  return bytes.slice(1).flatMap(({ t, value }, i) => {
    const before = bytes[i]!;
    return t > before.t ? [{ t, value: ((value - before.value) * 8e-6) / (t - before.t) }] : [];
  });
}

async function simulatedSeries(scenario: Scenario, options: Omit<RunOptions, 'trace'>): Promise<RunSeries> {
  const count = flowsOf(scenario);
  // s: as often as iperf3 looked.
  const interval = scenario.sampleInterval / 1e9;
  const steps = Math.max(1, Math.ceil(scenario.duration / 1e9 / interval));
  const flows = Array.from({ length: count }, () => new FlowRecorder(steps, interval));
  const retransmits = new Array<number>(steps).fill(0);
  const drops = new Array<number>(steps).fill(0);
  const onEvent = (event: TraceEvent): void => {
    const step = Math.min(steps - 1, Math.floor(event.timeNs / 1e9 / interval));
    if (event.timeNs > scenario.duration) return;
    if (event.kind === 'sample') flows[event.flow as number]?.sample(event);
    else if (event.kind === 'ack') flows[event.flow as number]?.acknowledge(event.ack as number, step);
    else if (event.kind === 'drop' && event.place === 'ring') drops[step]! += 1;
    else if (event.kind === 'send' && event.retransmission) retransmits[step]! += event.segments as number;
  };
  const { result } = await runScenario(
    { ...scenario, sampleInterval: Math.max(1e6, Math.round(scenario.duration / points)) },
    {
      ...options,
      trace: { kinds: ['sample', 'ack', 'drop', 'send'], onEvents: (events) => events.forEach(onEvent) },
    },
  );
  const stepped = (values: readonly number[]) => values.map((value, i) => ({ t: (i + 1) * interval, value }));
  return {
    flows: flows.map((flow) => flow.series()),
    retransmits: stepped(retransmits),
    drops: stepped(drops),
    ringDrops: result.ringDrops,
  };
}

/** Gathers what one simulated connection does. */
class FlowRecorder {
  readonly #cwnd: Point[] = [];
  readonly #ssthresh: Point[] = [];
  readonly #rtt: Point[] = [];
  /** Bytes acknowledged in each interval. */
  readonly #acked: number[];
  #last = 0;

  constructor(
    steps: number,
    private readonly interval: number,
  ) {
    this.#acked = new Array<number>(steps).fill(0);
  }

  sample({ timeNs, cwnd, ssthresh, srttUs }: TraceEvent): void {
    const t = timeNs / 1e9;
    this.#cwnd.push({ t, value: cwnd as number });
    if ((ssthresh as number) < infiniteSsthresh) this.#ssthresh.push({ t, value: ssthresh as number });
    if ((srttUs as number) > 0) this.#rtt.push({ t, value: (srttUs as number) / 1e3 });
  }

  acknowledge(ack: number, step: number): void {
    // Sequence numbers have 32 bits and start over.
    const advance = (ack - this.#last) >>> 0;
    if (advance === 0 || advance >= 2 ** 31) return;
    this.#last = ack;
    this.#acked[step]! += advance;
  }

  series(): FlowSeries {
    return {
      cwnd: corners(this.#cwnd),
      ssthresh: corners(this.#ssthresh),
      rtt: corners(this.#rtt),
      goodput: this.#acked.map((bytes, i) => ({ t: (i + 1) * this.interval, value: (bytes * 8e-6) / this.interval })),
    };
  }
}

/** The same line with fewer points: one between two equal values says nothing. */
function corners(line: readonly Point[]): Point[] {
  return line.filter(({ value }, i) => value !== line[i - 1]?.value || value !== line[i + 1]?.value);
}

function flowsOf({ flows }: Scenario): number {
  return flows.reduce((sum, flow) => sum + flowCount(flow), 0);
}

import type { RunResult } from '@tunq/sim';
import type { FlowSample, FlowSamples } from './flow-samples.js';

/**
 * The report of iperf3 (`-J`, release 3.16): iperf_api.c, `iperf_print_intermediate` and `iperf_print_results`; its
 * client-side keys, names and units.
 */
export interface Iperf3Report {
  readonly start: Readonly<Record<string, unknown>>;
  readonly intervals: readonly Iperf3Interval[];
  readonly end: Readonly<Record<string, unknown>>;
}

export interface Iperf3Interval {
  readonly streams: readonly Iperf3Stream[];
  readonly sum: Iperf3Sum;
}

/** Seconds, bytes, bit/s; of windows bytes, of round trips µs. */
export interface Iperf3Stream extends Iperf3Sum {
  readonly socket: number;
  readonly snd_cwnd: number;
  readonly snd_wnd: number;
  readonly rtt: number;
  readonly rttvar: number;
  readonly pmtu: number;
}

export interface Iperf3Sum {
  readonly start: number;
  readonly end: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly bits_per_second: number;
  readonly retransmits: number;
  readonly omitted: boolean;
  readonly sender: boolean;
}

/** The release whose keys these are. */
const release = '3.16';

/** Length of an interval, s, and what iperf3 writes at once, bytes: its defaults. */
const interval = 1;
const blockSize = 131_072;

const serverPort = 5201;
/** The ports that captures give to flows. */
const firstClientPort = 10_000;
const client = '10.0.0.1';
const server = '10.0.0.2';

/** IPv4, TCP and the timestamp option: what a packet has besides its payload, bytes. */
const headers = 52;

/** Virtual time 0, as in captures: s since the epoch. */
const epochSeconds = 1_767_225_600;

/** Sockets of iperf3's streams: 5, 7, 9 … behind the control connection and their lock files. */
const socketOf = (stream: number) => 5 + 2 * stream;

/**
 * What iperf3 would have said of a run, from its samples. Of the result come its sums, to the byte: `sum_received` is
 * `goodputMbps`, `sum_sent.retransmits` is `retransmits`.
 *
 * @throws {RangeError} when the run has no TCP flow
 */
export function iperf3Report({ scenario, version, result }: RunResult, samples: FlowSamples): Iperf3Report {
  const streams = result.flows.flatMap(({ kind }, flow) => (kind === 'tcp' ? [flow] : []));
  if (streams.length === 0) throw new RangeError('no TCP flow');
  const seconds = scenario.duration / 1e9;
  const ends = intervalEnds(
    streams.flatMap((flow) => samples.of(flow)).map(({ timeNs }) => timeNs / 1e9),
    seconds,
  );
  const at = (flow: number, time: number) => lastBefore(samples.of(flow), time);
  const intervals = ends.map((end, i) => {
    const start = i === 0 ? 0 : ends[i - 1]!;
    const rows = streams.map((flow, stream) => streamRow(stream, at(flow, start), at(flow, end), start, end));
    return { streams: rows, sum: sumOf(rows, start, end) };
  });
  const congestion = scenario.flows.find(({ kind }) => kind === 'tcp') as { readonly congestion: string };
  return {
    start: startOf(streams, version, scenario.seed, at(streams[0]!, seconds)?.mss ?? 0, seconds),
    intervals,
    end: endOf(streams, result, samples, seconds, congestion.congestion),
  };
}

/** Ends of intervals, s: the first samples at or behind each whole second, and the end. */
function intervalEnds(times: readonly number[], seconds: number): number[] {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const ends: number[] = [];
  let next = interval;
  for (const time of sorted) {
    if (time < next || time >= seconds) continue;
    ends.push(time);
    next = Math.floor(time / interval + 1) * interval;
  }
  return [...ends, seconds];
}

/** The latest sample up to a time. */
function lastBefore(samples: readonly FlowSample[], seconds: number): FlowSample | undefined {
  return samples.findLast(({ timeNs }) => timeNs <= seconds * 1e9);
}

function rate(bytes: number, seconds: number): number {
  return seconds > 0 ? (bytes * 8) / seconds : 0;
}

function streamRow(
  stream: number,
  before: FlowSample | undefined,
  after: FlowSample | undefined,
  start: number,
  end: number,
): Iperf3Stream {
  const bytes = (after?.writtenBytes ?? 0) - (before?.writtenBytes ?? 0);
  return {
    socket: socketOf(stream),
    ...period(start, end, bytes),
    retransmits: (after?.retransmits ?? 0) - (before?.retransmits ?? 0),
    snd_cwnd: after ? after.cwnd * after.mss : 0,
    snd_wnd: after?.windowBytes ?? 0,
    rtt: after?.srttUs ?? 0,
    rttvar: after?.rttVarUs ?? 0,
    pmtu: after ? after.mss + headers : 0,
    omitted: false,
    sender: true,
  };
}

function period(start: number, end: number, bytes: number) {
  return { start, end, seconds: end - start, bytes, bits_per_second: rate(bytes, end - start) };
}

function sumOf(rows: readonly Iperf3Stream[], start: number, end: number): Iperf3Sum {
  const total = (key: 'bytes' | 'retransmits') => rows.reduce((sum, row) => sum + row[key], 0);
  return { ...period(start, end, total('bytes')), retransmits: total('retransmits'), omitted: false, sender: true };
}

function startOf(streams: readonly number[], version: string, seed: number, mss: number, seconds: number) {
  return {
    connected: streams.map((flow, stream) => ({
      socket: socketOf(stream),
      local_host: client,
      local_port: firstClientPort + flow,
      remote_host: server,
      remote_port: serverPort,
    })),
    version: `iperf ${release} (tunq ${version})`,
    system_info: `tunq ${version}, simulated`,
    timestamp: { time: new Date(epochSeconds * 1000).toUTCString(), timesecs: epochSeconds },
    connecting_to: { host: server, port: serverPort },
    cookie: `tunq${seed}`.padEnd(36, 'x'),
    tcp_mss_default: mss,
    target_bitrate: 0,
    fq_rate: 0,
    sock_bufsize: 0,
    sndbuf_actual: 16_384,
    rcvbuf_actual: 131_072,
    test_start: {
      protocol: 'TCP',
      num_streams: streams.length,
      blksize: blockSize,
      omit: 0,
      duration: seconds,
      bytes: 0,
      blocks: 0,
      reverse: 0,
      tos: 0,
      target_bitrate: 0,
      bidir: 0,
      fqrate: 0,
      interval,
    },
  };
}

function endOf(
  streams: readonly number[],
  result: RunResult['result'],
  samples: FlowSamples,
  seconds: number,
  congestion: string,
) {
  const rows = streams.map((flow, stream) => {
    const own = samples.of(flow);
    const last = own.at(-1);
    const { rttMs, maxCwndBytes, retransmits } = result.flows[flow]!;
    const us = (ms: number | undefined) => Math.round((ms ?? 0) * 1e3);
    return {
      sender: {
        socket: socketOf(stream),
        ...period(0, seconds, last?.writtenBytes ?? 0),
        retransmits,
        max_snd_cwnd: maxCwndBytes,
        max_snd_wnd: Math.max(0, ...own.map(({ windowBytes }) => windowBytes)),
        max_rtt: us(rttMs?.max),
        min_rtt: us(rttMs?.min),
        mean_rtt: us(rttMs?.mean),
        sender: true,
      },
      receiver: { socket: socketOf(stream), ...period(0, seconds, last?.receivedBytes ?? 0), sender: true },
    };
  });
  const total = (end: 'sender' | 'receiver') => rows.reduce((sum, row) => sum + row[end].bytes, 0);
  return {
    streams: rows,
    sum_sent: { ...period(0, seconds, total('sender')), retransmits: result.retransmits, sender: true },
    sum_received: { ...period(0, seconds, total('receiver')), sender: true },
    // The two hosts are not simulated.
    cpu_utilization_percent: {
      host_total: 0,
      host_user: 0,
      host_system: 0,
      remote_total: 0,
      remote_user: 0,
      remote_system: 0,
    },
    sender_tcp_congestion: congestion,
    receiver_tcp_congestion: congestion,
  };
}

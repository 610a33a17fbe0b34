import { countOf, isObject, listOf, objectOf, textOf } from '../json-value.js';

/** A test of iperf3 as its client saw it. */
export interface Iperf3 {
  readonly protocol: string;
  /** The server sent (`-R`): figures of the sender are not of this machine. */
  readonly reverse: boolean;
  readonly streams: number;
  readonly seconds?: number;
  /** Payload received, bit/s. */
  readonly bitsPerSecond?: number;
  readonly retransmits?: number;
  /** `-b`, bit/s of a stream; absent without. */
  readonly target?: number;
  readonly congestion?: string;
  /** Mean over streams, ms. */
  readonly meanRttMs?: number;
  /** Greatest rate of one interval, bit/s. */
  readonly peak?: number;
  /** The greatest window of any stream, bytes. */
  readonly maxCwnd?: number;
}

/** `iperf3 -J`; undefined if it is none. */
export function parseIperf3(document: unknown): Iperf3 | undefined {
  if (!isObject(document) || !isObject(document.start) || !isObject(document.end)) return undefined;
  const test = objectOf(document.start.test_start);
  const end = document.end;
  const senders = listOf(end.streams).map((stream) => objectOf(objectOf(stream).sender));
  const sent = objectOf(end.sum_sent ?? end.sum);
  const received = objectOf(end.sum_received ?? end.sum);
  const rtts = senders.map(({ mean_rtt }) => countOf(mean_rtt)).filter((rtt) => rtt !== undefined && rtt > 0);
  const peaks = listOf(document.intervals).map((entry) => countOf(objectOf(objectOf(entry).sum).bits_per_second) ?? 0);
  const windows = senders.map(({ max_snd_cwnd }) => countOf(max_snd_cwnd) ?? 0);
  const optional = {
    seconds: countOf(sent.seconds),
    bitsPerSecond: countOf(received.bits_per_second) || countOf(sent.bits_per_second),
    retransmits: countOf(sent.retransmits),
    target: countOf(test.target_bitrate) || undefined,
    congestion: textOf(end.sender_tcp_congestion),
    meanRttMs: rtts.length > 0 ? rtts.reduce((sum, rtt) => sum! + rtt!, 0)! / rtts.length / 1e3 : undefined,
    peak: peaks.length > 0 ? Math.max(...peaks) || undefined : undefined,
    maxCwnd: windows.length > 0 ? Math.max(...windows) || undefined : undefined,
  };
  return {
    protocol: textOf(test.protocol) ?? 'TCP',
    reverse: countOf(test.reverse) === 1,
    streams: Math.max(1, countOf(test.num_streams) ?? senders.length),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Iperf3>),
  };
}

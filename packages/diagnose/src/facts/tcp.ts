import type { Connection } from '../parsers/sockets.js';
import type { Series } from '../series.js';

/** The busy connections together. */
export interface TcpFacts {
  readonly flows: number;
  readonly congestion?: string;
  /** Bytes. */
  readonly mss: number;
  /** Payload that was acknowledged, and sent, in the time that is looked at. */
  readonly acked: number;
  readonly sent: number;
  /** Segments sent again in that time, and since the connections began. */
  /** Payload sent since the connections began. */
  readonly sentEver: number;
  readonly retransmits: number;
  readonly retransmitsEver: number;
  /** Smoothed RTT, mean of snapshots and connections weighted by their bytes, and the least RTT, ms. */
  readonly rttMs: number;
  readonly minRttMs: number;
  /** Mean deviation of the RTT, ms, weighted like it. */
  readonly rttVarMs: number;
  /** Shares of the time with something to send that went by waiting for the receive window, and for the send buffer. */
  readonly rwndShare: number;
  readonly sndbufShare: number;
  /** Time with something to send, ms. */
  readonly busyMs: number;
  /** Share of the time in which there was something to send or on the way; absent where no field tells the time. */
  readonly busyShare?: number;
  /** The time that is looked at, ms, as the busiest connection tells it. */
  readonly elapsedMs?: number;
  /** In every snapshot the application had nothing more to send. */
  readonly appLimited: boolean;
  /** Bytes in the send buffers that were not sent yet, the most of any snapshot. */
  readonly notSent: number;
  /** Segments in flight, all connections, the most of any snapshot; and of their congestion windows. */
  readonly inFlight: number;
  readonly cwnd: number;
  /** Between the first and the last snapshot the congestion window grew. */
  readonly cwndGrew: boolean;
  /** None has ever cut its window, nor left slow start. */
  readonly neverCut: boolean;
  /** All connections are in slow start. */
  readonly slowStart: boolean;
  /** Bytes. */
  readonly sendWindow?: number;
  readonly sendBuffer?: number;
  /** bit/s, all connections, the latest and the greatest. */
  readonly rate?: number;
  readonly peakRate?: number;
  /** The changes are those between the snapshots; false: since the connections began, which may be longer ago. */
  readonly windowed: boolean;
  /** The age of the oldest, as far as it was busy, s: the least RTT forgets what is older than 300 s. */
  readonly busySeconds: number;
  readonly sources: readonly string[];
}

/** Of the bytes of the busiest connection: those with less are control connections and others that do not matter. */
const busyShare = 0.05;
/** With fewer bytes than that nothing is a bulk transfer. */
const leastBytes = 20_000;

export function tcpFacts(series: Series<'sockets'>): TcpFacts | undefined {
  const keys = new Set(series.flatMap(({ data }) => data.map(key)));
  const all = [...keys].map((k) => {
    const seen = series.flatMap(({ data }) => data.filter((connection) => key(connection) === k));
    const last = seen.at(-1)!;
    // A connection that the first snapshot does not have began after it.
    const before = series[0]!.data.some((connection) => key(connection) === k) ? seen[0]! : undefined;
    const from = seen.length > 1 && before && (last.bytesAcked ?? 0) >= (before.bytesAcked ?? 0) ? before : undefined;
    const began = series.length > 1 && !before;
    return { seen, last, from, began, acked: (last.bytesAcked ?? 0) - (from?.bytesAcked ?? 0) };
  });
  const most = Math.max(0, ...all.map(({ acked }) => acked));
  const busy = all.filter(
    ({ acked, last }) => acked >= Math.max(leastBytes, most * busyShare) && last.rttMs !== undefined,
  );
  if (busy.length === 0) return undefined;
  const sum = (of: (one: (typeof busy)[number]) => number): number => busy.reduce((total, one) => total + of(one), 0);
  const change = (of: (connection: Connection) => number): number =>
    sum(({ last, from }) => Math.max(0, of(last) - (from ? of(from) : 0)));
  const busyMs = change(({ busyMs = 0 }) => busyMs);
  const perSnapshot = series.map(({ data }) => data.filter((one) => busy.some(({ last }) => key(last) === key(one))));
  const active = perSnapshot.filter((connections) => connections.length > 0);
  const totals = (of: (connection: Connection) => number): number[] =>
    active.map((connections) => connections.reduce((total, one) => total + of(one), 0));
  const rtts = busy.map(({ seen, acked }) => ({
    weight: acked,
    rtt: mean(seen.map(({ rttMs = 0 }) => rttMs)),
    deviation: mean(seen.map(({ rttVarMs = 0 }) => rttVarMs)),
  }));
  const weight = sum(({ acked }) => acked);
  const leader = busy.reduce((a, b) => (b.acked > a.acked ? b : a));
  const elapsedMs = elapsed(leader);
  const leaderBusy = (leader.last.busyMs ?? 0) - (leader.from?.busyMs ?? 0);
  const rates = totals(({ deliveryRate = 0 }) => deliveryRate);
  const windows = totals(({ cwnd = 0 }) => cwnd);
  return {
    flows: busy.length,
    ...(leader.last.congestion !== undefined && { congestion: leader.last.congestion }),
    ...(elapsedMs !== undefined && { elapsedMs, busyShare: Math.min(1, leaderBusy / elapsedMs) }),
    mss: leader.last.mss ?? 1448,
    acked: weight,
    sent: change(({ bytesSent = 0 }) => bytesSent),
    sentEver: sum(({ last }) => last.bytesSent ?? 0),
    retransmits: change(({ retransmits }) => retransmits),
    retransmitsEver: sum(({ last }) => last.retransmits),
    rttMs: rtts.reduce((total, { rtt, weight: share }) => total + (rtt * share) / weight, 0),
    rttVarMs: rtts.reduce((total, { deviation, weight: share }) => total + (deviation * share) / weight, 0),
    minRttMs: Math.min(...busy.map(({ last }) => last.minRttMs ?? Number.POSITIVE_INFINITY)),
    rwndShare: busyMs > 0 ? change(({ rwndLimitedMs }) => rwndLimitedMs) / busyMs : 0,
    sndbufShare: busyMs > 0 ? change(({ sndbufLimitedMs }) => sndbufLimitedMs) / busyMs : 0,
    busyMs: busyMs / busy.length,
    appLimited: active.every((connections) => connections.every(({ appLimited }) => appLimited)),
    notSent: Math.max(...totals(({ notSent }) => notSent)),
    inFlight: Math.max(...totals(({ unacked }) => unacked)),
    cwnd: Math.max(...windows),
    cwndGrew: windows.length > 1 && windows.at(-1)! > windows[0]!,
    neverCut: busy.every(({ last }) => last.ssthresh === undefined),
    slowStart: busy.every(({ last }) => last.ssthresh === undefined || (last.cwnd ?? 0) < last.ssthresh),
    ...(leader.last.sendWindow !== undefined && { sendWindow: leader.last.sendWindow }),
    ...(leader.last.sendBuffer !== undefined && { sendBuffer: leader.last.sendBuffer }),
    ...(rates.at(-1)! > 0 && { rate: rates.at(-1)!, peakRate: Math.max(...rates) }),
    windowed: series.length > 1 && busy.every(({ from, began }) => from !== undefined || began),
    busySeconds: Math.max(...busy.map(({ last }) => last.busyMs ?? 0)) / 1e3,
    sources: series.filter((_, i) => perSnapshot[i]!.length > 0).map(({ name }) => name),
  };
}

/** A sender to whom nothing is sent counts the time since the connection began in `lastrcv`. */
function elapsed({ last, from }: { last: Connection; from: Connection | undefined }): number | undefined {
  if (last.lastReceivedMs === undefined || last.bytesReceived !== from?.bytesReceived) return undefined;
  const time = last.lastReceivedMs - (from?.lastReceivedMs ?? 0);
  return time > 0 ? time : undefined;
}

function key({ local, peer }: Connection): string {
  return `${local} ${peer}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

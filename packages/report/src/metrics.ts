import type { Measurements } from '@tunq/sim';
import { formatCount, formatMs, formatRate } from './format.js';

/** One number of a result: a name that a person reads, and the value with its unit. */
export interface Metric {
  readonly name: string;
  readonly value: (result: Measurements) => string;
  /** Left out where no result has it. */
  readonly present?: (result: Measurements) => boolean;
}

const hasPing = (result: Measurements) => result.pingMs !== undefined;
const hasUdp = (result: Measurements) => result.udp !== undefined;
const hasTcp = (result: Measurements) => result.flows.some(({ kind }) => kind === 'tcp');

/** True where the reader's CPU paid for others, or for their work. */
export function hasCpuCosts({ readerCpu }: Measurements): boolean {
  return readerCpu.softirqMs > 0 || readerCpu.lockWaitMs > 0;
}

/** What a comparison shows of each variant, in this order. */
export const metrics: readonly Metric[] = [
  { name: 'goodput', value: (result) => formatRate(result.goodputMbps), present: hasTcp },
  { name: 'goodput, second half', value: (result) => formatRate(result.goodputMbpsSecondHalf), present: hasTcp },
  { name: 'retransmits', value: (result) => formatCount(result.retransmits), present: hasTcp },
  { name: 'smoothed RTT, mean', value: ({ rttMs }) => optional(rttMs?.mean, formatMs), present: hasTcp },
  { name: 'RTT, median', value: ({ rttSamplesMs }) => optional(rttSamplesMs?.p50, formatMs), present: hasTcp },
  { name: 'RTT, p99', value: ({ rttSamplesMs }) => optional(rttSamplesMs?.p99, formatMs), present: hasTcp },
  { name: 'ping, mean', value: ({ pingMs }) => optional(pingMs?.mean, formatMs), present: hasPing },
  { name: 'ping, p99', value: ({ pingMs }) => optional(pingMs?.p99, formatMs), present: hasPing },
  { name: 'pings lost', value: ({ pingMs }) => optional(pingMs, lost), present: hasPing },
  { name: 'datagram delay, mean', value: ({ udp }) => optional(udp?.delayMs.mean, formatMs), present: hasUdp },
  { name: 'datagram delay, p99', value: ({ udp }) => optional(udp?.delayMs.p99, formatMs), present: hasUdp },
  { name: 'datagrams lost', value: ({ udp }) => optional(udp, lost), present: hasUdp },
  { name: 'time in qdisc, mean', value: (result) => formatMs(result.sojournMs.qdisc.mean) },
  { name: 'time in qdisc, p99', value: (result) => formatMs(result.sojournMs.qdisc.p99) },
  { name: 'time in ring, mean', value: (result) => formatMs(result.sojournMs.ring.mean) },
  { name: 'time in ring, p99', value: (result) => formatMs(result.sojournMs.ring.p99) },
  { name: 'ring occupancy, mean', value: (result) => formatCount(result.ringOccupancy.mean) },
  { name: 'ring occupancy, max', value: (result) => formatCount(result.ringOccupancy.max) },
  { name: 'ring drops', value: (result) => formatCount(result.ringDrops) },
  { name: 'qdisc drops', value: (result) => formatCount(result.qdiscDrops) },
  { name: 'path drops', value: (result) => formatCount(result.pathDrops) },
  { name: 'queue stops', value: (result) => formatCount(result.queueStops) },
  { name: 'queue wakes', value: (result) => formatCount(result.queueWakes) },
  {
    name: 'put into the ring by wakes',
    value: ({ readerCpu }) => formatCount(readerCpu.softirqPackets),
    present: hasCpuCosts,
  },
  { name: 'reader’s CPU in softirqs', value: ({ readerCpu }) => formatMs(readerCpu.softirqMs), present: hasCpuCosts },
  {
    name: 'reader’s CPU waiting for others',
    value: ({ readerCpu }) => formatMs(readerCpu.lockWaitMs),
    present: hasCpuCosts,
  },
];

/** `12 of 1,000` */
export function lost({ sent, received }: { readonly sent: number; readonly received: number }): string {
  return `${formatCount(sent - received)} of ${formatCount(sent)}`;
}

function optional<T>(value: T | undefined, format: (value: T) => string): string {
  return value === undefined ? '–' : format(value);
}

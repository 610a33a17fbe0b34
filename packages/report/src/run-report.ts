import type { FlowMeasurements, Measurements, RunResult } from '@tunq/sim';
import { formatBytes, formatCount, formatMs, formatNumber, formatRate } from './format.js';
import { lost } from './metrics.js';
import { colors, plain, type Style } from './style.js';
import { renderTable } from './text-table.js';

/** Flows listed one by one; of more, the sums say enough. */
const mostFlows = 16;

/** One run as a table with units, for people. Ends without a newline. */
export function formatRun({ result }: Pick<RunResult, 'result'>, style: Style = plain): string {
  const color = colors(style);
  const rows = groups(result).flatMap(([title, lines]) => [
    [color.bold(title), ''],
    ...lines.map(([name, value]) => [`  ${name}`, value]),
  ]);
  const table = renderTable({ rows, align: ['left'] });
  return result.flows.length > 1 ? `${table}\n\n${flowTable(result.flows, style)}` : table;
}

type Line = readonly [name: string, value: string];

function groups(result: Measurements): (readonly [title: string, lines: readonly Line[]])[] {
  const { rttMs, rttSamplesMs, sojournMs, ringOccupancy, pingMs, udp, flood } = result;
  const tcp = result.flows.some(({ kind }) => kind === 'tcp');
  const throughput: Line[] = [
    ['goodput', formatRate(result.goodputMbps)],
    ['in the second half', formatRate(result.goodputMbpsSecondHalf)],
    ['retransmits', formatCount(result.retransmits)],
  ];
  const flooded: Line[] = flood
    ? [
        ['threads', formatCount(flood.threads)],
        ['sent / received', [flood.sentKpps, flood.receivedKpps].map(kpps).join(' / ')],
        ['lost', kpps(flood.lostKpps)],
        ['attempts at a stopped queue', kpps(flood.retriesKpps)],
      ]
    : [];
  const tcpLatency: Line[] = [
    ['smoothed RTT, min / mean / max', times(rttMs.min, rttMs.mean, rttMs.max)],
    ['RTT samples, p50 / p95 / p99', times(rttSamplesMs.p50, rttSamplesMs.p95, rttSamplesMs.p99)],
  ];
  const latency: Line[] = [
    ...(tcp ? tcpLatency : []),
    ...(pingMs ? ([['ping, min / mean / max', times(pingMs.min, pingMs.mean, pingMs.max)]] as const) : []),
    ...(udp
      ? ([['datagrams one way, mean / p99 / max', times(udp.delayMs.mean, udp.delayMs.p99, udp.delayMs.max)]] as const)
      : []),
    ['time in qdisc, mean / p99 / max', times(sojournMs.qdisc.mean, sojournMs.qdisc.p99, sojournMs.qdisc.max)],
    ['time in ring, mean / p99 / max', times(sojournMs.ring.mean, sojournMs.ring.p99, sojournMs.ring.max)],
  ];
  const queue: Line[] = [
    ['ring drops', formatCount(result.ringDrops)],
    ['qdisc drops', formatCount(result.qdiscDrops)],
    ['path drops', formatCount(result.pathDrops)],
    ...(pingMs ? ([['pings lost', lost(pingMs)]] as const) : []),
    ...(udp ? ([['datagrams lost', lost(udp)]] as const) : []),
    ['queue stops / wakes', `${formatCount(result.queueStops)} / ${formatCount(result.queueWakes)}`],
    ['ring produced / consumed', `${formatCount(result.ringProduced)} / ${formatCount(result.ringConsumed)}`],
    [
      'ring occupancy, mean / p99 / max',
      [ringOccupancy.mean, ringOccupancy.p99, ringOccupancy.max].map(formatCount).join(' / '),
    ],
  ];
  const simulation: Line[] = [
    ['events', formatCount(result.events)],
    ['packets', formatCount(result.packets)],
    ['CPU time', formatMs(result.cpuSeconds * 1e3)],
  ];
  return [
    ...(tcp ? ([['throughput', throughput]] as const) : []),
    ...(flood ? ([['flood, all threads together', flooded]] as const) : []),
    ['latency', latency],
    ['queue', queue],
    ['simulation', simulation],
  ];
}

function kpps(value: number): string {
  return `${formatNumber(value)} kpps`;
}

function times(...ms: number[]): string {
  return ms.map(formatMs).join(' / ');
}

function flowTable(flows: readonly FlowMeasurements[], style: Style): string {
  const shown = flows.slice(0, mostFlows);
  const table = renderTable({
    head: ['flow', 'kind', 'goodput', 'retransmits', 'mean RTT', 'largest cwnd'],
    rows: shown.map((flow, index) => [
      String(index + 1),
      flow.kind,
      flow.kind === 'ping' ? '–' : formatRate(flow.goodputMbps),
      ...(flow.kind === 'tcp'
        ? [formatCount(flow.retransmits), formatMs(flow.rttMs.mean), formatBytes(flow.maxCwndBytes)]
        : ['–', '–', '–']),
    ]),
    align: ['right', 'left', 'right'],
  });
  const rest = flows.length - shown.length;
  return `${table}${rest > 0 ? `\n${colors(style).dim(`… and ${rest} more (all of them with --json)`)}` : ''}`;
}

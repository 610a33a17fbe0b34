import type { FlowMeasurements, Measurements, QueueMeasurements, RunResult } from '@tunq/sim';
import { formatBytes, formatCount, formatMs, formatNumber, formatRate } from './format.js';
import { hasCpuCosts, lost } from './metrics.js';
import { markdownTable, type PlainTable } from './plain-table.js';
import { colors, plain, type Style } from './style.js';
import { fitTable } from './text-table.js';
import { wrap } from './wrap.js';

/** Flows listed one by one; of more, the sums say enough. */
const mostFlows = 16;

/** One run as a table with units, for people. Ends without a newline. */
export function formatRun({ result }: Pick<RunResult, 'result'>, style: Style = plain): string {
  const color = colors(style);
  const rows = groups(result).flatMap(([title, lines]) => [
    [color.bold(title), ''],
    ...lines.map(([name, value]) => [`  ${name}`, value]),
  ]);
  const table = fitTable({ rows, align: ['left'] }, style);
  const flows = result.flows.length > 1 ? `\n\n${flowTable(result.flows, style)}` : '';
  return `${table}${flows}${result.queues ? `\n\n${queueTable(result.queues, style)}` : ''}`;
}

/** The same tables without a look. */
export function runTables({ result }: Pick<RunResult, 'result'>): PlainTable[] {
  return [
    ...groups(result).map(([title, rows]) => ({ title, head: ['', ''], rows })),
    ...(result.flows.length > 1 ? [{ title: 'flows', ...flowCells(result.flows) }] : []),
    ...(result.queues ? [{ title: 'queues', ...queueCells(result.queues) }] : []),
  ];
}

/** One run as Markdown tables. Ends without a newline. */
export function runMarkdown(run: Pick<RunResult, 'result'>): string {
  return runTables(run).map(markdownTable).join('\n\n');
}

type Line = readonly [name: string, value: string];

function groups(result: Measurements): (readonly [title: string, lines: readonly Line[]])[] {
  const { rttMs, rttSamplesMs, sojournMs, ringOccupancy, readerCpu, pingMs, udp, flood } = result;
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
    ['smoothed RTT, min / mean / max', rttMs ? times(rttMs.min, rttMs.mean, rttMs.max) : '–'],
    ['RTT samples, p50 / p95 / p99', rttSamplesMs ? times(rttSamplesMs.p50, rttSamplesMs.p95, rttSamplesMs.p99) : '–'],
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
  const others = result.ringProduced - readerCpu.softirqPackets;
  const cpu: Line[] = [
    ['ring filled by senders / wakes', [others, readerCpu.softirqPackets].map(formatCount).join(' / ')],
    ['softirqs of wakes', formatMs(readerCpu.softirqMs)],
    ['waiting for other CPUs', formatMs(readerCpu.lockWaitMs)],
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
    ...(hasCpuCosts(result) ? ([['CPU of the reader', cpu]] as const) : []),
    ['simulation', simulation],
  ];
}

function kpps(value: number): string {
  return `${formatNumber(value)} kpps`;
}

function times(...ms: number[]): string {
  return ms.map(formatMs).join(' / ');
}

function queueTable(queues: readonly QueueMeasurements[], style: Style): string {
  return fitTable({ ...queueCells(queues), align: ['right'] }, style);
}

function queueCells(queues: readonly QueueMeasurements[]): PlainTable {
  return {
    head: ['queue', 'entries', 'drops', 'stops / wakes', 'mean time in ring', 'mean occupancy'],
    rows: queues.map((queue, index) => [
      String(index),
      formatCount(queue.produced),
      formatCount(queue.drops),
      `${formatCount(queue.stops)} / ${formatCount(queue.wakes)}`,
      formatMs(queue.sojournMs.mean),
      formatCount(queue.occupancy.mean),
    ]),
  };
}

function flowTable(flows: readonly FlowMeasurements[], style: Style): string {
  const shown = flows.slice(0, mostFlows);
  const table = fitTable({ ...flowCells(shown), align: ['right', 'left', 'right'] }, style);
  const rest = flows.length - shown.length;
  return `${table}${rest > 0 ? `\n${wrap(colors(style).dim(`… and ${rest} more (all of them with --json)`), style.width)}` : ''}`;
}

function flowCells(flows: readonly FlowMeasurements[]): PlainTable {
  const hasQueues = flows[0]?.queue !== undefined;
  return {
    head: ['flow', 'kind', 'goodput', 'retransmits', 'mean RTT', 'largest cwnd', ...(hasQueues ? ['queue'] : [])],
    rows: flows.map((flow, index) => [
      String(index + 1),
      flow.kind,
      flow.kind === 'ping' ? '–' : formatRate(flow.goodputMbps),
      ...(flow.kind === 'tcp'
        ? [formatCount(flow.retransmits), flow.rttMs ? formatMs(flow.rttMs.mean) : '–', formatBytes(flow.maxCwndBytes)]
        : ['–', '–', '–']),
      ...(hasQueues ? [String(flow.queue)] : []),
    ]),
  };
}

import type { MedianInterval, PlanSummary } from '@tunq/sim';

/** What a column of a summary is called, for people. */
export interface SweepMetric {
  /** Name of the column in the files of a sweep. */
  readonly column: string;
  readonly title: string;
  /** Empty for counts. */
  readonly unit: string;
}

/** In the order of interest: where there is no room for all, the last go first. */
export const sweepMetrics: readonly SweepMetric[] = [
  { column: 'goodputMbps', title: 'goodput', unit: 'Mbit/s' },
  { column: 'rttSamplesMs.p99', title: 'RTT, p99', unit: 'ms' },
  { column: 'ringDrops', title: 'ring drops', unit: '' },
  { column: 'pingMs.p99', title: 'ping, p99', unit: 'ms' },
  { column: 'flood.receivedKpps', title: 'received', unit: '1000 packets/s' },
  { column: 'flood.lostKpps', title: 'lost', unit: '1000 packets/s' },
  { column: 'udp.delayMs.p99', title: 'datagram delay, p99', unit: 'ms' },
  { column: 'retransmits', title: 'retransmits', unit: '' },
  { column: 'rttSamplesMs.p50', title: 'RTT, median', unit: 'ms' },
  { column: 'pingMs.p50', title: 'ping, median', unit: 'ms' },
  { column: 'udp.delayMs.mean', title: 'datagram delay, mean', unit: 'ms' },
  { column: 'udp.received', title: 'datagrams received', unit: '' },
  { column: 'qdiscDrops', title: 'qdisc drops', unit: '' },
  { column: 'pathDrops', title: 'path drops', unit: '' },
  { column: 'queueStops', title: 'queue stops', unit: '' },
  { column: 'sojournMs.ring.p99', title: 'time in ring, p99', unit: 'ms' },
  { column: 'sojournMs.qdisc.p99', title: 'time in qdisc, p99', unit: 'ms' },
  { column: 'flowGoodputJain', title: 'fairness (Jain)', unit: '' },
];

/** `goodput, Mbit/s` */
export function metricName({ title, unit }: SweepMetric): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

/** Metrics that say something of a plan: some point has another number than 0, and it is not the same everywhere as of one flow. */
export function tellingMetrics({ points }: Pick<PlanSummary, 'points'>): SweepMetric[] {
  return sweepMetrics.filter(({ column }) => {
    const medians = points.map(({ measured }) => measured[column]?.median ?? 0);
    return medians.some((median) => median !== 0) && !(column === 'flowGoodputJain' && medians.every((m) => m === 1));
  });
}

/** How sure the intervals of a plan are, in a sentence; empty where there is one run a point. */
export function intervalNote({ points }: Pick<PlanSummary, 'points'>): string {
  const intervals = points.flatMap(({ measured }) =>
    Object.values(measured).filter((interval): interval is MedianInterval => interval !== null && interval.count > 1),
  );
  if (intervals.length === 0) return '';
  const least = intervals.reduce((a, b) => (b.confidence < a.confidence ? b : a));
  if (least.confidence >= 0.95) {
    return 'Medians over the seeds, with their 95\u00a0% confidence intervals (order statistics).';
  }
  const percent = Number((least.confidence * 100).toFixed(1));
  return `Medians over the seeds, with least and greatest: ${least.count} runs enclose the true median with ${percent}\u00a0% (6 or more: 95\u00a0%).`;
}

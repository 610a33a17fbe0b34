import type { Measurements } from '../measurements.js';

/** One number of a result as a column of a table; its name has the path in a result, and the unit. */
export interface MeasuredColumn {
  readonly name: string;
  readonly type: 'number' | 'integer';
  /** Null where the run has no such number: no ping flow, say. */
  readonly value: (result: Measurements) => number | null;
}

const tails = ['mean', 'p99', 'max'] as const;

function number(name: string, value: MeasuredColumn['value']): MeasuredColumn {
  return { name, type: 'number', value };
}

function integer(name: string, value: MeasuredColumn['value']): MeasuredColumn {
  return { name, type: 'integer', value };
}

/** Goodputs of the TCP flows. */
function goodputs({ flows }: Measurements): number[] {
  return flows.filter(({ kind }) => kind === 'tcp').map(({ goodputMbps }) => goodputMbps);
}

/** Jain's index of fairness, 1/n to 1 (Jain, Chiu, Hawe 1984); null where nothing arrived. */
function jain(shares: readonly number[]): number | null {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? null : Math.round((sum ** 2 / (shares.length * squares)) * 1e6) / 1e6;
}

const least = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b)));
const greatest = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b)));

/**
 * What a sweep keeps of every run: all numbers of `result`, the flows taken together. Only what two equal runs have in
 * common: not the CPU time.
 */
export const measuredColumns: readonly MeasuredColumn[] = [
  number('goodputMbps', (r) => r.goodputMbps),
  number('goodputMbpsSecondHalf', (r) => r.goodputMbpsSecondHalf),
  number('iperf3Mbps', (r) => r.iperf3Mbps),
  integer('retransmits', (r) => r.retransmits),
  integer('ringDrops', (r) => r.ringDrops),
  integer('qdiscDrops', (r) => r.qdiscDrops),
  integer('pathDrops', (r) => r.pathDrops),
  integer('queueStops', (r) => r.queueStops),
  integer('queueWakes', (r) => r.queueWakes),
  integer('ringProduced', (r) => r.ringProduced),
  integer('ringConsumed', (r) => r.ringConsumed),
  ...(['min', 'mean', 'max'] as const).map((of) => number(`rttMs.${of}`, ({ rttMs }) => rttMs?.[of] ?? null)),
  ...(['min', 'p50', 'p95', 'p99', 'max'] as const).map((of) =>
    number(`rttSamplesMs.${of}`, ({ rttSamplesMs }) => rttSamplesMs?.[of] ?? null),
  ),
  ...tails.map((of) => number(`ringOccupancy.${of}`, (r) => r.ringOccupancy[of])),
  ...tails.map((of) => number(`sojournMs.qdisc.${of}`, (r) => r.sojournMs.qdisc[of])),
  ...tails.map((of) => number(`sojournMs.ring.${of}`, (r) => r.sojournMs.ring[of])),
  integer('readerCpu.softirqPackets', (r) => r.readerCpu.softirqPackets),
  number('readerCpu.softirqMs', (r) => r.readerCpu.softirqMs),
  number('readerCpu.lockWaitMs', (r) => r.readerCpu.lockWaitMs),
  ...(['min', 'mean', 'p50', 'p95', 'p99', 'max'] as const).map((of) =>
    number(`pingMs.${of}`, ({ pingMs }) => pingMs?.[of] ?? null),
  ),
  ...(['sent', 'received'] as const).map((of) => integer(`ping.${of}`, ({ pingMs }) => pingMs?.[of] ?? null)),
  ...(['min', 'mean', 'p99', 'max'] as const).map((of) =>
    number(`udp.delayMs.${of}`, ({ udp }) => udp?.delayMs[of] ?? null),
  ),
  ...(['sent', 'received'] as const).map((of) => integer(`udp.${of}`, ({ udp }) => udp?.[of] ?? null)),
  ...(['sentKpps', 'lostKpps', 'receivedKpps', 'retriesKpps'] as const).map((of) =>
    number(`flood.${of}`, ({ flood }) => flood?.[of] ?? null),
  ),
  // `flows` may be an axis.
  integer('flowCount', (r) => r.flows.length),
  number('flowGoodputMbps.min', (r) => least(goodputs(r))),
  number('flowGoodputMbps.max', (r) => greatest(goodputs(r))),
  number('flowGoodputJain', (r) => jain(goodputs(r))),
  integer('events', (r) => r.events),
  integer('packets', (r) => r.packets),
];

/** A result as the cells of {@link measuredColumns}. */
export function measuredCells(result: Measurements): (number | null)[] {
  return measuredColumns.map(({ value }) => value(result));
}

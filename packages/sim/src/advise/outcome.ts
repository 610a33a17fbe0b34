import type { Measurements } from '../measurements.js';
import { median, type Range, rangeOf } from '../repeats.js';
import { choiceId } from './choices.js';
import { type AdviseChoice, adviseRules } from './question.js';

/** The median of the runs of a choice, and how far they lie apart. */
export interface Repeated extends Range {
  readonly median: number;
}

/** What a choice measured: of several runs the medians. */
export interface AdviseFigures {
  readonly runs: number;
  readonly goodputMbps: Repeated;
  /** Of the second half, when slow start is over. */
  readonly steadyMbps: number;
  /** What queues and readers add to the RTT of a ping beside the transfers, 99 of 100; null where more than one of 100 was lost. */
  readonly pingAddedMs: Repeated | null;
  /** Share of the pings. */
  readonly pingsLost: number;
  /** 99th percentiles of the time that packets spent there. */
  readonly sojournMs: { readonly qdisc: number; readonly ring: number };
  readonly ringDrops: number;
  readonly qdiscDrops: number;
  readonly pathDrops: number;
  readonly retransmits: number;
  /** Most entries that were seen in the ring. */
  readonly ringMax: number;
}

/** A point of the grid with its figures. */
export interface AdviseOutcome extends AdviseChoice, AdviseFigures {
  readonly id: string;
  /** No other choice is at least as good in goodput and latency, and better in one. */
  readonly front: boolean;
}

/**
 * The figures of the runs of one choice.
 *
 * @param rttNs of the path, without queues
 */
export function figuresOf(runs: readonly Measurements[], rttNs: number): AdviseFigures {
  const of = (value: (run: Measurements) => number) => median(runs.map(value));
  const pingsLost = of(lostShare);
  const added = runs.map(({ pingMs }) => Math.max(0, round((pingMs?.p99 ?? 0) - rttNs / 1e6)));
  return {
    runs: runs.length,
    goodputMbps: repeated(runs.map(({ goodputMbps }) => goodputMbps)),
    steadyMbps: of(({ goodputMbpsSecondHalf }) => goodputMbpsSecondHalf),
    pingAddedMs: pingsLost > adviseRules.mostLost ? null : repeated(added),
    pingsLost,
    sojournMs: { qdisc: of(({ sojournMs }) => sojournMs.qdisc.p99), ring: of(({ sojournMs }) => sojournMs.ring.p99) },
    ringDrops: of(({ ringDrops }) => ringDrops),
    qdiscDrops: of(({ qdiscDrops }) => qdiscDrops),
    pathDrops: of(({ pathDrops }) => pathDrops),
    retransmits: of(({ retransmits }) => retransmits),
    ringMax: of(({ ringOccupancy }) => ringOccupancy.max),
  };
}

/** A run that lost something is chaotic: another phase gives another figure. */
export function isChaotic({ ringDrops, qdiscDrops, pathDrops }: Measurements): boolean {
  return ringDrops + qdiscDrops + pathDrops > 0;
}

export function outcomeOf(choice: AdviseChoice, figures: AdviseFigures, front: boolean): AdviseOutcome {
  return { id: choiceId(choice), ...choice, front, ...figures };
}

function lostShare({ pingMs }: Measurements): number {
  return pingMs === undefined || pingMs.sent === 0 ? 1 : (pingMs.sent - pingMs.received) / pingMs.sent;
}

function repeated(values: readonly number[]): Repeated {
  return { median: median(values), ...rangeOf(values) };
}

/** 1 ns, which is all that the core resolves. */
function round(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}

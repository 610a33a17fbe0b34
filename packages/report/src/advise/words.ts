import type { Advice, AdviseChoice, AdviseFigures, AdviseOutcome, AdviseReason, AdviseTrap } from '@tunq/sim';
import { formatBytes, formatCount, formatMs, formatRate } from '../format.js';

/** A sentence, and what belongs below it. */
export interface Said {
  readonly text: string;
  readonly items: readonly string[];
}

/** `backpressure, 50 slots, fq_codel` */
export function choiceText({ flowControl, queueLength, qdisc }: AdviseChoice): string {
  return `${flowControlText(flowControl)}, ${slots(queueLength)}, ${qdisc}`;
}

export function flowControlText(flowControl: AdviseChoice['flowControl']): string {
  return flowControl === 'tail-drop' ? 'tail drop' : 'backpressure';
}

/** What queues add to a ping: `+16.84 ms`, or why there is no such number. */
export function addedText({ pingAddedMs, pingsLost }: Pick<AdviseFigures, 'pingAddedMs' | 'pingsLost'>): string {
  return pingAddedMs === null ? `${formatLost(pingsLost)} lost` : gained(pingAddedMs.median);
}

function formatLost(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** `164.2 Mbit/s, ping +16.84 ms` */
export function figuresText(figures: AdviseFigures): string {
  return `${formatRate(figures.goodputMbps.median)}, ping ${addedText(figures)}`;
}

function gained(ms: number): string {
  return `+${formatMs(ms)}`;
}

export function slots(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'slot' : 'slots'}`;
}

/** `1 slot carries`, `50 slots carry` */
function carry(count: number): string {
  return `${slots(count)} ${count === 1 ? 'carries' : 'carry'}`;
}

/** `1 packet`, `576 packets` */
function packets(count: number): string {
  return `${formatCount(Math.round(count))} ${Math.round(count) === 1 ? 'packet' : 'packets'}`;
}

/** What was asked, in one line. */
export function questionText({ question, setUp }: Advice): string {
  const { reader, rtt, rate, bottleneck, flows, latency } = question;
  const limit = bottleneck === 'path' ? 'the path carries' : 'the reader carries';
  const carried = rate === null ? setUp.readerMbps : rate / 1e6;
  const parts = [
    reader,
    `RTT ${formatMs(rtt / 1e6)}`,
    `${limit} ${formatRate(carried)}`,
    flows === 1 ? '1 connection' : `${formatCount(flows)} connections`,
    ...(latency === null ? [] : [`a ping may gain ${formatMs(latency / 1e6)}`]),
  ];
  return parts.join(', ');
}

/** What the runs are, and what their numbers mean. */
export function methodText({ question, setUp, runs, outcomes }: Advice): string {
  const scaled =
    question.rate === null || question.bottleneck === 'path' || Math.abs(setUp.slowdown - 1) < 0.005
      ? ''
      : ` The reader works ${formatFactor(setUp.slowdown)} as its profile, which carries ${formatRate(setUp.profileMbps)}.`;
  return `${formatCount(outcomes.length)} choices in ${formatCount(runs)} runs: transfers of ${formatMs(setUp.durationMs)}, slow start included, in payload as iperf3 counts it, and a ping beside them every ${formatMs(setUp.pingIntervalMs)}. ping: what queues and reader add to the RTT of 99 of 100.${scaled}`;
}

/** 2.2 → `2.2 times as long`; 0.5 → `2 times as fast` */
function formatFactor(slowdown: number): string {
  const shown = (value: number) => String(Number(value.toPrecision(2)));
  return slowdown >= 1 ? `${shown(slowdown)} times as long` : `${shown(1 / slowdown)} times as fast`;
}

/** The answer in one line. */
export function verdictText({ recommendation, outcomes }: Advice): string {
  const pick = named(outcomes, recommendation.pick);
  return recommendation.verdict === 'leave-it' ? `Leave it: ${choiceText(pick)}` : `Recommended: ${choiceText(pick)}`;
}

/** What the answer costs and brings against today. */
export function changeTexts(advice: Advice): string[] {
  const { recommendation, outcomes } = advice;
  const [pick, today] = [named(outcomes, recommendation.pick), named(outcomes, recommendation.today)];
  if (recommendation.verdict === 'leave-it') {
    return [`${figuresText(today)}: nothing that was tried is worth a change.`, ...budgetTexts(advice)];
  }
  const { goodputMbps, goodputShare, pingAddedMs } = recommendation.change;
  const share = goodputShare === null ? '' : ` (${signed(goodputShare * 100)} %)`;
  const ping = pingAddedMs === null ? '' : `; ping ${signedMs(pingAddedMs)}`;
  const rate =
    Math.abs(goodputShare ?? 1) < 0.0005
      ? 'throughput as today'
      : `throughput ${goodputMbps < 0 ? '−' : '+'}${formatRate(Math.abs(goodputMbps))}${share}`;
  return [
    figuresText(pick),
    `today: ${choiceText(today)}: ${figuresText(today)}`,
    `against today: ${rate}${ping}`,
    ...budgetTexts(advice),
  ];
}

function budgetTexts({ recommendation: { budget, pick }, outcomes }: Advice): string[] {
  if (budget === null) return [];
  if (budget.met) {
    return [
      `within the bound of ${formatMs(budget.ms)}: ${addedText(named(outcomes, pick))}`,
      ...withoutBoundTexts(outcomes, budget.pickWithout),
    ];
  }
  if (budget.lowest === null) return [`nothing meets the bound of ${formatMs(budget.ms)}: everything loses pings`];
  const lowest = named(outcomes, budget.lowest);
  return [
    `nothing meets the bound of ${formatMs(budget.ms)}: the least is ${addedText(lowest)}, with ${choiceText(lowest)} at ${formatRate(lowest.goodputMbps.median)}`,
  ];
}

/** What the choice would be if latency did not matter. */
export function withoutBoundTexts(outcomes: readonly AdviseOutcome[], id: string | null): string[] {
  if (id === null) return [];
  const choice = named(outcomes, id);
  return [`without the bound: ${choiceText(choice)}: ${figuresText(choice)}`];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function signedMs(ms: number): string {
  return ms === 0 ? '±0 ms' : `${ms < 0 ? '−' : '+'}${formatMs(Math.abs(ms))}`;
}

/** @throws {TypeError} where there is no such choice, which is a fault of the advice */
export function named(outcomes: readonly AdviseOutcome[], id: string): AdviseOutcome {
  const found = outcomes.find((outcome) => outcome.id === id);
  if (!found) throw new TypeError(`${id} is not among the choices`);
  return found;
}

/** Why, in a sentence each. */
export function reasonText(reason: AdviseReason, pick: AdviseOutcome): string {
  switch (reason.code) {
    case 'tail-drop-loses':
      return `Today the ring drops ${packets(reason.drops)} at its tail, and TCP pays for it: ${formatRate(reason.mbps)} of ${formatRate(reason.mostMbps)}.`;
    case 'tail-drop-needs-length': {
      const least = `Tail drop needs a ring that takes whole bursts: ${carry(reason.shortest)} ${formatRate(reason.shortestMbps)}`;
      return reason.enough === null
        ? `${least}, and no length that was tried is enough.`
        : `${least}; from ${slots(reason.enough)} on it carries nine tenths of the best or more.`;
    }
    case 'backpressure-keeps':
      return `Backpressure carries ${rateRange(reason.leastMbps, reason.mostMbps)} at every length from ${slots(reason.shortest)} on: a full ring stops the queue, packets wait in the qdisc, and TCP sees them there.`;
    case 'short-ring-quick':
      return `With backpressure the length of the ring is latency: a ping gains ${formatMs(reason.longMs)} with ${slots(reason.long)}, ${formatMs(reason.ms)} with ${formatCount(pick.queueLength)}.`;
    case 'long-ring-waits':
      return `A long ring that drops at its tail holds a queue: with ${slots(reason.length)} a ping gains ${formatMs(reason.ms)}.`;
    case 'ring-too-short':
      return `Shorter is too short: ${carry(reason.length)} ${formatRate(reason.mbps)} of ${formatRate(reason.mostMbps)}.`;
    case 'ring-never-full':
      return `Nothing is dropped in the ring: at most ${formatCount(reason.most)} of its ${slots(reason.length)} are taken.`;
    case 'ring-nearly-full':
      return `Nothing is dropped in the ring, but ${formatCount(reason.most)} of its ${slots(reason.length)} are taken at times: a little more, and it drops.`;
    case 'window-limits':
      return `Without a loss windows hold the rate down, not a queue: ${formatRate(reason.mbps)} of ${formatRate(reason.rateMbps)} are ${formatBytes(reason.windowBytes)} in flight at this RTT (tcp_rmem of the receiver, tcp_wmem of the sender).`;
    case 'behind-the-ring':
      return `Most of what a ping gains (${formatMs(reason.ms)}) is behind the ring, in the reader or on the path: 99 of 100 packets spend at most ${formatMs(reason.ringMs)} in the ring.`;
    case 'more-loses-pings':
      return `Others carry more, up to ${formatRate(reason.mbps)} (${choiceText(reason)}), but lose more than one ping of a hundred: ${formatLost(reason.pingsLost)}.`;
    case 'budget-costs':
      return `The bound costs throughput: ${formatRate(reason.mbps)} of ${formatRate(reason.mostMbps)}.`;
  }
}

function rateRange(least: number, most: number): string {
  const [from, to] = [formatRate(least), formatRate(most)];
  return from === to ? from : `${from} to ${to}`;
}

/** What to know before, with the numbers of the runs that show it. */
export function trapText(trap: AdviseTrap, { question }: Advice): Said {
  switch (trap.code) {
    case 'needs-qdisc':
      return said(
        `Backpressure needs a qdisc: with noqueue the same ring drops ${packets(trap.without.ringDrops)} at its tail and carries ${formatRate(trap.without.goodputMbps.median)} instead of ${formatRate(trap.pick.goodputMbps.median)}.`,
      );
    case 'pfifo-fast-shrinks': {
      const { at, beside } = trap;
      return said(
        `pfifo_fast is as long as txqueuelen, so that a tiny one shrinks both: at ${at.queueLength} it drops ${packets(at.qdiscDrops)} and carries ${formatRate(at.goodputMbps.median)}, where ${beside.qdisc} carries ${formatRate(beside.goodputMbps.median)}.`,
      );
    }
    case 'many-threads':
      return said(
        `Several CPUs: ${trap.threads} connections, each from a CPU of its own, carry ${formatRate(trap.pick.goodputMbps.median)} with backpressure and ${formatRate(trap.tailDrop.goodputMbps.median)} under tail drop, because the reader’s CPU then fills the ring as well (${formatRate(trap.free.goodputMbps.median)} if CPUs cost each other nothing). It is why Linux 7.2 took backpressure back; measure it.`,
      );
    case 'larger-window':
      return {
        text: `A receiver with a larger window (tcp_rmem of ${trap.rmem / 2 ** 20} MiB, the default since Linux 6.16) changes this:`,
        items: trap.runs.map(
          ({ before, after }) => `${choiceText(before)}: ${figuresText(before)} → ${figuresText(after)}`,
        ),
      };
    case 'reader-slower':
      return said(
        `The reader is slower than the link: ${question.reader} carries ${formatRate(trap.carriedMbps)} of ${formatRate(trap.rateMbps)}, as measured for its profile; so the ring in front of it is the queue of the tunnel.`,
      );
    case 'pacing':
      return {
        text: 'fq paces what this machine sends itself, so that bursts do not reach the ring; what it forwards is not paced:',
        items: trap.runs.map(
          ({ before, after }) =>
            `${choiceText(after)}: ${figuresText(after)} (${before.qdisc}: ${figuresText(before)})`,
        ),
      };
  }
}

function said(text: string): Said {
  return { text, items: [] };
}

import type { Settings } from '../vary.js';
import type { AdviseSetUp } from './base.js';
import type { AdviseFigures, AdviseOutcome } from './outcome.js';
import { largerWindow, type Probe } from './probes.js';
import type { AdviseChoice, AdviseQuestion } from './question.js';
import { latencyGrainMs } from './recommend.js';

/** A run beyond the grid, with what it measured. */
export interface AdviseProbe extends Probe, AdviseFigures {}

/** What the pick was measured as, and what goes wrong beside it. Each stands for runs that were done. */
export type AdviseTrap =
  /** Without a qdisc there is nothing to hold packets in: backpressure is off, and the ring drops. */
  | { readonly code: 'needs-qdisc'; readonly pick: AdviseOutcome; readonly without: AdviseProbe }
  /** pfifo_fast is as long as the ring: the longest at which that loses, beside the pick's qdisc at the same length. */
  | { readonly code: 'pfifo-fast-shrinks'; readonly at: Trial; readonly beside: AdviseOutcome }
  /** Connections from several CPUs, with the costs of several CPUs: backpressure carries less than tail drop. */
  | {
      readonly code: 'many-threads';
      readonly threads: number;
      readonly pick: AdviseProbe;
      readonly tailDrop: AdviseProbe;
      /** The pick where several CPUs cost each other nothing. */
      readonly free: AdviseProbe;
    }
  /** A receiver that offers a larger window makes a queue longer, or overflow: the picks and today's choice with it. */
  | { readonly code: 'larger-window'; readonly rmem: number; readonly runs: readonly BeforeAfter[] }
  /** The reader carries less than the link behind it: the ring is the queue of the bottleneck. */
  | {
      readonly code: 'reader-slower';
      readonly carriedMbps: number;
      readonly rateMbps: number;
      readonly pick: AdviseOutcome;
    }
  /** fq paces what this machine sends: bursts do not reach the ring. */
  | { readonly code: 'pacing'; readonly runs: readonly BeforeAfter[] };

/** The figures of a choice, from the grid or beyond it. */
export type Trial = AdviseChoice & AdviseFigures & { readonly settings?: Settings };

export interface BeforeAfter {
  readonly before: AdviseOutcome;
  readonly after: AdviseProbe;
}

interface Found {
  readonly outcomes: readonly AdviseOutcome[];
  readonly pick: AdviseOutcome;
  readonly probes: readonly AdviseProbe[];
}

/** The traps that the runs show. */
export function traps(question: AdviseQuestion, setUp: AdviseSetUp, found: Found): AdviseTrap[] {
  const rules = { grainMs: latencyGrainMs(question.rtt), enough: 1 - question.giveUp };
  return [
    ...needsQdisc(found, rules),
    ...pfifoFast(found, rules),
    ...manyThreads(found, rules),
    ...readerSlower(question, setUp, found),
    ...widerWindow(found, rules),
    ...paced(found, rules),
  ];
}

interface Rules {
  readonly grainMs: number;
  /** Share of a goodput that counts as the same. */
  readonly enough: number;
}

function needsQdisc({ pick, probes }: Found, { enough }: Rules): AdviseTrap[] {
  const without = probes.find(({ of }) => of === 'no-qdisc');
  if (!without || (goodput(without) >= enough * goodput(pick) && without.ringDrops === 0)) return [];
  return [{ code: 'needs-qdisc', pick, without }];
}

function pfifoFast({ outcomes, pick, probes }: Found, { enough }: Rules): AdviseTrap[] {
  if (pick.flowControl === 'tail-drop' || pick.qdisc === 'pfifo_fast') return [];
  const own = ({ flowControl, qdisc }: AdviseChoice) => flowControl === pick.flowControl && qdisc === 'pfifo_fast';
  const trials: Trial[] = [
    ...outcomes.filter(own),
    ...probes.filter((probe) => probe.of === 'pfifo-fast' && own(probe)),
  ];
  const losing = trials.flatMap((at) => {
    const beside = outcomes.find(
      ({ flowControl, qdisc, queueLength }) =>
        flowControl === pick.flowControl && qdisc === pick.qdisc && queueLength === at.queueLength,
    );
    return beside && at.qdiscDrops > 0 && goodput(at) < enough * goodput(beside) ? [{ at, beside }] : [];
  });
  const longest = losing.sort((a, b) => b.at.queueLength - a.at.queueLength)[0];
  return longest ? [{ code: 'pfifo-fast-shrinks', ...longest }] : [];
}

function manyThreads({ pick, probes }: Found, { enough }: Rules): AdviseTrap[] {
  const runs = probes.filter(({ of }) => of === 'threads');
  const own = runs.find(({ flowControl }) => flowControl === pick.flowControl);
  const tailDrop = runs.find(({ flowControl }) => flowControl === 'tail-drop');
  const free = probes.find(({ of }) => of === 'threads-free');
  if (!own || !tailDrop || !free) return [];
  if (goodput(own) >= enough * goodput(tailDrop) || goodput(own) >= enough * goodput(free)) return [];
  // Where backpressure carries less anyway, CPUs are not why.
  if (goodput(free) < enough * goodput(tailDrop)) return [];
  return [{ code: 'many-threads', threads: Number(own.settings['flows[0].count']), pick: own, tailDrop, free }];
}

function readerSlower(
  { rate, bottleneck }: AdviseQuestion,
  { profileRate }: AdviseSetUp,
  { pick }: Found,
): AdviseTrap[] {
  // Slow start and headers take a share of any rate, so that only a reader well below the link is the bottleneck.
  if (rate === null || bottleneck !== 'path' || profileRate >= 0.95 * rate) return [];
  return [{ code: 'reader-slower', carriedMbps: profileRate / 1e6, rateMbps: rate / 1e6, pick }];
}

function widerWindow(found: Found, { grainMs, enough }: Rules): AdviseTrap[] {
  const runs = pairs(found, 'window');
  const longer = (a: AdviseFigures, b: AdviseFigures) => waits(b) > waits(a) + 2 * grainMs;
  const slower = (a: AdviseFigures, b: AdviseFigures) => goodput(b) < enough * goodput(a);
  const worse = runs.some(({ before, after }) => longer(before, after) || slower(before, after));
  const changed = runs.filter(
    ({ before: a, after: b }) => longer(a, b) || slower(a, b) || longer(b, a) || slower(b, a),
  );
  return worse ? [{ code: 'larger-window', rmem: largerWindow, runs: changed }] : [];
}

/** Worth a word where the same ring carries more, or makes a ping wait less. */
function paced(found: Found, { grainMs, enough }: Rules): AdviseTrap[] {
  const runs = pairs(found, 'pacing').filter(({ before, after }) => {
    const [was, is] = [before.pingAddedMs?.median, after.pingAddedMs?.median];
    if (is === undefined) return false;
    const carriesMore = goodput(before) < enough * goodput(after);
    const waitsLess = was !== undefined && is < was - grainMs && goodput(after) >= enough * goodput(before);
    return carriesMore || waitsLess;
  });
  return runs.length > 0 ? [{ code: 'pacing', runs }] : [];
}

/** Probes beside the outcome of the grid with the same ring, and the same qdisc unless that is what is probed. */
function pairs({ outcomes, probes }: Found, of: Probe['of']): BeforeAfter[] {
  return probes
    .filter((probe) => probe.of === of)
    .flatMap((after) => {
      const same = outcomes.filter(
        ({ flowControl, queueLength }) => flowControl === after.flowControl && queueLength === after.queueLength,
      );
      const before = of === 'pacing' ? same[0] : same.find(({ qdisc }) => qdisc === after.qdisc);
      return before ? [{ before, after }] : [];
    });
}

/** What a ping gains, ms; without end where too many are lost. */
function waits({ pingAddedMs }: AdviseFigures): number {
  return pingAddedMs?.median ?? Number.POSITIVE_INFINITY;
}

function goodput({ goodputMbps }: AdviseFigures): number {
  return goodputMbps.median;
}

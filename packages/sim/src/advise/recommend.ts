import type { AdviseOutcome } from './outcome.js';
import { type AdviseGoal, adviseRules } from './question.js';
import { type AdviseReason, reasons } from './reasons.js';

/** Which choice to make, why, and what it costs. Choices are named by their ids. */
export interface AdviseRecommendation {
  /** `leave-it`: today's choice is as good as any. */
  readonly verdict: 'leave-it' | 'change';
  readonly pick: string;
  readonly today: string;
  /** The best of tail drop, where the pick needs backpressure and tail drop can be had. */
  readonly withoutBackpressure: string | null;
  /** Null without a bound. `lowest` is the choice with the least latency, `lowestMs` what that is. */
  readonly budget: {
    readonly ms: number;
    readonly met: boolean;
    readonly lowest: string | null;
    readonly lowestMs: number | null;
    /** What would be chosen without the bound, where that is another choice. */
    readonly pickWithout: string | null;
    readonly tailDropWithout: string | null;
  } | null;
  /** What the pick has more than today's choice; `pingAddedMs` is null where one of both loses too many pings. */
  readonly change: {
    readonly goodputMbps: number;
    readonly goodputShare: number | null;
    readonly pingAddedMs: number | null;
  };
  readonly reasons: readonly AdviseReason[];
}

/** Latencies that differ by less are the same to a person, ms. */
export function latencyGrainMs(rtt: number): number {
  return Math.max(adviseRules.latencyGrain, adviseRules.latencyShare * rtt) / 1e6;
}

/**
 * Chooses among measured choices.
 *
 * @param outcomes at least today's
 */
export function recommend(outcomes: readonly AdviseOutcome[], goal: AdviseGoal): AdviseRecommendation {
  const today = outcomes.find(({ id }) => id === goal.today)!;
  const free = { ...goal, latency: null };
  const within = choose(outcomes, today, goal);
  const pick = within ?? choose(outcomes, today, free) ?? today;
  const tailDrop = outcomes.filter(isTailDrop);
  const stock = isTailDrop(pick) ? null : (choose(tailDrop, today, goal) ?? choose(tailDrop, today, free));
  const other = (among: readonly AdviseOutcome[], than: AdviseOutcome | null) => {
    const without = than && choose(among, today, free);
    return without && without.id !== than.id ? without.id : null;
  };
  const lowest = outcomes
    .filter(({ pingAddedMs }) => pingAddedMs !== null)
    .sort((a, b) => added(a) - added(b) || b.goodputMbps.median - a.goodputMbps.median)[0];
  return {
    verdict: pick.id === today.id ? 'leave-it' : 'change',
    pick: pick.id,
    today: today.id,
    withoutBackpressure: stock?.id ?? null,
    budget:
      goal.latency === null
        ? null
        : {
            ms: goal.latency / 1e6,
            met: within !== null,
            lowest: lowest?.id ?? null,
            lowestMs: lowest ? added(lowest) : null,
            pickWithout: other(outcomes, pick),
            tailDropWithout: other(tailDrop, stock),
          },
    change: changeOf(today, pick),
    reasons: reasons(outcomes, { today, pick, goal, grainMs: latencyGrainMs(goal.rtt) }),
  };
}

/** Less than this is no reason to change anything, ms. */
function worthMs(rtt: number): number {
  return Math.max(adviseRules.worth, adviseRules.worthShare * rtt) / 1e6;
}

/**
 * The choice within the budget that carries most; of those that carry as much but for `giveUp`, one with the least latency. Today's choice, or
 * one that does not ask the program for anything else, stands where what is better is not worth the change. Of those that nobody could tell
 * from each other, the one that asks for the least change and has the most to spare. A budget that the choice without one meets changes nothing.
 *
 * @returns null where nothing is within the budget
 */
export function choose(
  outcomes: readonly AdviseOutcome[],
  today: AdviseOutcome,
  { latency, giveUp, rtt }: Pick<AdviseGoal, 'latency' | 'giveUp' | 'rtt'>,
): AdviseOutcome | null {
  const budget = latency === null ? Number.POSITIVE_INFINITY : latency / 1e6;
  const free = latency === null ? null : choose(outcomes, today, { latency: null, giveUp, rtt });
  if (free && added(free) <= budget) return free;
  const within = outcomes.filter((outcome) => outcome.pingAddedMs !== null && added(outcome) <= budget);
  if (within.length === 0) return null;
  const usual = within.filter(({ queueLength }) => queueLength >= adviseRules.leastRing);
  const eligible = usual.length > 0 ? usual : within;
  const most = Math.max(...eligible.map(({ goodputMbps }) => goodputMbps.median));
  const near = eligible.filter(({ goodputMbps }) => goodputMbps.median >= most * (1 - giveUp));
  const best = leastEffort(near, today, rtt);
  const good = near.filter((outcome) => added(outcome) <= added(best) + worthMs(rtt));
  if (good.includes(today)) return today;
  const easy = good.filter(({ flowControl }) => flowControl === today.flowControl);
  const pick = easy.length > 0 ? leastEffort(easy, today, rtt) : best;
  return eligible.includes(today) && costsMore(pick, today, { giveUp, rtt }) ? today : pick;
}

/** What the pick carries beyond today's choice is no more than may be given up, and nobody waits less for it. */
function costsMore(
  pick: AdviseOutcome,
  today: AdviseOutcome,
  { giveUp, rtt }: Pick<AdviseGoal, 'giveUp' | 'rtt'>,
): boolean {
  const kept = today.goodputMbps.median >= (1 - giveUp) * pick.goodputMbps.median;
  return kept && added(today) <= added(pick) + worthMs(rtt);
}

/** Of those with the least latency, as far as a person can tell, the one to be preferred. */
function leastEffort(outcomes: readonly AdviseOutcome[], today: AdviseOutcome, rtt: number): AdviseOutcome {
  const bound = Math.min(...outcomes.map(added)) + latencyGrainMs(rtt);
  return outcomes.filter((outcome) => added(outcome) <= bound).sort((a, b) => compareEffort(a, b, today))[0]!;
}

/** Below 0: `a` is to be preferred although both do the same. */
function compareEffort(a: AdviseOutcome, b: AdviseOutcome, today: AdviseOutcome): number {
  const changes = [
    ({ qdisc }: AdviseOutcome) => qdisc !== today.qdisc,
    (outcome: AdviseOutcome) => isTailDrop(outcome) && !hasHeadroom(outcome),
  ];
  for (const changed of changes) {
    const difference = Number(changed(a)) - Number(changed(b));
    if (difference !== 0) return difference;
  }
  // A tail that drops: no longer than it takes. Backpressure: room for a reader that pauses, as long as nobody waits for it.
  const longer = b.queueLength - a.queueLength;
  return isTailDrop(a) && hasHeadroom(a) ? -longer : longer;
}

function hasHeadroom({ ringMax, queueLength }: AdviseOutcome): boolean {
  return ringMax * adviseRules.headroom <= queueLength;
}

function isTailDrop({ flowControl }: AdviseOutcome): boolean {
  return flowControl === 'tail-drop';
}

function added({ pingAddedMs }: AdviseOutcome): number {
  return pingAddedMs?.median ?? Number.POSITIVE_INFINITY;
}

function changeOf(today: AdviseOutcome, pick: AdviseOutcome): AdviseRecommendation['change'] {
  const goodput = pick.goodputMbps.median - today.goodputMbps.median;
  return {
    goodputMbps: round(goodput),
    goodputShare: today.goodputMbps.median > 0 ? round(goodput / today.goodputMbps.median) : null,
    pingAddedMs: pick.pingAddedMs && today.pingAddedMs ? round(added(pick) - added(today)) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

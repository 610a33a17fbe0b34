import type { AdviseOutcome } from './outcome.js';
import { type AdviseChoice, type AdviseGoal, adviseRules } from './question.js';

/** Why a choice was recommended: a code, and the numbers that a sentence needs. Rates in Mbit/s, times in ms. */
export type AdviseReason =
  /** Today's ring drops at its tail, and TCP pays. */
  | { readonly code: 'tail-drop-loses'; readonly drops: number; readonly mbps: number; readonly mostMbps: number }
  /** Tail drop over the lengths: from the shortest that loses to the shortest that does not; null: none does not. */
  | {
      readonly code: 'tail-drop-needs-length';
      readonly shortest: number;
      readonly shortestMbps: number;
      readonly enough: number | null;
    }
  /** Backpressure carries as much at every length from `shortest` on. */
  | {
      readonly code: 'backpressure-keeps';
      readonly shortest: number;
      readonly leastMbps: number;
      readonly mostMbps: number;
    }
  /** A shorter ring makes the ping wait less: the pick beside the longest ring of its kind. */
  | { readonly code: 'short-ring-quick'; readonly long: number; readonly longMs: number; readonly ms: number }
  /** A long ring that drops at its tail holds a queue. */
  | { readonly code: 'long-ring-waits'; readonly length: number; readonly ms: number }
  /** A ring of this length is too short to carry as much, even with backpressure. */
  | { readonly code: 'ring-too-short'; readonly length: number; readonly mbps: number; readonly mostMbps: number }
  /** Nothing was dropped, and the ring was never near its end. */
  | { readonly code: 'ring-never-full'; readonly most: number; readonly length: number }
  /** The same, but a little more would fill it. */
  | { readonly code: 'ring-nearly-full'; readonly most: number; readonly length: number }
  /** Windows, not queues, hold the rate down. */
  | {
      readonly code: 'window-limits';
      readonly windowBytes: number;
      readonly mbps: number;
      readonly rateMbps: number;
    }
  /** Most of the wait is not in what the device has. */
  | { readonly code: 'behind-the-ring'; readonly ms: number; readonly ringMs: number }
  /** What carries more than the pick loses more than one ping of a hundred: the one that carries most. */
  | (AdviseChoice & { readonly code: 'more-loses-pings'; readonly mbps: number; readonly pingsLost: number })
  /** The bound is met at the price of most of the goodput. */
  | { readonly code: 'budget-costs'; readonly mbps: number; readonly mostMbps: number };

interface Chosen {
  readonly today: AdviseOutcome;
  readonly pick: AdviseOutcome;
  readonly goal: AdviseGoal;
  readonly grainMs: number;
}

/** Everything that is true of the outcomes and explains the pick. */
export function reasons(outcomes: readonly AdviseOutcome[], chosen: Chosen): AdviseReason[] {
  const usable = outcomes.filter(({ pingAddedMs }) => pingAddedMs !== null);
  const mostMbps = Math.max(...(usable.length > 0 ? usable : outcomes).map(goodput));
  return [
    ...moreLosesPings(outcomes, chosen),
    ...neverFull(chosen),
    ...windowLimits(chosen),
    ...tailDrop(outcomes, chosen, mostMbps),
    ...backpressure(outcomes, chosen),
    ...behindTheRing(chosen),
    ...budgetCosts(chosen, mostMbps),
  ];
}

/** Less than this of the best is a loss that somebody would look for. */
const muchLess = 0.9;

function neverFull({ today, pick }: Chosen): AdviseReason[] {
  if (pick !== today || today.ringDrops > 0 || today.ringMax >= today.queueLength) return [];
  const nearly = today.ringMax * adviseRules.headroom > today.queueLength;
  const code = nearly ? 'ring-nearly-full' : 'ring-never-full';
  return [{ code, most: today.ringMax, length: today.queueLength }];
}

function windowLimits({ pick, goal }: Chosen): AdviseReason[] {
  const { rateMbps } = goal;
  const lossless = pick.ringDrops + pick.qdiscDrops + pick.pathDrops === 0;
  if (rateMbps === null || !lossless || pick.steadyMbps >= muchLess * rateMbps) return [];
  const mbps = pick.steadyMbps;
  return [{ code: 'window-limits', windowBytes: Math.round((mbps * goal.rtt) / 8e3), mbps, rateMbps }];
}

function tailDrop(
  outcomes: readonly AdviseOutcome[],
  { today, pick, grainMs }: Chosen,
  mostMbps: number,
): AdviseReason[] {
  const found: AdviseReason[] = [];
  const own = byLength(
    outcomes.filter(({ flowControl, qdisc }) => flowControl === 'tail-drop' && qdisc === today.qdisc),
  );
  if (own.length === 0) return found;
  const loses = (outcome: AdviseOutcome) => goodput(outcome) < muchLess * mostMbps;
  if (today.flowControl === 'tail-drop' && today.ringDrops > 0 && loses(today)) {
    found.push({ code: 'tail-drop-loses', drops: today.ringDrops, mbps: goodput(today), mostMbps });
  }
  const losing = own.filter((outcome) => loses(outcome) && outcome.ringDrops > 0);
  if (losing.length > 0) {
    const shortest = losing[0]!;
    const enough = own.find((_, i) => own.slice(i).every((other) => !loses(other)));
    found.push({
      code: 'tail-drop-needs-length',
      shortest: shortest.queueLength,
      shortestMbps: goodput(shortest),
      enough: enough?.queueLength ?? null,
    });
  }
  const longest = own.at(-1)!;
  const waits = longest.pingAddedMs?.median ?? 0;
  if (waits > (pick.pingAddedMs?.median ?? Number.POSITIVE_INFINITY) + 2 * grainMs) {
    found.push({ code: 'long-ring-waits', length: longest.queueLength, ms: waits });
  }
  return found;
}

function backpressure(outcomes: readonly AdviseOutcome[], { pick, goal, grainMs }: Chosen): AdviseReason[] {
  if (pick.flowControl === 'tail-drop') return [];
  const own = byLength(
    outcomes.filter(({ flowControl, qdisc }) => flowControl === pick.flowControl && qdisc === pick.qdisc),
  );
  const mostMbps = Math.max(...own.map(goodput));
  const found: AdviseReason[] = [];
  const keeps = own.findIndex((_, i) => own.slice(i).every((outcome) => goodput(outcome) >= muchLess * mostMbps));
  if (keeps !== -1) {
    const rates = own.slice(keeps).map(goodput);
    found.push({
      code: 'backpressure-keeps',
      shortest: own[keeps]!.queueLength,
      leastMbps: Math.min(...rates),
      mostMbps: Math.max(...rates),
    });
  }
  const longest = own.at(-1)!;
  const [longMs, ms] = [longest.pingAddedMs?.median, pick.pingAddedMs?.median];
  if (longMs !== undefined && ms !== undefined && longMs > ms + grainMs) {
    found.push({ code: 'short-ring-quick', long: longest.queueLength, longMs, ms });
  }
  const slow = own.filter(
    (outcome) => outcome.queueLength < pick.queueLength && goodput(outcome) < (1 - goal.giveUp) * mostMbps,
  );
  const longestSlow = slow.at(-1);
  if (longestSlow !== undefined) {
    found.push({ code: 'ring-too-short', length: longestSlow.queueLength, mbps: goodput(longestSlow), mostMbps });
  }
  return found;
}

function behindTheRing({ pick, grainMs }: Chosen): AdviseReason[] {
  const ms = pick.pingAddedMs?.median ?? 0;
  const ringMs = pick.sojournMs.ring;
  return ms > 2 * grainMs && ringMs < ms / 2 ? [{ code: 'behind-the-ring', ms, ringMs }] : [];
}

function moreLosesPings(outcomes: readonly AdviseOutcome[], { pick, goal }: Chosen): AdviseReason[] {
  if (pick.pingAddedMs === null) return [];
  const more = outcomes.filter(
    (outcome) => outcome.pingAddedMs === null && goodput(outcome) * (1 - goal.giveUp) > goodput(pick),
  );
  const most = more.sort((a, b) => goodput(b) - goodput(a))[0];
  if (!most) return [];
  const { flowControl, queueLength, qdisc, pingsLost } = most;
  return [{ code: 'more-loses-pings', flowControl, queueLength, qdisc, mbps: goodput(most), pingsLost }];
}

function budgetCosts({ pick, goal }: Chosen, mostMbps: number): AdviseReason[] {
  if (goal.latency === null || goodput(pick) >= muchLess * mostMbps) return [];
  return [{ code: 'budget-costs', mbps: goodput(pick), mostMbps }];
}

function byLength(outcomes: readonly AdviseOutcome[]): AdviseOutcome[] {
  return [...outcomes].sort((a, b) => a.queueLength - b.queueLength);
}

function goodput({ goodputMbps }: AdviseOutcome): number {
  return goodputMbps.median;
}

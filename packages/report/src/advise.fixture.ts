import type { Advice, AdviseChoice, AdviseOutcome, AdviseProbe } from '@tunq/sim';

const once = (value: number) => ({ median: value, min: value, max: value });

interface Given {
  readonly goodput: number;
  readonly ping: number | null;
  readonly drops?: number;
  readonly front?: boolean;
}

function outcome(choice: AdviseChoice, { goodput, ping, drops = 0, front = false }: Given): AdviseOutcome {
  const { flowControl, queueLength, qdisc } = choice;
  return {
    id: `${flowControl} ${queueLength} ${qdisc}`,
    ...choice,
    front,
    runs: drops > 0 ? 3 : 1,
    goodputMbps: once(goodput),
    steadyMbps: goodput,
    pingAddedMs: ping === null ? null : once(ping),
    pingsLost: ping === null ? 0.04 : 0,
    sojournMs: { qdisc: 0, ring: 1 },
    ringDrops: drops,
    qdiscDrops: 0,
    pathDrops: 0,
    retransmits: drops,
    ringMax: Math.min(choice.queueLength, 900),
  };
}

const tail = (queueLength: number, given: Given) =>
  outcome({ flowControl: 'tail-drop', queueLength, qdisc: 'fq_codel' }, given);
const pushed = (queueLength: number, given: Given, qdisc: AdviseChoice['qdisc'] = 'fq_codel') =>
  outcome({ flowControl: 'linux-7.3', queueLength, qdisc }, given);

const today = tail(500, { goodput: 110, ping: 28, drops: 1240 });
const pick = pushed(50, { goodput: 164, ping: 16, front: true });
const stock = tail(2000, { goodput: 164, ping: 30.5 });
const lost = tail(1, { goodput: 0.1, ping: null, drops: 42 });
const short = pushed(1, { goodput: 0.7, ping: 0.3, front: true }, 'pfifo_fast');
const long = pushed(2000, { goodput: 164, ping: 30.5 });

function probe(of: AdviseProbe['of'], like: AdviseOutcome, other: Partial<AdviseProbe> = {}): AdviseProbe {
  const { id: _id, front: _front, ...figures } = like;
  return { of, settings: {}, ...figures, ...other };
}

/** An advice of every kind of reason and trap; its numbers are made up. */
export const advice: Advice = {
  version: '1.2.3',
  question: {
    reader: 'wireguard-go',
    rtt: 120e6,
    rate: 185e6,
    bottleneck: 'reader',
    flows: 1,
    latency: 20e6,
    giveUp: 0.02,
    kernel: { flowControl: 'tail-drop', backpressure: 'linux-7.3' },
    queueLength: null,
    qdiscs: ['fq_codel', 'pfifo_fast'],
    duration: null,
    seeds: 3,
    settings: [],
  },
  setUp: {
    preset: 'wireguard-go-world',
    durationMs: 10_000,
    pingIntervalMs: 12,
    profileMbps: 740,
    readerMbps: 185,
    slowdown: 4,
    scenario: {} as Advice['setUp']['scenario'],
  },
  recommendation: {
    verdict: 'change',
    pick: pick.id,
    today: today.id,
    withoutBackpressure: stock.id,
    budget: {
      ...{ ms: 20, met: true, lowest: short.id, lowestMs: 0.3 },
      ...{ pickWithout: null, tailDropWithout: today.id },
    },
    change: { goodputMbps: 54, goodputShare: 0.49, pingAddedMs: -12 },
    reasons: [
      { code: 'tail-drop-loses', drops: 1240, mbps: 110, mostMbps: 164 },
      { code: 'tail-drop-needs-length', shortest: 1, shortestMbps: 0.1, enough: 2000 },
      { code: 'tail-drop-needs-length', shortest: 10, shortestMbps: 0.1, enough: null },
      { code: 'backpressure-keeps', shortest: 50, leastMbps: 163, mostMbps: 164 },
      { code: 'backpressure-keeps', shortest: 50, leastMbps: 164, mostMbps: 164 },
      { code: 'short-ring-quick', long: 2000, longMs: 30.5, ms: 16 },
      { code: 'long-ring-waits', length: 2000, ms: 30.5 },
      { code: 'ring-too-short', length: 1, mbps: 0.7, mostMbps: 164 },
      { code: 'ring-never-full', most: 100, length: 500 },
      { code: 'ring-nearly-full', most: 400, length: 500 },
      { code: 'window-limits', windowBytes: 2_600_000, mbps: 174, rateMbps: 185 },
      { code: 'behind-the-ring', ms: 16, ringMs: 1 },
      { code: 'budget-costs', mbps: 10, mostMbps: 164 },
    ],
  },
  traps: [
    { code: 'needs-qdisc', pick, without: probe('no-qdisc', today, { qdisc: 'noqueue' }) },
    { code: 'pfifo-fast-shrinks', at: { ...short, qdiscDrops: 15 }, beside: pick },
    {
      code: 'many-threads',
      threads: 8,
      pick: probe('threads', pick),
      tailDrop: probe('threads', stock),
      free: probe('threads-free', pick),
    },
    { code: 'larger-window', rmem: 33_554_432, runs: [{ before: stock, after: probe('window', long) }] },
    { code: 'reader-slower', carriedMbps: 400, rateMbps: 1000, pick },
    { code: 'pacing', runs: [{ before: today, after: probe('pacing', stock, { qdisc: 'fq' }) }] },
  ],
  outcomes: [lost, today, stock, short, pick, long],
  probes: [],
  runs: 71,
  cpuSeconds: 2,
};

/** The same tunnel where nothing is to be done. */
export const leaveIt: Advice = {
  ...advice,
  question: { ...advice.question, latency: null },
  recommendation: {
    verdict: 'leave-it',
    pick: today.id,
    today: today.id,
    withoutBackpressure: null,
    budget: null,
    change: { goodputMbps: 0, goodputShare: 0, pingAddedMs: 0 },
    reasons: [{ code: 'ring-never-full', most: 100, length: 500 }],
  },
  traps: [],
};

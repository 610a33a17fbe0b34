/**
 * Where a rule draws its lines. None is a constant of nature: each leaves a gap between yes and no in which the answer
 * is that the sources do not tell.
 */
export const thresholds = {
  /** RTT above the least RTT: a queue stands from here on, share of the least RTT and ms. */
  standing: { share: 0.3, ms: 1 },
  /** Up to here none does: CUBIC leaves slow start at an eighth (net/ipv4/tcp_cubic.c HYSTART_DELAY_THRESH). */
  level: { share: 0.15, ms: 0.5 },
  /** Packets that wait on average: fewer are no queue. */
  waiting: 2,
  /** The least RTT is that of this time, s (net.ipv4.tcp_min_rtt_wlen): a queue that stood longer is part of it. */
  minRttSeconds: 300,
  /** Share of the sending time: a window that held the sender back for most of it is what limits it. */
  limited: 0.5,
  /** Up to here it is none of the reasons. */
  barely: 0.3,
  /** Share of the time with something to send: less is an application that pauses, more one that does not. */
  busy: { pauses: 0.8, always: 0.9 },
  /** An idle time at the beginning of a connection, ms, that is no pause. */
  beginning: 1000,
  /** A ring shorter than that cannot take what TCP sends at once: two segments for an ACK, and more as the window grows. */
  tinyRing: 4,
  /** Share of the segments sent again from which on losses, and nothing else, keep the window at its least. */
  lossy: 0.02,
  /** Drops in the ring over segments sent again: from the first on the ring explains them, up to the second it does not. */
  ringLosses: { most: 0.5, few: 0.1 },
  /** Drops in the ring over segments sent again: beyond that most were packets of something else, ACKs or UDP. */
  otherDrops: 3,
  /** Two counts of one thing, taken a moment apart, differ by no more than this share. */
  sameCount: 0.1,
  /** Fewer segments sent again say nothing. */
  losses: 3,
  /** Share of the queueing delay that the packets held by the ring explain: it stands there, or elsewhere. */
  heldExplains: { yes: 0.5, no: 0.25 },
  /**
   * Between `tc` and `ip` pass some ms, on a busy machine 50, in which the reader goes on: a shorter queue is not seen in
   * the counters, ms.
   */
  commandsApart: 60,
  /** Share of a shaper's rate from which on it is what limits. */
  shaped: 0.75,
  /** Share of a shaper's packets that it held back. */
  heldBack: 0.1,
  /** Packets in a qdisc that only a stopped device keeps there. */
  backlog: 10,
  /** Packets between two snapshots: fewer are no traffic. */
  idle: 20,
} as const;

import { type AdviseOutcome, outcomeOf } from './outcome.js';
import type { AdviseChoice } from './question.js';

/** An outcome with the figures that a test is about. */
export function outcome(
  choice: Partial<AdviseChoice>,
  figures: Partial<Omit<AdviseOutcome, 'goodputMbps' | 'pingAddedMs'>> & {
    readonly goodput: number;
    readonly ping: number | null;
  },
): AdviseOutcome {
  const { goodput, ping, ...others } = figures;
  const once = (value: number) => ({ median: value, min: value, max: value });
  const made = outcomeOf(
    { flowControl: 'tail-drop', queueLength: 500, qdisc: 'fq_codel', ...choice },
    {
      runs: 1,
      goodputMbps: once(goodput),
      steadyMbps: goodput,
      pingAddedMs: ping === null ? null : once(ping),
      pingsLost: ping === null ? 0.05 : 0,
      sojournMs: { qdisc: 0, ring: ping ?? 0 },
      ringDrops: 0,
      qdiscDrops: 0,
      pathDrops: 0,
      retransmits: 0,
      ringMax: 0,
    },
    false,
  );
  return { ...made, ...others };
}

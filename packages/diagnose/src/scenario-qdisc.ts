import type { Facts } from './facts.js';
import { countOf } from './json-value.js';
import type { Limit } from './limits.js';

/** IP and TCP headers with timestamps, bytes. */
const headers = 52;
/** A bucket and a buffer where tc does not say: some packets, and the 50 ms that its manual page begins with. */
const assumedBurst = 15_000;
const assumedLatency = '50ms';

/** The qdisc as the keys of a scenario, and what about it is assumed. */
export function qdiscOf({ queue, device, tcp }: Facts, limit: Limit): [keys: string, note?: string] {
  const kind = queue?.kind ?? device?.qdisc;
  const root = queue?.root;
  const packets = (key: string): string => {
    const value = countOf(root?.options[key]);
    return value === undefined ? '' : `, ${key}: ${value}`;
  };
  switch (kind) {
    case undefined:
      return ['kind: pfifo_fast', 'assumed'];
    case 'pfifo_fast':
    case 'noqueue':
      return [`kind: ${kind}`];
    case 'pfifo':
    case 'fq_codel':
      return [`kind: ${kind}${packets('limit')}`];
    case 'fq':
      return ['kind: fq'];
    default: {
      if (!queue?.shaper) return ['kind: pfifo_fast', `assumed: ${kind} is not simulated with these options`];
      if (limit !== 'qdisc') return ['kind: pfifo_fast', `assumed: ${kind} is not the limit`];
      const rate = queue.rate ?? ((tcp?.rate ?? 1e6) * ((tcp?.mss ?? 1448) + headers)) / (tcp?.mss ?? 1448);
      const burst = countOf(root?.options.burst) ?? assumedBurst;
      const from =
        queue.rate === undefined
          ? `rate of ${kind} from the delivery rate`
          : kind === 'tbf'
            ? undefined
            : `a tbf for ${kind}`;
      const keys = `kind: tbf, rate: ${Math.max(1, Math.round(rate / 1e3))}kbit, burst: ${Math.max(1600, burst)}, latency: ${assumedLatency}`;
      return [keys, [from, 'latency assumed'].filter(Boolean).join('; ')];
    }
  }
}

import type { Link } from './link.js';

/** `/proc/net/dev`: name and counters only; undefined if it is none. */
export function parseNetDev(text: string): readonly Link[] | undefined {
  if (!/^Inter-\|/.test(text)) return undefined;
  return text.split('\n').flatMap((line) => {
    const match = /^\s*([^\s:]+):\s*((?:\d+\s+){10,}\d+)/.exec(line);
    if (!match) return [];
    const numbers = match[2]!.split(/\s+/).map(Number);
    // bytes, packets, errs, drop: the first four of eight received, then of eight sent
    return [{ name: match[1]!, flags: [], txBytes: numbers[8]!, txPackets: numbers[9]!, txDropped: numbers[11]! }];
  });
}

import type { KeyPath } from './key-path.js';

/** Two keys, the later of which sets all that the earlier does, so that the earlier one's value is never seen. */
export interface Overwritten {
  readonly earlier: number;
  readonly later: number;
}

/**
 * The first of keys, set in this order, whose value a later one replaces: `device` after `device.queueLength`, or
 * `flows.count` (of every flow) after `flows[0].count`. The other way round, the later key refines the earlier.
 */
export function findOverwritten(keys: readonly KeyPath[]): Overwritten | undefined {
  for (let later = 1; later < keys.length; later++) {
    const earlier = keys.findIndex((key, index) => index < later && covers(keys[later]!, key));
    if (earlier !== -1) return { earlier, later };
  }
  return undefined;
}

/** True if `key` sets everything that `inner` does. */
function covers(key: KeyPath, inner: KeyPath): boolean {
  let at = 0;
  for (const part of key) {
    // A name where the other key has an index stands for every entry of the list.
    if (typeof part === 'string' && typeof inner[at] === 'number') at++;
    if (inner[at] !== part) return false;
    at++;
  }
  return true;
}

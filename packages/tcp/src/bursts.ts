import { positive, wholeNumber } from './argument.js';

/** Rings below this many slots free a slot with every read; above, up to 15 read slots still look taken (include/linux/ptr_ring.h). */
const smallestLazyRing = 32;

/**
 * Mean wait of a packet when bursts arrive as Poisson and each is served packet by packet, in units of the service time s:
 * Wq/s = bρ / (2(1 − ρ)) + (b − 1)/2.
 *
 * The first term is the wait of a burst's first packet, the second the wait behind its own burst.
 *
 * @param load ρ = packet rate × service time, 0 < ρ < 1.
 * @param burst b: packets of a burst, e.g. the segments of one TSO packet.
 * @throws RangeError if the load is not in that range or `burst` is not a whole number from 1.
 */
export function burstWait(load: number, burst: number): number {
  if (!(positive('load', load) < 1)) throw new RangeError(`load is ${load}; allowed: above 0, below 1`);
  wholeNumber('burst', burst, 1);
  return (burst * load) / (2 * (1 - load)) + (burst - 1) / 2;
}

/**
 * Packets of a burst that an empty ring drops while its reader sleeps: max(0, b − N).
 *
 * @param burst b: packets that arrive before the reader's first read.
 * @param slots N: the ring's size. Exact below 32 slots; from 32 on a ring that was used before may still hold up to 15
 *   read but unzeroed slots and drops that many more.
 * @returns `drops`, and `unzeroed`: the most by which the count may be higher.
 * @throws RangeError if an argument is not a whole number from 0.
 */
export function sleepingReaderDrops(burst: number, slots: number): { drops: number; unzeroed: number } {
  wholeNumber('burst', burst, 0);
  wholeNumber('slots', slots, 0);
  return { drops: Math.max(0, burst - slots), unzeroed: slots < smallestLazyRing ? 0 : 15 };
}

import type { Protocol, ReaderKind } from './protocol.js';

/** How memory may reorder: see docs/checker.md. */
export const memoryModels = ['sc', 'tso', 'weak'] as const;
export type MemoryModel = (typeof memoryModels)[number];

/** What else happens while packets flow: nothing, one change of txqueuelen, or one detach with a new attach. */
export const lives = ['none', 'resize', 'reattach'] as const;
export type Life = (typeof lives)[number];

/** One search: a protocol and everything that bounds it. */
export interface Instance {
  readonly protocol: Protocol;
  readonly memory: MemoryModel;
  readonly reader: ReaderKind;
  /** Slots, 0 to 8. */
  readonly ring: number;
  /** Senders at once, 1 to 3. */
  readonly producers: number;
  /** Slots freed at once, where half of the ring is at least that many; else 1. Default 16, the kernel's: 1 in every ring here. */
  readonly batch?: number;
  readonly life?: Life;
}

/** Bounds of {@link Instance}. */
export const limits = { ring: 8, producers: 3 } as const;

/** @throws RangeError if a bound of the instance is not one that the state can hold. */
export function requireInstance({ protocol, ring, producers, batch = 16, reader }: Instance): void {
  const whole = (name: string, value: number, from: number, to: number): void => {
    if (!Number.isInteger(value) || value < from || value > to) {
      throw new RangeError(`${name} is ${value}; allowed: ${from} to ${to}`);
    }
  };
  whole('ring', ring, 0, limits.ring);
  whole('producers', producers, 1, limits.producers);
  whole('batch', batch, 1, 16);
  if (!protocol.reader[reader]) throw new RangeError(`${protocol.name} has no ${reader} reader`);
}

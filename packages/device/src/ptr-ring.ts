/** Slots that a consumer frees at once: two cache lines of pointers (include/linux/ptr_ring.h, `SMP_CACHE_BYTES * 2 / sizeof(void *)`, x86-64). */
const zeroBatch = 16;

/**
 * Outcome of {@link PtrRing.produce}: `full` is the kernel's -ENOSPC on an occupied slot; `no-ring` a ring of size 0, which is never
 * able to hold anything, so waiting for space there would be for ever.
 */
export type ProduceOutcome = 'ok' | 'full' | 'no-ring';

/**
 * The kernel's `struct ptr_ring` (include/linux/ptr_ring.h) in plain TypeScript: one producer, one consumer, a slot that is null is free.
 *
 * Invariants:
 * - entries leave in the order in which they came;
 * - slots `[consumerTail, consumerHead)` were read but still look taken: the consumer nulls them `batch` at a time and at the end of the
 *   array, so a ring looks full with as few as `size − batch + 1` unread entries;
 * - `batch` is 16, and 1 in rings of fewer than 32 slots;
 * - the producer's only test for space is its own slot, the consumer's only test for emptiness is its own.
 *
 * It is the readable reference for the core's ring; it is not fast.
 */
export class PtrRing<T extends NonNullable<unknown>> {
  #slots: (T | null)[] = [];
  #size = 0;
  #batch = 1;
  #producer = 0;
  #consumerHead = 0;
  #consumerTail = 0;

  /**
   * @param size Slots, 0 or more (`txqueuelen`).
   * @throws RangeError if `size` is not a whole number from 0.
   */
  constructor(size: number) {
    this.#allocate(size, []);
  }

  get size(): number {
    return this.#size;
  }

  /** Slots that the consumer frees at once. */
  get batch(): number {
    return this.#batch;
  }

  /** Index of the slot that the next produce takes. */
  get producer(): number {
    return this.#producer;
  }

  /** Index of the slot that the next consume reads. */
  get consumerHead(): number {
    return this.#consumerHead;
  }

  /** Index of the first slot that was read but not yet freed; equal to {@link consumerHead} when there is none. */
  get consumerTail(): number {
    return this.#consumerTail;
  }

  /** Entries not yet read, 0 to `size`. */
  get unread(): number {
    if (this.empty) return 0;
    return (this.#producer - this.#consumerHead + this.#size) % this.#size || this.#size;
  }

  /** True when the producer's slot is taken, and in a ring of size 0 (`__ptr_ring_full`). */
  get full(): boolean {
    return this.checkProduce() !== 'ok';
  }

  /** True when there is nothing to read (`__ptr_ring_empty`, which only the consumer may trust). */
  get empty(): boolean {
    return this.peek() === undefined;
  }

  /** Whether a produce would succeed, without producing (`__ptr_ring_check_produce`). */
  checkProduce(): ProduceOutcome {
    if (this.#size === 0) return 'no-ring';
    return this.#slots[this.#producer] === null ? 'ok' : 'full';
  }

  /** Puts an entry at the end, unless the producer's slot is taken (`__ptr_ring_produce`). */
  produce(entry: T): ProduceOutcome {
    const outcome = this.checkProduce();
    if (outcome !== 'ok') return outcome;
    this.#slots[this.#producer] = entry;
    this.#producer = (this.#producer + 1) % this.#size;
    return 'ok';
  }

  /** The entry that the next consume returns (`__ptr_ring_peek`). */
  peek(): T | undefined {
    return this.#slots[this.#consumerHead] ?? undefined;
  }

  /** Takes the oldest entry, or nothing (`__ptr_ring_consume`). */
  consume(): T | undefined {
    const entry = this.peek();
    if (entry !== undefined) this.#discardOne();
    return entry;
  }

  /** Takes up to `limit` entries, oldest first (`__ptr_ring_consume_batched`). */
  consumeBatch(limit: number): T[] {
    const entries: T[] = [];
    while (entries.length < limit) {
      const entry = this.consume();
      if (entry === undefined) break;
      entries.push(entry);
    }
    return entries;
  }

  /**
   * Puts entries that were consumed back in front, the last of them next to the unread ones (`ptr_ring_unconsume`).
   *
   * @returns The entries that found no place, oldest first. The kernel destroys them.
   */
  unconsume(entries: readonly T[]): T[] {
    if (this.#size === 0) return [...entries];
    this.#freeRead(this.#consumerHead);
    let left = entries.length;
    while (left > 0) {
      const slot = this.#consumerHead === 0 ? this.#size - 1 : this.#consumerHead - 1;
      if (this.#slots[slot] !== null) break;
      left -= 1;
      this.#slots[slot] = entries[left]!;
      this.#consumerTail = slot;
      this.#consumerHead = slot;
    }
    return entries.slice(0, left);
  }

  /**
   * Gives the ring another size and keeps the order (`ptr_ring_resize`).
   *
   * @returns The youngest entries, which no longer fit. The kernel destroys them.
   * @throws RangeError if `size` is not a whole number from 0; the ring is then as before.
   */
  resize(size: number): T[] {
    requireSize(size);
    const unread = this.consumeBatch(Number.POSITIVE_INFINITY);
    this.#allocate(size, unread.slice(0, size));
    return unread.slice(size);
  }

  #allocate(size: number, entries: readonly T[]): void {
    requireSize(size);
    this.#size = size;
    this.#batch = zeroBatch > Math.floor(size / 2) ? 1 : zeroBatch;
    this.#slots = Array.from({ length: size }, (_, slot) => entries[slot] ?? null);
    this.#producer = entries.length < size ? entries.length : 0;
    this.#consumerHead = 0;
    this.#consumerTail = 0;
  }

  /** `__ptr_ring_discard_one`. */
  #discardOne(): void {
    const head = this.#consumerHead + 1;
    if (head - this.#consumerTail >= this.#batch || head >= this.#size) this.#freeRead(head);
    if (head >= this.#size) {
      this.#consumerTail = 0;
      this.#consumerHead = 0;
    } else {
      this.#consumerHead = head;
    }
  }

  /** Nulls what was read below `head`, highest slot first: the producer waits for the lowest, so it sees all of them free or none. */
  #freeRead(head: number): void {
    for (let slot = head - 1; slot >= this.#consumerTail; slot--) this.#slots[slot] = null;
    this.#consumerTail = head;
  }
}

function requireSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new RangeError(`ring size is ${size}; allowed: whole numbers from 0`);
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoreExports, instantiate } from './instance.js';
import { checkedBuild } from './testing/open-run.fixture.js';
import { propertyOptions } from './testing/property.fixture.js';

/**
 * The ring by itself, from the outside. That every operation does what include/linux/ptr_ring.h does, state for state,
 * is tested in `@tunq/device` against its readable `PtrRing`.
 */

/** -ENOSPC, -EINVAL. */
const NO_SPACE = -28;
const NO_SLOTS = -22;
/** Slots that are zeroed at once in rings of 32 and more. */
const BATCH = 16;

const sizes = [0, 1, 2, 31, 32, 33, 500];

class Ring {
  readonly #core: CoreExports;
  readonly handle: number;

  constructor(size: number) {
    this.#core = instantiate({ wasm: checkedBuild }).exports;
    this.handle = this.#core.ring_new(size);
  }
  produce(entry: number): number {
    return this.#core.ring_produce(this.handle, entry);
  }
  consume(): number {
    return this.#core.ring_consume(this.handle) >>> 0;
  }
  check(): number {
    return this.#core.ring_check_produce(this.handle);
  }
  get empty(): boolean {
    return this.#core.ring_empty(this.handle) === 1;
  }
  get unread(): number {
    return this.#core.ring_unread(this.handle);
  }
  unconsume(entry: number): boolean {
    return this.#core.ring_unconsume(this.handle, entry) === 1;
  }
  /** Returns what did not fit, oldest first. */
  resize(size: number): number[] {
    const old = this.#core.ring_resize(this.handle, size);
    const overflow: number[] = [];
    for (let entry = this.#core.ring_consume(old); entry !== 0; entry = this.#core.ring_consume(old))
      overflow.push(entry);
    this.#core.ring_release(old);
    return overflow;
  }
  drain(): number[] {
    const entries: number[] = [];
    for (let entry = this.consume(); entry !== 0; entry = this.consume()) entries.push(entry);
    return entries;
  }
}

describe.each(sizes)('a ring of %i', (size) => {
  test('takes exactly its size, then says why not', () => {
    const ring = new Ring(size);
    expect(ring.empty).toBe(true);
    for (let i = 1; i <= size; i++) {
      expect(ring.check()).toBe(0);
      expect(ring.produce(i)).toBe(0);
    }
    const why = size === 0 ? NO_SLOTS : NO_SPACE;
    expect(ring.check()).toBe(why);
    expect(ring.produce(99)).toBe(why);
    expect(ring.unread).toBe(size);
    expect(ring.drain()).toEqual(Array.from({ length: size }, (_, i) => i + 1));
    expect(ring.empty).toBe(true);
    expect(ring.consume()).toBe(0);
    expect(ring.unread).toBe(0);
  });

  test('a full ring frees its slots in the batches of the kernel', () => {
    if (size === 0) return;
    const ring = new Ring(size);
    for (let i = 1; i <= size; i++) ring.produce(i);
    const batch = size < 2 * BATCH ? 1 : BATCH;
    for (let read = 1; read <= size; read++) {
      ring.consume();
      // Slot 0 is free once the first batch was read; what follows it then is the last whole batch.
      expect(ring.check(), `after ${read}`).toBe(read >= Math.min(batch, size) ? 0 : NO_SPACE);
    }
    let room = 0;
    while (ring.produce(1) === 0) room++;
    expect(room).toBe(size);
  });

  test('keeps order under any mix of operations, and is never more than 15 slots short', () => {
    const operations = fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({ kind: fc.constant('produce' as const), n: fc.integer({ min: 1, max: 40 }) }),
        },
        {
          weight: 5,
          arbitrary: fc.record({ kind: fc.constant('consume' as const), n: fc.integer({ min: 1, max: 40 }) }),
        },
        {
          weight: 1,
          arbitrary: fc.record({ kind: fc.constant('unconsume' as const), n: fc.integer({ min: 1, max: 5 }) }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('resize' as const), n: fc.constantFrom(...sizes) }) },
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(operations, (list) => {
        const ring = new Ring(size);
        let slots = size;
        let expected: number[] = [];
        let next = 1;
        for (const { kind, n } of list) {
          if (kind === 'produce') {
            for (let i = 0; i < n; i++) {
              const code = ring.produce(next);
              if (code === 0) expected.push(next++);
              else if (slots === 0) expect(code).toBe(NO_SLOTS);
              else {
                expect(code).toBe(NO_SPACE);
                expect(slots - expected.length).toBeLessThanOrEqual(slots < 2 * BATCH ? 0 : BATCH - 1);
                break;
              }
            }
          } else if (kind === 'consume') {
            for (let i = 0; i < n; i++) expect(ring.consume()).toBe(expected.shift() ?? 0);
          } else if (kind === 'unconsume') {
            for (let i = 0; i < n; i++) {
              if (!ring.unconsume(next)) break;
              expected.unshift(next++);
            }
          } else {
            expect(ring.resize(n)).toEqual(expected.slice(n));
            expected = expected.slice(0, n);
            slots = n;
          }
          expect(ring.unread).toBe(expected.length);
          expect(ring.unread).toBeLessThanOrEqual(slots);
          expect(ring.empty).toBe(expected.length === 0);
        }
        expect(ring.drain()).toEqual(expected);
      }),
      propertyOptions(60),
    );
  });
});

test('unconsume refuses only when every slot holds an unread entry', () => {
  const ring = new Ring(33);
  for (let i = 1; i <= 33; i++) ring.produce(i);
  expect(ring.unconsume(99)).toBe(false);
  expect(ring.consume()).toBe(1);
  // The read slot is not zeroed yet, but nobody needs its content.
  expect(ring.unconsume(98)).toBe(true);
  expect(ring.drain()).toEqual([98, ...Array.from({ length: 32 }, (_, i) => i + 2)]);
});

test('a released ring gives its memory to the next', () => {
  const { exports, memory } = instantiate();
  const ring = exports.ring_new(100_000);
  for (let i = 0; i < 200; i++) {
    const old = exports.ring_resize(ring, i % 2 === 0 ? 50_000 : 100_000);
    exports.ring_release(old);
  }
  expect(memory.buffer.byteLength).toBeLessThan(4 * 1024 * 1024);
});

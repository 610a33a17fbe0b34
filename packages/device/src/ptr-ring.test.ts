import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PtrRing } from './ptr-ring.js';

/** Fills a ring with 0, 1, 2, … until it refuses; returns how many it took. */
function fill(ring: PtrRing<number>, from = 0): number {
  let entry = from;
  while (ring.produce(entry) === 'ok') entry += 1;
  return entry - from;
}

describe('size', () => {
  test.each([
    [1, 1],
    [2, 1],
    [31, 1],
    [32, 16],
    [500, 16],
    [100_000, 16],
  ])('a ring of %d frees %d at a time', (size, batch) => {
    const ring = new PtrRing<number>(size);
    expect(ring.batch).toBe(batch);
    expect(fill(ring)).toBe(size);
    expect(ring.unread).toBe(size);
    expect(ring.full).toBe(true);
  });

  test('a ring of 0 never holds anything and says that there is no ring', () => {
    const ring = new PtrRing<number>(0);
    expect(ring.produce(1)).toBe('no-ring');
    expect(ring.checkProduce()).toBe('no-ring');
    expect(ring.full).toBe(true);
    expect(ring.empty).toBe(true);
    expect(ring.unread).toBe(0);
    expect(ring.peek()).toBeUndefined();
    expect(ring.consume()).toBeUndefined();
    expect(ring.consumeBatch(64)).toEqual([]);
    expect(ring.unconsume([1, 2])).toEqual([1, 2]);
  });

  test('a ring of 1 takes one, gives one, and takes the next', () => {
    const ring = new PtrRing<number>(1);
    for (let entry = 0; entry < 5; entry++) {
      expect(ring.produce(entry)).toBe('ok');
      expect(ring.produce(99)).toBe('full');
      expect(ring.consume()).toBe(entry);
      expect(ring.consume()).toBeUndefined();
      expect([ring.producer, ring.consumerHead, ring.consumerTail]).toEqual([0, 0, 0]);
    }
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is no size', (size) => {
    expect(() => new PtrRing(size)).toThrow(RangeError);
    const ring = new PtrRing<number>(2);
    ring.produce(7);
    expect(() => ring.resize(size)).toThrow(RangeError);
    expect(ring.consume()).toBe(7);
  });
});

describe('lazy zeroing', () => {
  test('500 slots: space comes back 16 at a time, and sooner at the end of the array', () => {
    const ring = new PtrRing<number>(500);
    fill(ring);
    for (let read = 1; read <= 15; read++) {
      ring.consume();
      expect(ring.full, `after ${read} reads`).toBe(true);
    }
    expect(ring.unread).toBe(485);
    expect(ring.consumerTail).toBe(0);
    ring.consume();
    expect(ring.full).toBe(false);
    expect(ring.consumerTail).toBe(16);
    expect(fill(ring, 500)).toBe(16);

    // 500 = 31 · 16 + 4: the last four slots of the array are freed by its end.
    ring.consumeBatch(496 - 16);
    expect(ring.consumerTail).toBe(496);
    ring.consumeBatch(3);
    expect([ring.consumerHead, ring.consumerTail]).toEqual([499, 496]);
    ring.consume();
    expect([ring.consumerHead, ring.consumerTail]).toEqual([0, 0]);
  });

  test('31 slots: space comes back with every read', () => {
    const ring = new PtrRing<number>(31);
    fill(ring);
    ring.consume();
    expect(fill(ring, 31)).toBe(1);
  });

  test('32 slots: of 31 that were read, 16 are free again', () => {
    const ring = new PtrRing<number>(32);
    fill(ring);
    ring.consumeBatch(31);
    // 16 slots were freed; of the other 15 that were read none is.
    expect(fill(ring, 100)).toBe(16);
    expect(ring.unread).toBe(17);
  });
});

describe('unconsume', () => {
  test('puts a batch back in front, in order', () => {
    const ring = new PtrRing<number>(100);
    for (let entry = 0; entry < 40; entry++) ring.produce(entry);
    const batch = ring.consumeBatch(20);
    expect(ring.unconsume(batch)).toEqual([]);
    expect(ring.unread).toBe(40);
    expect(ring.consumeBatch(100)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  test('wraps below slot 0', () => {
    const ring = new PtrRing<number>(4);
    expect(ring.unconsume([1, 2, 3])).toEqual([]);
    expect(ring.consumerHead).toBe(1);
    expect(ring.consumeBatch(9)).toEqual([1, 2, 3]);
  });

  test('destroys the oldest when the producer took their place', () => {
    const ring = new PtrRing<number>(4);
    fill(ring);
    const batch = ring.consumeBatch(3);
    ring.produce(4);
    ring.produce(5);
    expect(ring.unconsume(batch)).toEqual([0, 1]);
    expect(ring.consumeBatch(9)).toEqual([2, 3, 4, 5]);
  });
});

describe('resize', () => {
  test('keeps order and returns what no longer fits', () => {
    const ring = new PtrRing<number>(8);
    fill(ring);
    ring.consumeBatch(2);
    ring.produce(8);
    expect(ring.resize(4)).toEqual([6, 7, 8]);
    expect(ring.full).toBe(true);
    expect(ring.consumeBatch(9)).toEqual([2, 3, 4, 5]);
  });

  test('to 0 and back', () => {
    const ring = new PtrRing<number>(3);
    ring.produce(1);
    expect(ring.resize(0)).toEqual([1]);
    expect(ring.produce(2)).toBe('no-ring');
    expect(ring.resize(64)).toEqual([]);
    expect(ring.produce(3)).toBe('ok');
    expect(ring.consume()).toBe(3);
  });
});

type Step =
  | { readonly do: 'produce'; readonly times: number }
  | { readonly do: 'consume'; readonly times: number }
  | { readonly do: 'batch'; readonly limit: number; readonly putBack: number }
  | { readonly do: 'resize'; readonly size: number };

const sizes = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 28, max: 36 }),
  fc.integer({ min: 0, max: 120 }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('produce' as const), times: fc.integer({ min: 1, max: 90 }) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('consume' as const), times: fc.integer({ min: 1, max: 60 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('batch' as const),
        limit: fc.integer({ min: 0, max: 64 }),
        putBack: fc.integer({ min: 0, max: 64 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resize' as const), size: sizes }) },
  ),
  { maxLength: 60 },
);

test('a ring is a FIFO queue of at most N entries that lags by at most 15 slots and loses nothing unseen', () => {
  fc.assert(
    fc.property(sizes, steps, (size, plan) => {
      const ring = new PtrRing<number>(size);
      let expected: number[] = [];
      let next = 0;
      let delivered = 0;
      let destroyed = 0;

      const check = () => {
        expect(ring.unread).toBe(expected.length);
        expect(ring.unread).toBeLessThanOrEqual(ring.size);
        expect(ring.empty).toBe(expected.length === 0);
        expect(ring.peek()).toBe(expected[0]);
        const lag = ring.consumerHead - ring.consumerTail;
        expect(lag).toBeGreaterThanOrEqual(0);
        expect(lag).toBeLessThan(ring.batch);
        if (ring.unread + lag < ring.size) expect(ring.checkProduce()).toBe('ok');
        else expect(ring.checkProduce()).toBe(ring.size === 0 ? 'no-ring' : 'full');
        expect(delivered + destroyed + ring.unread).toBe(next);
      };

      for (const step of plan) {
        if (step.do === 'produce') {
          for (let i = 0; i < step.times; i++) {
            const outcome = ring.produce(next);
            if (outcome === 'ok') {
              expected.push(next);
              next += 1;
            } else {
              expect(ring.size - expected.length).toBeLessThan(16);
            }
            check();
          }
        } else if (step.do === 'consume') {
          for (let i = 0; i < step.times; i++) {
            expect(ring.consume()).toBe(expected.shift());
            delivered = next - destroyed - expected.length;
            check();
          }
        } else if (step.do === 'batch') {
          const batch = ring.consumeBatch(step.limit);
          expect(batch).toEqual(expected.splice(0, step.limit));
          const back = batch.slice(Math.max(0, batch.length - step.putBack));
          // Nothing was produced meanwhile, so every place is still there.
          expect(ring.unconsume(back)).toEqual([]);
          expected = [...back, ...expected];
          delivered += batch.length - back.length;
          check();
        } else {
          const gone = ring.resize(step.size);
          expect(gone).toEqual(expected.splice(step.size));
          destroyed += gone.length;
          check();
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('unconsume after further produces keeps order and returns exactly what has no place', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 0, max: 80 }),
      (size, warmUp, limit, more) => {
        const ring = new PtrRing<number>(size);
        for (let i = 0; i < warmUp; i++) {
          ring.produce(-1);
          ring.consume();
        }
        let entry = fill(ring);
        const batch = ring.consumeBatch(limit);
        for (let i = 0; i < more && ring.produce(entry) === 'ok'; i++) entry += 1;
        const unread = ring.unread;
        const destroyed = ring.unconsume(batch);
        expect(destroyed).toEqual(batch.slice(0, Math.max(0, unread + batch.length - size)));
        const rest = ring.consumeBatch(1000);
        expect(rest).toEqual(Array.from({ length: rest.length }, (_, n) => entry - rest.length + n));
        expect(rest.length).toBe(unread + batch.length - destroyed.length);
      },
    ),
    { numRuns: 500 },
  );
});

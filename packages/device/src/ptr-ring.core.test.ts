import { type CoreExports, coreBytes, instantiate, layout } from '@tunq/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ProduceOutcome, PtrRing } from './ptr-ring.js';

/** The core's ring against the readable one: the same answers and the same indices after every operation. */

const codes: Readonly<Record<ProduceOutcome, number>> = { ok: 0, full: -28, 'no-ring': -22 };
const core = new WebAssembly.Module(coreBytes());

/** A field of the core's `PtrRing`, all of which are u32. */
function field(exports: CoreExports, ring: number, name: keyof (typeof layout)['PtrRing']['fields']): number {
  return new DataView(exports.memory.buffer).getUint32(ring + layout.PtrRing.fields[name].offset, true);
}

function drain(exports: CoreExports, ring: number): number[] {
  const entries: number[] = [];
  for (let entry = exports.ring_consume(ring); entry !== 0; entry = exports.ring_consume(ring)) entries.push(entry);
  return entries;
}

type Operation = readonly ['produce' | 'consume' | 'unconsume' | 'resize', number];

const sizes = [0, 1, 2, 31, 32, 33, 500];
const count = fc.integer({ min: 1, max: 40 });
const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constant('produce' as const), count) },
    { weight: 6, arbitrary: fc.tuple(fc.constant('consume' as const), count) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('unconsume' as const), fc.integer({ min: 1, max: 5 })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('resize' as const), fc.constantFrom(...sizes)) },
  ),
  { maxLength: 80 },
);

function compare(size: number, list: readonly Operation[]): void {
  const { exports } = instantiate({ wasm: core });
  const ring = exports.ring_new(size);
  const model = new PtrRing<number>(size);
  let next = 1;
  for (const [kind, n] of list) {
    if (kind === 'resize') {
      const old = exports.ring_resize(ring, n);
      expect(drain(exports, old)).toEqual(model.resize(n));
      exports.ring_release(old);
    } else {
      for (let i = 0; i < n; i++) {
        if (kind === 'produce') expect(exports.ring_produce(ring, next)).toBe(codes[model.produce(next)]);
        else if (kind === 'consume') expect(exports.ring_consume(ring)).toBe(model.consume() ?? 0);
        else expect(exports.ring_unconsume(ring, next)).toBe(model.unconsume([next]).length === 0 ? 1 : 0);
        next++;
      }
    }
    expect({
      check: exports.ring_check_produce(ring),
      empty: exports.ring_empty(ring) === 1,
      unread: exports.ring_unread(ring),
      producer: field(exports, ring, 'producer'),
      consumerHead: field(exports, ring, 'consumerHead'),
      consumerTail: field(exports, ring, 'consumerTail'),
      size: field(exports, ring, 'size'),
      batch: field(exports, ring, 'batch'),
    }).toEqual({
      check: codes[model.checkProduce()],
      empty: model.empty,
      unread: model.unread,
      producer: model.producer,
      consumerHead: model.consumerHead,
      consumerTail: model.consumerTail,
      size: model.size,
      batch: model.batch,
    });
  }
  expect(drain(exports, ring)).toEqual(model.consumeBatch(Number.POSITIVE_INFINITY));
}

describe.each(sizes)('from %i slots', (size) => {
  test('the core does what the readable ring does', () => {
    fc.assert(
      fc.property(operations, (list) => compare(size, list)),
      { seed: 1, numRuns: 80 },
    );
  });
});

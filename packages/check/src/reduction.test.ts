import { describe, expect, test } from 'vitest';
import { type ExploreOptions, explore } from './explore.js';
import { type Instance, memoryModels } from './instance.js';
import { protocols } from './policies/index.js';
import { readerKinds } from './protocol.js';

/** The properties that fail, and whether a drop is possible. */
function answer(instance: Instance, options?: ExploreOptions): { states: number; lost: string[]; drops: boolean } {
  const { states, violations, finished, drops } = explore(instance, options);
  expect(finished).toBe(true);
  return { states, lost: Object.keys(violations).sort(), drops: drops.transitions > 0 };
}

function* small(): Generator<Instance> {
  for (const protocol of Object.values(protocols)) {
    for (const memory of memoryModels) {
      for (const reader of readerKinds) {
        if (!protocol.reader[reader]) continue;
        yield { protocol, memory, reader, ring: 1, producers: 1 };
        if (memory === 'sc') yield { protocol, memory, reader, ring: 2, producers: 2 };
        if (memory !== 'weak') yield { protocol, memory, reader, ring: 4, batch: 2, producers: 1 };
        if (memory === 'sc' && protocol.resize)
          yield { protocol, memory, reader, ring: 2, producers: 1, life: 'resize' };
      }
    }
  }
}

const full = { reduce: false, symmetry: false } as const;

describe('reductions change the number of states and nothing else', () => {
  test.each(Object.keys(protocols))(
    '%s',
    (name) => {
      let less = 0;
      for (const instance of small()) {
        if (instance.protocol.name !== name) continue;
        const reduced = answer(instance);
        const whole = answer(instance, full);
        expect({ ...reduced, states: 0 }).toEqual({ ...whole, states: 0 });
        expect(reduced.states).toBeLessThanOrEqual(whole.states);
        less += whole.states - reduced.states;
      }
      expect(less).toBeGreaterThan(0);
    },
    120_000,
  );
});

/** What sequential consistency can lose, TSO can lose, and what TSO can lose, weak memory can. */
test('a weaker memory model loses no fewer properties', () => {
  for (const instance of small()) {
    if (instance.memory !== 'sc') continue;
    const [sc, tso] = (['sc', 'tso'] as const).map((memory) => answer({ ...instance, memory }).lost);
    expect(tso).toEqual(expect.arrayContaining(sc!));
    if (instance.ring > 1) continue;
    expect(answer({ ...instance, memory: 'weak' }).lost).toEqual(expect.arrayContaining(tso!));
  }
}, 120_000);

test('a search that is not allowed enough states says so', () => {
  const instance: Instance = { protocol: protocols.v12!, memory: 'weak', reader: 'blocking', ring: 2, producers: 2 };
  for (const bound of [{ maxStates: 1000 }, { maxBytes: 1 << 19 }]) {
    const { finished, states } = explore(instance, bound);
    expect(finished).toBe(false);
    expect(states).toBeGreaterThan(900);
  }
});

test('larger rings and three senders: Linux 7.3 holds', () => {
  for (const ring of [5, 8]) {
    for (const memory of memoryModels) {
      const { lost } = answer({ protocol: protocols['linux-7.3']!, memory, reader: 'epoll', ring, producers: 1 });
      expect(lost).toEqual([]);
    }
  }
  const three = answer({
    protocol: protocols['linux-7.3']!,
    memory: 'weak',
    reader: 'blocking',
    ring: 2,
    producers: 3,
  });
  expect(three.lost).toEqual([]);
  expect(three.drops).toBe(true);
}, 120_000);

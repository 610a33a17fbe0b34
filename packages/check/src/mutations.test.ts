import { expect, test } from 'vitest';
import { explore } from './explore.js';
import { type Instance, lives, memoryModels } from './instance.js';
import { type Mutant, mutants } from './mutate.fixture.js';
import { linux73 } from './policies/linux-7.3.js';
import { propertyNames } from './properties.js';

/** What survives every search, and why that is no gap: the mutant is another correct protocol. */
const harmless: readonly (readonly [RegExp, string])[] = [
  [
    /without count|if half or empty before count/,
    'the counter lags or stays 0: the queue is woken later, when the ring is empty',
  ],
  [
    /clear-count/,
    'the counter is not cleared, or earlier: under the lock nobody sees the order, and a larger count only wakes earlier',
  ],
  [/hand-on/, 'packets of earlier reads count again: wakes earlier'],
  [
    /^sender: unlock producer before if filled/,
    'the look at the slot needs no lock: stop, barrier, second look still follow a put',
  ],
  [/^sender: if produced before unlock producer/, 'the notify may be given under the lock'],
  [/^blocking: without peek$/, 'the first read finds nothing, the one in the sleep loop takes the packet'],
  [
    /^blocking: (if got before peek|without if got|without discard).*\(in loop\)/,
    'a woken reader takes the packet with its next read',
  ],
  [
    /without sleep|without prepare-sleep|without loop \(in unless got\)|^blocking: without unless got/,
    'the reader polls instead of sleeping',
  ],
  [/finish-sleep/, 'the reader looks again although nobody called, or is called although it does not sleep'],
  [
    /lock consumer before prepare-sleep|prepare-sleep before loop/,
    'the wait queue may be joined earlier, or under the lock',
  ],
  [/batch-done/, 'batches of another size'],
  [/unlock consumer before if counted/, 'one reader: nobody else consumes between its unlock and its wake'],
  [
    /unless counted|break \(in unless counted\)/,
    'it waits after every batch, or polls, instead of reading until the ring is empty',
  ],
  [/^polling: (without unless got|unless got before)/, 'an empty step'],
];

/** The property that a mutant breaks, in the smallest search that shows it; null: none does. */
function caught({ protocol, readers }: Mutant): string | null {
  const small = (instance: Omit<Instance, 'protocol'>): string | null => {
    const { violations, finished } = explore({ protocol, ...instance }, { until: propertyNames.slice(0, 1) });
    const property = propertyNames.find((name) => violations[name]);
    if (property) return property;
    expect(finished).toBe(true);
    return null;
  };
  for (const life of lives) {
    for (const memory of memoryModels) {
      for (const producers of life === 'none' ? [1, 2] : [1]) {
        for (const ring of life === 'none' ? [1, 2] : [1]) {
          for (const reader of readers) {
            const property = small({ memory, producers, ring, reader, life });
            if (property) return property;
          }
        }
      }
    }
  }
  return null;
}

const all = mutants(linux73);

test('every mutant of Linux 7.3 that breaks a property is caught, and every other one is explained', () => {
  const results = all.map((mutant) => ({ name: mutant.name, property: caught(mutant) }));
  const survivors = results.filter(({ property }) => property === null).map(({ name }) => name);
  const unexplained = survivors.filter((name) => !harmless.some(([pattern]) => pattern.test(name)));
  expect(unexplained).toEqual([]);
  // An explanation that nothing needs is one that nobody tested.
  for (const [pattern] of harmless)
    expect(
      survivors.some((name) => pattern.test(name)),
      `${pattern}`,
    ).toBe(true);
  expect(all.length).toBeGreaterThan(120);
  expect(results.length - survivors.length).toBeGreaterThan(75);
}, 300_000);

test.each([
  'sender: without stop (in if filled)',
  'sender: without full-barrier (in if filled)',
  'sender: full-barrier before stop (in if filled)',
  'sender: without unless filled (in if filled)',
  'sender: unless filled before full-barrier (in if filled)',
  'sender: without wake (in unless filled) (in if filled)',
  'sender: without if filled',
  'sender: if filled before produce',
  'sender: without notify (in if produced)',
  'sender: without drop (in if produced)',
  'sender: without lock producer',
  'sender: without unlock producer',
  'sender: without produce',
  'polling: without full-barrier (in if got)',
  'polling: if stopped before full-barrier (in if got)',
  'polling: full-barrier before discard (in if got)',
  'polling: without if stopped (in if got)',
  'polling: without wake (in if half or empty) (in if stopped) (in if got)',
  'polling: without discard (in if got)',
  'polling: without peek',
  'polling: without lock consumer',
  'polling: without unlock consumer',
])(
  '%s is caught',
  (name) => {
    const mutant = all.find((candidate) => candidate.name === name);
    expect(mutant).toBeDefined();
    expect(caught(mutant!)).not.toBeNull();
  },
  60_000,
);

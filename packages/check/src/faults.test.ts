import { describe, expect, test } from 'vitest';
import { type Exploration, explore } from './explore.js';
import type { Instance } from './instance.js';
import { lanesOf } from './lanes.js';
import { protocols } from './policies/index.js';
import type { PropertyName } from './properties.js';

/** The faults of the history of the series (tun-queue.md §1.3): found, with the shortest schedule, and only where they can be. */

function search(name: string, rest: Omit<Instance, 'protocol'>): Exploration {
  const result = explore({ protocol: protocols[name]!, ...rest });
  expect(result.finished).toBe(true);
  return result;
}

/** What the threads do, in order, one line a step: `reader: …`. */
function story(result: Exploration, property: PropertyName): string[] {
  const schedule = result.violations[property];
  expect(schedule).toBeDefined();
  const { threads, steps } = lanesOf({ property, schedule: schedule! });
  return steps.map(({ thread, text, state }) => `${threads[thread]!.split(' (')[0]}: ${text} ${state}`);
}

/** The patterns come in this order, with other steps in between. */
function expectInOrder(lines: readonly string[], patterns: readonly RegExp[]): void {
  let from = 0;
  for (const pattern of patterns) {
    const found = lines.findIndex((line, i) => i >= from && pattern.test(line));
    expect(found, `${pattern} after line ${from} of\n${lines.join('\n')}`).toBeGreaterThanOrEqual(from);
    from = found + 1;
  }
}

const one = { ring: 1, producers: 1 } as const;

test('fault 1: the stop comes after the reader asked, and the reader sleeps for ever', () => {
  const result = search('v1-no-sleep-wake', { ...one, memory: 'sc', reader: 'blocking' });
  expect(result.violations.wake?.steps).toHaveLength(14);
  expectInOrder(story(result, 'wake'), [
    /sender: puts 1 into slot 0/,
    /sender: .*slot 0\? taken/,
    /reader: .*takes 1/,
    /reader: wake: not stopped, nothing to do/,
    /sender: stops the queue/,
    /reader: .*slot 0\? free.*stopped; asleep/,
  ]);
});

test('fault 1 in v1 itself: through the stop on entry, which notifies nobody', () => {
  const result = search('v1', { ...one, memory: 'sc', reader: 'blocking' });
  expectInOrder(story(result, 'wake'), [
    /reader: stopped\? no/,
    /sender: stops the queue; gives the packet back \(BUSY\)/,
  ]);
});

test('fault 4: with LLTX a sender that passed the test meets a full ring', () => {
  for (const name of ['v4', 'linux-7.3']) {
    const { drops, violations } = search(name, { ring: 1, producers: 2, memory: 'sc', reader: 'blocking' });
    expect(violations.drop).toBeUndefined();
    const { steps, threads } = lanesOf({ property: 'allowed-drop', schedule: drops.schedule! });
    const lines = steps.map(({ thread, text }) => `${threads[thread]}: ${text}`);
    expectInOrder(lines, [
      /sender \d: has a packet/,
      /sender \d: has a packet/,
      /puts 1/,
      /slot 0\? taken/,
      /drops the packet/,
    ]);
  }
  for (const name of ['v5', 'v6', 'v7', 'v8', 'v9']) {
    const { drops } = search(name, { ring: 1, producers: 2, memory: 'sc', reader: 'blocking' });
    expect(drops.transitions).toBe(0);
  }
});

test('fault 5: vhost-net drains a batch, reads "not stopped", then the producer stops', () => {
  const result = search('v4', { ...one, memory: 'sc', reader: 'epoll' });
  expect(result.violations.wake?.steps).toHaveLength(12);
  expectInOrder(story(result, 'wake'), [
    /reader: .*takes 1/,
    /reader: stopped\? no/,
    /sender: stops the queue/,
    /sender: reader asleep\? no/,
    /reader: .*slot 0\? free.*stopped; asleep/,
  ]);
  expect(search('v5', { ...one, memory: 'sc', reader: 'epoll' }).violations).toEqual({});
});

describe('fault 6: "stopped? no; producer stops; discard"', () => {
  test('v5 needs a CPU that reads "stopped?" before the entry', () => {
    for (const memory of ['sc', 'tso'] as const) {
      expect(search('v5', { ...one, memory, reader: 'blocking' }).violations).toEqual({});
    }
    expectInOrder(story(search('v5', { ...one, memory: 'weak', reader: 'blocking' }), 'wake'), [
      /reader: loads early: stopped\? no/,
      /sender: the stop shows to all/,
      /reader: stopped\? no \(as loaded early\); takes 1; frees slot 0/,
    ]);
  });

  test('with the question first, or a sender that a wake let into a full ring, any CPU will do', () => {
    expectInOrder(story(search('v5-test-first', { ...one, memory: 'sc', reader: 'polling' }), 'wake'), [
      /reader: .*stopped\? no/,
      /sender: stops the queue/,
      /reader: .*takes 1/,
      /reader: frees slot 0.*stopped/,
    ]);
    const attached = search('v5', { ...one, memory: 'sc', reader: 'polling', life: 'reattach' });
    expectInOrder(story(attached, 'wake'), [/reader: stopped\? no/, /sender: stops the queue/, /reader: frees slot 0/]);
    expect(search('v6', { ...one, memory: 'sc', reader: 'polling', life: 'reattach' }).violations).toEqual({});
  });
});

test('fault 7: a ring of size 0 is a verdict: v6 reads beyond its slots, v7 to v9 stop for ever, v12 drops', () => {
  const none = { ring: 0, producers: 1, reader: 'blocking' } as const;
  for (const memory of ['sc', 'tso', 'weak'] as const) {
    for (const name of ['v1', 'v5', 'v6'])
      expect(Object.keys(search(name, { ...none, memory }).violations)).toEqual(['crash']);
    for (const name of ['v7', 'v8', 'v9'])
      expect(Object.keys(search(name, { ...none, memory }).violations)).toEqual(['wake']);
    for (const name of ['v12', 'linux-7.3']) expect(search(name, { ...none, memory }).violations).toEqual({});
  }
});

describe('fault 11: store buffering', () => {
  test.each([
    ['v9', ['tso', 'weak']],
    ['v12-no-consumer-barrier', ['tso', 'weak']],
    // set_bit is a locked instruction on x86, and orders nothing on others.
    ['v12-no-producer-barrier', ['weak']],
    ['v7', ['weak']],
    ['v12', []],
    ['linux-7.3', []],
  ] as const)('%s loses the wake-up under: %s', (name, lost) => {
    const found = (['sc', 'tso', 'weak'] as const).filter(
      (memory) => search(name, { ...one, memory, reader: 'blocking' }).violations.wake,
    );
    expect(found).toEqual(lost);
  });

  test('the freed slot waits in the store buffer while both look', () => {
    expectInOrder(story(search('v9', { ...one, memory: 'tso', reader: 'blocking' }), 'wake'), [
      /reader: .*frees slot 0 \(in its store buffer\)/,
      /reader: stopped\? no/,
      /sender: stops the queue/,
      /sender: slot 0\? taken/,
      /reader: slot 0 is free for all.*stopped/,
    ]);
  });
});

test('fault 13: stopped, detached, attached with TUNSETQUEUE: v12 does not wake, Linux 7.3 does', () => {
  const life = { ...one, memory: 'sc', reader: 'blocking', life: 'reattach' } as const;
  expectInOrder(story(search('v12-set-queue', life), 'wake'), [
    /stops the queue/,
    /purges the ring/,
    /attaches the queue/,
  ]);
  expect(search('v12', life).violations).toEqual({});
  expect(search('linux-7.3', life).violations).toEqual({});
});

describe('fault 15: veth', () => {
  test('the producer sees the drained ring as not empty: not with sequential consistency', () => {
    const veth = { ...one, reader: 'epoll' } as const;
    expect(search('veth-broken', { ...veth, memory: 'sc' }).violations).toEqual({});
    for (const memory of ['tso', 'weak'] as const) {
      expectInOrder(story(search('veth-broken', { ...veth, memory }), 'wake'), [
        /sender: .*slot 0\? taken/,
        /reader: .*stopped\? no/,
        /sender: .*stop/,
        /sender: slot 0\? taken \(read, not freed\); gives the packet back/,
        /reader: slot 0 is free for all/,
      ]);
      expect(search('veth-fixed', { ...veth, memory }).violations).toEqual({});
    }
  });
});

test('without the second look or the wake any memory model loses the wake-up', () => {
  for (const name of ['v12-no-recheck', 'v12-no-wake']) {
    for (const memory of ['sc', 'tso', 'weak'] as const) {
      for (const reader of ['blocking', 'polling', 'epoll'] as const) {
        expect(search(name, { ...one, memory, reader }).violations.wake).toBeDefined();
      }
    }
  }
});

test('Linux 7.3 with one sender: the only drops follow an early wake, which counted what was read before the stop', () => {
  const { drops, violations } = search('linux-7.3', { ...one, memory: 'sc', reader: 'polling' });
  expect(violations).toEqual({});
  const { steps } = lanesOf({ property: 'allowed-drop', schedule: drops.schedule! });
  expectInOrder(
    steps.map(({ text, state }) => `${text} ${state}`),
    [/takes 1/, /frees slot 0/, /puts 2/, /stops the queue/, /wakes the queue.*\[2\]/, /drops the packet/],
  );
});

test('a resize keeps the unread packets of a ring whose read slots are not freed yet', () => {
  const result = search('linux-7.3', {
    ring: 4,
    batch: 2,
    producers: 1,
    memory: 'sc',
    reader: 'polling',
    life: 'resize',
  });
  expect(result.violations).not.toHaveProperty('order');
  expect(result.violations).not.toHaveProperty('wake');
});

import { type FlowControlName, flowControlNames, PtrRing, resolveFlowControl, wakeThresholds } from '@tunq/device';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from './effects.js';
import { halted, local, shared } from './layout.js';
import { Machine } from './machine.js';
import { protocols } from './policies/index.js';
import type { Protocol } from './protocol.js';

/**
 * The rules of `@tunq/device` (when to stop, when to wake, what happens to a packet that finds the ring full) and the steps of
 * `@tunq/check`, on the same sequences of whole passes: a sender that sends, a reader that reads.
 */

type Rules = ReturnType<typeof resolveFlowControl>;

/** The rules as their names say, on the plain ring. */
class Reference {
  readonly ring: PtrRing<number>;
  stopped = false;
  #count = 0;
  #sent = 0;

  constructor(
    private readonly rules: Rules,
    size: number,
  ) {
    this.ring = new PtrRing(size);
  }

  /** False: the queue is stopped, so nothing is sent. */
  send(): 'waits' | 'put' | 'drop' | 'busy' {
    const { stop, onFull } = this.rules;
    if (this.stopped) return 'waits';
    if (stop === 'last-slot' && !this.ring.full && this.ring.unread + 1 === this.ring.size) this.stopped = true;
    const put = this.ring.produce(++this.#sent) === 'ok';
    if (stop === 'filled' && this.ring.checkProduce() === 'full') this.stopped = true;
    return put ? 'put' : onFull;
  }

  read(): boolean {
    const before = this.ring.checkProduce();
    if (this.ring.consume() === undefined) return false;
    if (!this.stopped) return true;
    this.#count++;
    const { wake } = this.rules;
    const wakes = {
      empty: this.ring.empty,
      spare: this.ring.checkProduce() === 'ok',
      batch: before === 'full' && this.ring.checkProduce() === 'ok',
      half: this.ring.empty || this.#count >= Math.floor(this.ring.size / 2),
      any: true,
    }[wake];
    if (wakes) {
      this.stopped = false;
      this.#count = 0;
    }
    return true;
  }
}

/** One thread at a time, from the beginning of its program to the beginning. */
class Passes {
  readonly #machine: Machine;
  state: Uint8Array;

  constructor(protocol: Protocol, ring: number) {
    this.#machine = new Machine({ protocol, ring, memory: 'sc', reader: 'polling', producers: 1 });
    this.state = this.#machine.initial();
  }

  pass(thread: number): Effect[] {
    const { layout } = this.#machine;
    const place = layout.thread(thread) + local.pc;
    const start = this.state[place]!;
    const all: Effect[] = [];
    do {
      let next: Uint8Array | null = null;
      this.#machine.state.set(this.state);
      this.#machine.trace = [];
      this.#machine.expand((t) => {
        const effects = this.#machine.trace!;
        this.#machine.trace = [];
        if (t !== thread || next || this.#machine.next[place] === halted) return;
        next = this.#machine.next.slice();
        all.push(...effects);
      });
      if (!next) return all;
      this.state = next;
    } while (this.state[place] !== start);
    return all;
  }
}

function compare(protocol: Protocol, rules: Rules, size: number, sequence: readonly boolean[]): void {
  const reference = new Reference(rules, size);
  const passes = new Passes(protocol, size);
  for (const sends of sequence) {
    if (sends) {
      const effects = passes.pass(0).map(({ kind }) => kind);
      const outcome = ['put', 'drop', 'busy'].find((kind) => effects.includes(kind)) ?? 'waits';
      expect(outcome).toBe(reference.send());
    } else {
      const took = passes.pass(1).some(({ kind }) => kind === 'take');
      expect(took).toBe(reference.read());
    }
    expect({ stopped: passes.state[shared.xoff] === 1, unread: passes.state[shared.next]! - 1 }).toEqual({
      stopped: reference.stopped,
      unread: reference.ring.unread,
    });
  }
}

const sequences = fc.array(fc.boolean(), { minLength: 4, maxLength: 40 });

describe('the same rules under the same names', () => {
  test('every flow control of @tunq/device is a protocol, and says the same of itself', () => {
    for (const name of flowControlNames) {
      const { stop, wake, onFull } = resolveFlowControl(name);
      expect(protocols[name]!.rules).toEqual({ stop, wake, onFull });
    }
    for (const wakeAt of wakeThresholds) {
      expect(protocols[`linux-7.3-wake-${wakeAt}`]!.rules).toMatchObject({ wake: wakeAt });
    }
  });

  test.each(flowControlNames)('%s stops, wakes, drops and requeues as its rules say', (name) => {
    const ring = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(ring, sequences, (size, sequence) =>
        compare(protocols[name]!, resolveFlowControl(name), size, sequence),
      ),
      { seed: 1, numRuns: 150 },
    );
  });

  test.each(wakeThresholds)('linux-7.3 with wakeAt: %s', (wakeAt) => {
    const rules = resolveFlowControl({ kind: 'linux-7.3' as FlowControlName, wakeAt });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), sequences, (size, sequence) =>
        compare(protocols[`linux-7.3-wake-${wakeAt}`]!, rules, size, sequence),
      ),
      { seed: 1, numRuns: 150 },
    );
  });
});

import { PtrRing } from '@tunq/device';
import { halted, local, shared } from './layout.js';
import { Machine } from './machine.js';
import type { Schedule } from './witness.js';

/** Where a replay ends, as the plain ring and a few flags have it. */
export interface Replayed {
  readonly unread: number;
  readonly full: boolean;
  readonly stopped: boolean;
  readonly asleep: boolean;
  /** Packets that the reader took, in order. */
  readonly taken: readonly number[];
  /** Loads whose answer was not what memory held at that moment: from a store buffer, or performed early. */
  readonly staleLoads: number;
}

/**
 * Replays a schedule on the plain TypeScript ring of `@tunq/device`: a put when it becomes visible is a `produce`, a slot that becomes free
 * is a `consume`, and every test of a slot is asked again there. Stores that wait in a buffer are not visible, so the ring is memory as the
 * others see it.
 *
 * @throws Error where the ring answers differently from the schedule
 */
export function replay({ instance, steps }: Schedule): Replayed {
  const machine = new Machine(instance);
  const ring = new PtrRing<number>(instance.ring);
  if (machine.batch(instance.ring) !== ring.batch)
    throw new Error('the plain ring frees slots by the kernel’s rule only');
  const differs = (what: string): never => {
    throw new Error(`${instance.protocol.name}: the ring differs: ${what}`);
  };
  let stopped = false;
  let sleeper = 0;
  let produced = 0;
  let staleLoads = 0;
  const taken: number[] = [];
  /** Packets by slot, as produced. */
  const content = new Map<number, number>();
  /** Slots that are free before an earlier one is. */
  const freed = new Map<number, number | undefined>();
  for (const { effects } of steps) {
    for (const { kind, at = 0, value = 0, how } of effects) {
      if (kind === 'take') taken.push(taken.length + 1);
      if (kind === 'wake' && value === 1) stopped = false;
      if (kind === 'wakes-reader') sleeper = 0;
      if (kind === 'write' && how !== 'buffered') {
        if (at === shared.xoff) stopped = value === 1;
        if (at === shared.sleeper) sleeper = value;
        if (at >= shared.slots && value !== 0) {
          produced++;
          if (ring.producer !== at - shared.slots || ring.produce(produced) !== 'ok')
            differs(`put into slot ${at - shared.slots}`);
          content.set(at, produced);
        }
        if (at >= shared.slots && value === 0) {
          freed.set(at, content.get(at));
          content.delete(at);
          // Weak memory may show a later slot first; the ring frees them in order.
          for (let head = shared.slots + ring.consumerHead; freed.has(head); head = shared.slots + ring.consumerHead) {
            if (ring.consume() !== freed.get(head)) differs('the packet that is freed');
            freed.delete(head);
          }
        }
      }
      if (kind === 'load') {
        const now =
          at === shared.xoff
            ? stopped
            : at === shared.sleeper
              ? sleeper === 1
              : at >= shared.slots
                ? content.has(at)
                : null;
        if (now === null || now === (value !== 0)) continue;
        // Without a store buffer and an early load, memory is the only thing that can answer.
        if (how === undefined) differs(`a load at ${at}`);
        staleLoads++;
      }
      if (kind === 'load-early' || how === 'buffered') staleLoads++;
    }
  }
  const last = steps.at(-1)!.state;
  const reader = last[machine.layout.thread(machine.layout.readerThread) + local.pc]!;
  const slots = Array.from({ length: instance.ring }, (_, i) => last[shared.slots + i]!);
  if (slots.some((value, i) => (value !== 0) !== content.has(shared.slots + i))) differs('the slots at the end');
  if ((last[shared.xoff] === 1) !== stopped || last[shared.sleeper] !== sleeper) differs('the flags at the end');
  if (freed.size > 0) differs('slots that stay out of order');
  return {
    unread: ring.unread,
    full: ring.full,
    stopped,
    asleep: reader !== halted && sleeper === 1,
    taken,
    staleLoads,
  };
}

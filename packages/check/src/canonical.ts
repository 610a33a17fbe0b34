import { at, op } from './instructions.js';
import { barrierEntry, halted, local, noEntry, shared } from './layout.js';
import type { Machine } from './machine.js';

/**
 * Puts states that differ in nothing but a name into one form: senders are interchangeable, and so are the slots of a ring that frees
 * one at a time, where only the distance from the consumer counts.
 */
export class Canonical {
  readonly #machine: Machine;
  readonly #slots: Uint8Array;
  readonly #sharedHead: boolean;

  constructor(machine: Machine) {
    this.#machine = machine;
    const { layout, instance } = machine;
    this.#slots = new Uint8Array(layout.slots);
    this.#sharedHead = instance.protocol.sharedHead === true;
  }

  /** Changes `state` to its form. */
  apply(state: Uint8Array): void {
    const size = state[shared.size]!;
    const by = state[shared.head]!;
    if (by !== 0 && this.#machine.batch(size) === 1) this.#rotate(state, by, size);
    if (this.#machine.layout.producers > 1) this.#sort(state);
  }

  #rotate(state: Uint8Array, by: number, size: number): void {
    const { layout } = this.#machine;
    for (let i = 0; i < size; i++) this.#slots[i] = state[shared.slots + ((i + by) % size)]!;
    for (let i = 0; i < size; i++) state[shared.slots + i] = this.#slots[i]!;
    for (const index of [shared.producer, shared.head, shared.tail]) state[index] = (state[index]! - by + size) % size;
    if (this.#sharedHead) this.#rotateCopies(state, by, size);
    for (let t = 0; t < layout.threads; t++) {
      const first = layout.thread(t) + local.buffer;
      for (let entry = first; entry < layout.thread(t) + layout.threadBytes; entry += 2) {
        const address = state[entry]!;
        if (address >= shared.slots && address < barrierEntry) {
          state[entry] = shared.slots + ((address - shared.slots - by + size) % size);
        }
      }
      const early = first + 2 * layout.buffer;
      if (layout.early === 2 && state[early]! > state[early + 2]!) {
        const [address, value] = [state[early]!, state[early + 1]!];
        state.copyWithin(early, early + 2, early + 4);
        state[early + 2] = address;
        state[early + 3] = value;
      }
    }
  }

  /** Where `consumer_head` is shared memory, its values are indices as well. */
  #rotateCopies(state: Uint8Array, by: number, size: number): void {
    const { layout, code } = this.#machine;
    const turn = (i: number): void => {
      state[i] = (state[i]! - by + size) % size;
    };
    turn(shared.headCopy);
    for (let t = 0; t < layout.threads; t++) {
      const base = layout.thread(t);
      const pc = state[base + local.pc]!;
      const step = pc === halted ? null : code[t]![pc]!;
      if (step?.op === op.load && step.a === at.accSlot) turn(base + local.acc);
      for (let entry = base + local.buffer; entry < base + layout.threadBytes; entry += 2) {
        if (state[entry] === shared.headCopy) turn(entry + 1);
      }
    }
  }

  /** Insertion sort: there are at most three. */
  #sort(state: Uint8Array): void {
    const { threadBase, threadBytes, producers } = this.#machine.layout;
    for (let t = 1; t < producers; t++) {
      for (let at = threadBase + t * threadBytes; at > threadBase; at -= threadBytes) {
        if (!this.#swapIfGreater(state, at - threadBytes, at, threadBytes)) break;
      }
    }
  }

  #swapIfGreater(state: Uint8Array, a: number, b: number, length: number): boolean {
    let i = 0;
    while (i < length && state[a + i] === state[b + i]) i++;
    if (i === length || state[a + i]! < state[b + i]!) return false;
    for (; i < length; i++) {
      const value = state[a + i]!;
      state[a + i] = state[b + i]!;
      state[b + i] = value;
    }
    return true;
  }
}

/** True when a store buffer holds nothing. */
export function isDrained(machine: Machine, state: Uint8Array, t: number): boolean {
  return machine.layout.buffer === 0 || state[machine.layout.thread(t) + local.buffer] === noEntry;
}

import { isDrained } from './canonical.js';
import { op } from './instructions.js';
import { halted, local, shared } from './layout.js';
import type { Machine } from './machine.js';
import type { PropertyName } from './properties.js';

/** What is wrong in a state from which no thread can go on. Null: nothing is; every sender has sent all, and all of it was read. */
export function stuck(machine: Machine, state: Uint8Array): PropertyName | null {
  if (state[shared.attached] === 0) return null;
  if (waitsForWake(machine, state)) return 'wake';
  const { layout, code } = machine;
  for (let t = 0; t < layout.threads; t++) {
    const pc = state[layout.thread(t) + local.pc]!;
    if (pc === halted || (t === layout.otherThread && pc === 0)) continue;
    const step = code[t]![pc]!.op;
    // A lock that is never released, or a wait for something that cannot come.
    if (step !== op.await && step !== op.sleep && step !== op.end) return 'wake';
  }
  if (unread(state)) return 'sleep';
  return state[shared.next] === 1 ? null : 'order';
}

/** The queue is stopped and a sender has packets. */
function waitsForWake({ layout, code }: Machine, state: Uint8Array): boolean {
  if (state[shared.xoff] === 0) return false;
  for (let t = 0; t < layout.producers; t++) {
    const pc = state[layout.thread(t) + local.pc]!;
    if (pc !== halted && code[t]![pc]!.op === op.await) return true;
  }
  return false;
}

function unread(state: Uint8Array): boolean {
  return state[shared.size]! > 0 && state[shared.slots + state[shared.head]!] !== 0;
}

/**
 * A reader that polls never rests, so a lost wake-up is no end of everything. This finds the states that may be one: stopped, senders
 * waiting, nothing under way, the reader at the beginning of a loop. Whether it is one {@link turnsForEver} tells.
 */
export function maybeTurning(machine: Machine, state: Uint8Array, heads: ReadonlySet<number>): boolean {
  const { layout, code } = machine;
  if (state[shared.attached] === 0 || !waitsForWake(machine, state)) return false;
  if (!heads.has(state[layout.thread(layout.readerThread) + local.pc]!)) return false;
  for (let t = 0; t < layout.threads; t++) {
    if (!isDrained(machine, state, t)) return false;
    const pc = state[layout.thread(t) + local.pc]!;
    if (t < layout.producers && pc !== halted && code[t]![pc]!.op !== op.await) return false;
    if (t === layout.otherThread && pc !== 0 && code[t]![pc]!.op !== op.end) return false;
  }
  return true;
}

/** Where the loops of the reader begin: the first step of each that others can see. */
export function loopHeads({ code, layout }: Machine): ReadonlySet<number> {
  const program = code[layout.readerThread]!;
  const heads = new Set<number>();
  program.forEach(({ op: jump, b }, i) => {
    if (jump !== op.jump || b > i) return;
    let head = b;
    while (program[head]!.op >= op.jump && head < i) head++;
    heads.add(head);
  });
  return heads;
}

/** Follows the reader from such a state: true when it never wakes the queue, however it goes on. */
export function turnsForEver(machine: Machine, from: Uint8Array): boolean {
  const seen = new Set<string>();
  const open = [from.slice()];
  let wakes = false;
  while (open.length > 0 && !wakes) {
    machine.state.set(open.pop()!);
    machine.expand((thread) => {
      if (thread !== machine.layout.readerThread) return;
      if (machine.next[shared.xoff] === 0) wakes = true;
      const key = String.fromCharCode(...machine.next);
      if (seen.has(key)) return;
      seen.add(key);
      open.push(machine.next.slice());
    });
  }
  return !wakes;
}

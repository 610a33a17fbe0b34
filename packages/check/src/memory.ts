import { compileThreads } from './compile.js';
import { type EarlyLoad, earlyLoads } from './early.js';
import type { Effect, Fault } from './effects.js';
import { type Instance, requireInstance } from './instance.js';
import { at, type Instruction, known, op } from './instructions.js';
import { barrierEntry, halted, Layout, local, noEntry, pendingWas, putState, shared } from './layout.js';

/** A load takes what memory and the own buffer hold, or what was loaded early. */
export const asIs = 0;
export const useEarly = 1;

/** State vector of an instance, and how its threads see memory: store buffers, and values that were loaded early. */
export class Memory {
  readonly layout: Layout;
  readonly code: Instruction[][];
  state: Uint8Array;
  next: Uint8Array;
  /** What the last transition broke. */
  fault: Fault | null = null;
  /** It dropped a packet; `forbidden` if one sender sends and backpressure applies. */
  dropped: 'no' | 'allowed' | 'forbidden' = 'no';
  /** Set to collect what transitions do. */
  trace: Effect[] | null = null;
  /** Per thread and instruction, the loads that may be performed early. */
  protected readonly ahead: EarlyLoad[][][];
  protected readonly sc: boolean;
  protected readonly weak: boolean;

  constructor(
    readonly instance: Instance,
    readonly options: { readonly reduce?: boolean } = {},
  ) {
    requireInstance(instance);
    const { life = 'none', producers, reader, protocol, memory } = instance;
    this.code = compileThreads(protocol, { reader, life, producers });
    this.layout = new Layout(instance);
    this.sc = memory === 'sc';
    this.weak = memory === 'weak';
    this.ahead = this.code.map((code) => (this.weak ? earlyLoads(code) : code.map(() => [])));
    this.state = new Uint8Array(this.layout.bytes);
    this.next = new Uint8Array(this.layout.bytes);
  }

  /** Slots that a consumer frees at once in a ring of `size`. */
  batch(size: number): number {
    const batch = this.instance.batch ?? 16;
    return batch > Math.floor(size / 2) ? 1 : batch;
  }

  protected write(t: number, address: number, value: number, how?: 'commit'): void {
    const s = this.next;
    if (address >= shared.slots && value !== 0 && s[address] !== 0) this.fault = 'order';
    s[address] = value;
    this.trace?.push({ thread: t, kind: 'write', at: address, value, ...(how && { how }) });
  }

  protected entries(base: number): number {
    let i = 0;
    while (i < this.layout.buffer && this.next[base + local.buffer + 2 * i] !== noEntry) i++;
    return i;
  }

  protected push(t: number, address: number, value: number): void {
    const entry = this.layout.thread(t) + local.buffer + 2 * this.entries(this.layout.thread(t));
    this.next[entry] = address;
    this.next[entry + 1] = value;
    if (address !== barrierEntry) {
      this.forgetEarly(t, address);
      this.trace?.push({ thread: t, kind: 'write', at: address, value, how: 'buffered' });
    }
  }

  protected store(t: number, address: number, value: number): void {
    if (this.sc) this.write(t, address, value);
    else this.push(t, address, value);
  }

  /** The newest own store to an address, or -1. */
  protected own(t: number, address: number): number {
    const first = this.layout.thread(t) + local.buffer;
    let value = -1;
    for (let i = 0; i < this.layout.buffer && this.next[first + 2 * i] !== noEntry; i++) {
      if (this.next[first + 2 * i] === address) value = this.next[first + 2 * i + 1]!;
    }
    return value;
  }

  protected drained(t: number): boolean {
    return this.layout.buffer === 0 || this.next[this.layout.thread(t) + local.buffer] === noEntry;
  }

  protected room(t: number): boolean {
    const { buffer } = this.layout;
    return this.next[this.layout.thread(t) + local.buffer + 2 * (buffer - 1)] === noEntry;
  }

  protected commit(t: number, first: number, i: number): void {
    const s = this.next;
    const address = s[first + 2 * i]!;
    const value = s[first + 2 * i + 1]!;
    const { buffer } = this.layout;
    s.copyWithin(first + 2 * i, first + 2 * i + 2, first + 2 * buffer);
    s[first + 2 * buffer - 2] = noEntry;
    s[first + 2 * buffer - 1] = 0;
    // A barrier in front of everything orders nothing any more.
    while (s[first] === barrierEntry) {
      s.copyWithin(first, first + 2, first + 2 * buffer);
      s[first + 2 * buffer - 2] = noEntry;
      s[first + 2 * buffer - 1] = 0;
    }
    this.write(t, address, value, 'commit');
  }

  /** Whether entry `i` may leave before those in front of it: not one of the same address, and no unlock (release) at all. */
  protected mayOvertake(first: number, i: number, address: number): boolean {
    if (address >= shared.lock && address < shared.producer) return false;
    for (let j = 0; j < i; j++) if (this.state[first + 2 * j]! === address) return false;
    return true;
  }

  protected settled(t: number): boolean {
    return this.next[this.layout.thread(t) + local.was] !== pendingWas;
  }

  /** Every earlier store is visible and every earlier load performed. */
  protected quiet(t: number): boolean {
    return this.drained(t) && this.settled(t);
  }

  protected earlyBase(t: number): number {
    return this.layout.thread(t) + local.buffer + 2 * this.layout.buffer;
  }

  protected findEarly(t: number, address: number): number {
    const base = this.earlyBase(t);
    for (let i = 0; i < this.layout.early; i++) if (this.next[base + 2 * i] === address) return base + 2 * i;
    return -1;
  }

  protected forgetEarly(t: number, address: number): void {
    const entry = this.findEarly(t, address);
    if (entry < 0) return;
    const base = this.earlyBase(t);
    const last = base + 2 * (this.layout.early - 1);
    if (entry !== last) this.next.copyWithin(entry, entry + 2, last + 2);
    this.next[last] = noEntry;
    this.next[last + 1] = 0;
  }

  protected forgetAllEarly(t: number): void {
    const base = this.earlyBase(t);
    for (let i = 0; i < this.layout.early; i++) {
      this.next[base + 2 * i] = noEntry;
      this.next[base + 2 * i + 1] = 0;
    }
  }

  /** The order in which values were loaded early does not matter. */
  protected sortEarly(t: number): void {
    const base = this.earlyBase(t);
    if (this.next[base]! <= this.next[base + 2]!) return;
    const [address, value] = [this.next[base]!, this.next[base + 1]!];
    this.next.copyWithin(base, base + 2, base + 4);
    this.next[base + 2] = address;
    this.next[base + 3] = value;
  }

  /** Drops values that no load behind this point will use. */
  protected forgetUseless(t: number): void {
    const base = this.earlyBase(t);
    if (this.next[base] === noEntry) return;
    const pc = this.next[this.layout.thread(t) + local.pc]!;
    for (let i = this.layout.early - 1; i >= 0; i--) {
      const address = this.next[base + 2 * i]!;
      if (address !== noEntry && (pc === halted || !this.willLoad(t, pc, address))) this.forgetEarly(t, address);
    }
  }

  protected willLoad(t: number, pc: number, address: number): boolean {
    const { op: code, a } = this.code[t]![pc]!;
    if (code === op.load && this.address(a, 0, this.next[this.layout.thread(t) + local.acc]!) === address) return true;
    if ((code === op.wake || code === op.setWas) && address === shared.xoff) return true;
    return this.ahead[t]![pc]!.some((load) => this.address(load.where, load.offset, 0) === address);
  }

  protected address(where: number, offset: number, acc: number): number {
    const s = this.next;
    const size = s[shared.size]!;
    switch (where) {
      case at.xoff:
        return shared.xoff;
      case at.sleeper:
        return shared.sleeper;
      case at.attached:
        return shared.attached;
      case at.head:
        return shared.headCopy;
    }
    if (size === 0) return -1;
    if (where === at.producerSlot) return shared.slots + ((s[shared.producer]! + offset) % size);
    if (where === at.nextSlot) return shared.slots + ((s[shared.producer]! + 1 + offset) % size);
    if (where === at.headSlot) return shared.slots + ((s[shared.head]! + offset) % size);
    return shared.slots + (acc % size);
  }

  protected load(t: number, address: number, mode: number): number {
    const own = this.own(t, address);
    const entry = own < 0 && mode === useEarly ? this.findEarly(t, address) : -1;
    const value = own >= 0 ? own : entry >= 0 ? this.next[entry + 1]! : this.next[address]!;
    const how = own >= 0 ? ({ how: 'own' } as const) : entry >= 0 ? ({ how: 'early' } as const) : {};
    if (this.layout.early > 0) this.forgetEarly(t, address);
    this.trace?.push({ thread: t, kind: 'load', at: address, value, ...how });
    return value;
  }

  protected settleWas(t: number): void {
    this.next[this.layout.thread(t) + local.was] = this.load(t, shared.xoff, asIs);
  }

  protected forgetKnown(t: number): void {
    const base = this.layout.thread(t);
    this.next.fill(0, base + local.acc, base + local.buffer);
  }

  protected knows(base: number, condition: number): boolean {
    const s = this.next;
    switch (condition) {
      case known.produced:
        return s[base + local.put] === putState.done;
      case known.got:
        return s[base + local.got] === 1;
      case known.freed:
        return s[base + local.freed] === 1;
      case known.freedAny:
        return s[base + local.freedAny] === 1;
      case known.was:
        return s[base + local.was] === 1;
      case known.half:
        return s[shared.count]! >= Math.floor(s[shared.size]! / 2);
      case known.counted:
        return s[base + local.n]! > 0;
      default:
        return s[base + local.n]! >= this.layout.batchLimit;
    }
  }
}

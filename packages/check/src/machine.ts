import { compileThreads, ProgramError } from './compile.js';
import { type EarlyLoad, earlyLoads } from './early.js';
import { type Instance, requireInstance } from './instance.js';
import { at, fence, type Instruction, known, op } from './instructions.js';
import { barrierEntry, halted, Layout, local, noEntry, packetNumbers, pendingWas, putState, shared } from './layout.js';

/** What a transition did, for a schedule. `value` is a packet's number, or what a test read. */
export interface Effect {
  readonly thread: number;
  readonly kind: string;
  /** Slot, or offset in the shared state. */
  readonly at?: number;
  readonly value?: number;
  /** The store goes into the store buffer, or the load was performed early or came from the own buffer. */
  readonly how?: 'buffered' | 'early' | 'own' | 'commit';
}

/** A property that a single transition can break, so that nothing behind it is worth a look. */
export type Fault = 'order' | 'crash' | 'leftover';

/** Kinds of transitions that are not the next instruction. */
const asIs = 0;
const useEarly = 1;

/** More steps than this that nobody sees, one after the other, are a loop without end. */
const longestLocal = 1000;

/**
 * The transitions of one instance: every thread's next instruction, every store that may leave a buffer, every load that may be performed
 * early. `state` is what is expanded; each successor is built in `next` and reported.
 */
export class Machine {
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
  readonly #early: EarlyLoad[][][];
  readonly #sc: boolean;
  readonly #weak: boolean;
  readonly #maxCount: number;

  constructor(
    readonly instance: Instance,
    readonly options: { readonly reduce?: boolean } = {},
  ) {
    requireInstance(instance);
    const { life = 'none', producers, reader, protocol, memory } = instance;
    this.code = compileThreads(protocol, { reader, life, producers });
    this.layout = new Layout(instance);
    this.#sc = memory === 'sc';
    this.#weak = memory === 'weak';
    this.#early = this.code.map((code) => (this.#weak ? earlyLoads(code) : code.map(() => [])));
    this.state = new Uint8Array(this.layout.bytes);
    this.next = new Uint8Array(this.layout.bytes);
    this.#maxCount = Math.floor(this.layout.slots / 2) + 1;
  }

  /** Everything empty; a reader that runs on events begins with a look. */
  initial(): Uint8Array {
    const state = new Uint8Array(this.layout.bytes);
    state[shared.attached] = 1;
    state[shared.size] = this.instance.ring;
    state[shared.next] = 1;
    for (let t = 0; t < this.layout.threads; t++) {
      const base = this.layout.thread(t);
      for (let entry = base + local.buffer; entry < base + this.layout.threadBytes; entry += 2) state[entry] = noEntry;
    }
    this.next.set(state);
    for (let t = 0; t < this.layout.threads; t++) this.#runLocal(t);
    return this.next.slice();
  }

  /** Slots that a consumer frees at once in a ring of `size`. */
  batch(size: number): number {
    const batch = this.instance.batch ?? 16;
    return batch > Math.floor(size / 2) ? 1 : batch;
  }

  /**
   * Builds every successor of `state`.
   *
   * @param emit is told the thread; `progress` is false for a load performed early and for a thread that need not start.
   */
  expand(emit: (thread: number, progress: boolean) => void): void {
    for (let t = 0; t < this.layout.threads; t++) {
      this.#commits(t, emit);
      this.#instruction(t, emit);
      if (this.#weak) this.#earlier(t, emit);
    }
  }

  #begin(): void {
    this.next.set(this.state);
    this.fault = null;
    this.dropped = 'no';
  }

  #end(t: number, emit: (thread: number, progress: boolean) => void, progress = true): void {
    if (this.fault === null) this.#runLocal(t);
    if (this.#weak) this.#forgetUseless(t);
    emit(t, progress);
  }

  // ---- store buffers

  #commits(t: number, emit: (thread: number, progress: boolean) => void): void {
    const { buffer } = this.layout;
    if (buffer === 0) return;
    const first = this.layout.thread(t) + local.buffer;
    for (let i = 0; i < buffer; i++) {
      const address = this.state[first + 2 * i]!;
      if (address === noEntry) return;
      if (i > 0 && !this.#weak) return;
      if (address === barrierEntry) return;
      if (i > 0 && !this.#mayOvertake(first, i, address)) continue;
      this.#begin();
      this.#commit(t, first, i);
      this.#end(t, emit);
    }
  }

  /** Whether entry `i` may leave before those in front of it: not one of the same address, and no unlock (release) at all. */
  #mayOvertake(first: number, i: number, address: number): boolean {
    if (address >= shared.lock && address < shared.producer) return false;
    for (let j = 0; j < i; j++) if (this.state[first + 2 * j]! === address) return false;
    return true;
  }

  #commit(t: number, first: number, i: number): void {
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
    this.#write(t, address, value, 'commit');
  }

  #write(t: number, address: number, value: number, how?: 'commit'): void {
    const s = this.next;
    if (address >= shared.slots && value !== 0 && s[address] !== 0) this.fault = 'order';
    s[address] = value;
    this.trace?.push({ thread: t, kind: 'write', at: address, value, ...(how && { how }) });
  }

  #entries(base: number): number {
    let i = 0;
    while (i < this.layout.buffer && this.next[base + local.buffer + 2 * i] !== noEntry) i++;
    return i;
  }

  #push(t: number, address: number, value: number): void {
    const entry = this.layout.thread(t) + local.buffer + 2 * this.#entries(this.layout.thread(t));
    this.next[entry] = address;
    this.next[entry + 1] = value;
    if (address !== barrierEntry) {
      this.#forgetEarly(t, address);
      this.trace?.push({ thread: t, kind: 'write', at: address, value, how: 'buffered' });
    }
  }

  #store(t: number, address: number, value: number): void {
    if (this.#sc) this.#write(t, address, value);
    else this.#push(t, address, value);
  }

  /** The newest own store to an address, or -1. */
  #own(t: number, address: number): number {
    const first = this.layout.thread(t) + local.buffer;
    let value = -1;
    for (let i = 0; i < this.layout.buffer && this.next[first + 2 * i] !== noEntry; i++) {
      if (this.next[first + 2 * i] === address) value = this.next[first + 2 * i + 1]!;
    }
    return value;
  }

  #drained(t: number): boolean {
    return this.layout.buffer === 0 || this.next[this.layout.thread(t) + local.buffer] === noEntry;
  }

  #room(t: number): boolean {
    const { buffer } = this.layout;
    return this.next[this.layout.thread(t) + local.buffer + 2 * (buffer - 1)] === noEntry;
  }

  // ---- loads performed early (weak)

  #earlyBase(t: number): number {
    return this.layout.thread(t) + local.buffer + 2 * this.layout.buffer;
  }

  #findEarly(t: number, address: number): number {
    const base = this.#earlyBase(t);
    for (let i = 0; i < this.layout.early; i++) if (this.next[base + 2 * i] === address) return base + 2 * i;
    return -1;
  }

  #forgetEarly(t: number, address: number): void {
    const entry = this.#findEarly(t, address);
    if (entry < 0) return;
    const base = this.#earlyBase(t);
    const last = base + 2 * (this.layout.early - 1);
    if (entry !== last) this.next.copyWithin(entry, entry + 2, last + 2);
    this.next[last] = noEntry;
    this.next[last + 1] = 0;
  }

  #forgetAllEarly(t: number): void {
    const base = this.#earlyBase(t);
    for (let i = 0; i < this.layout.early; i++) {
      this.next[base + 2 * i] = noEntry;
      this.next[base + 2 * i + 1] = 0;
    }
  }

  #earlier(t: number, emit: (thread: number, progress: boolean) => void): void {
    const pc = this.state[this.layout.thread(t) + local.pc]!;
    if (pc === halted) return;
    for (const load of this.#early[t]![pc]!) {
      this.#begin();
      const address = this.#address(load.where, load.offset, 0);
      if (address < 0 || this.#findEarly(t, address) >= 0 || this.#own(t, address) >= 0) continue;
      const entry = this.#findEarly(t, noEntry);
      if (entry < 0) continue;
      this.next[entry] = address;
      this.next[entry + 1] = this.next[address]!;
      this.#sortEarly(t);
      this.trace?.push({ thread: t, kind: 'load-early', at: address, value: this.next[address]! });
      emit(t, false);
    }
    const was = this.layout.thread(t) + local.was;
    if (this.state[was] === pendingWas) {
      this.#begin();
      this.#settleWas(t);
      this.#end(t, emit);
    }
  }

  /** The order in which values were loaded early does not matter. */
  #sortEarly(t: number): void {
    const base = this.#earlyBase(t);
    if (this.next[base]! <= this.next[base + 2]!) return;
    const [address, value] = [this.next[base]!, this.next[base + 1]!];
    this.next.copyWithin(base, base + 2, base + 4);
    this.next[base + 2] = address;
    this.next[base + 3] = value;
  }

  /** Drops values that no load behind this point will use. */
  #forgetUseless(t: number): void {
    const base = this.#earlyBase(t);
    if (this.next[base] === noEntry) return;
    const pc = this.next[this.layout.thread(t) + local.pc]!;
    for (let i = this.layout.early - 1; i >= 0; i--) {
      const address = this.next[base + 2 * i]!;
      if (address !== noEntry && (pc === halted || !this.#willLoad(t, pc, address))) this.#forgetEarly(t, address);
    }
  }

  #willLoad(t: number, pc: number, address: number): boolean {
    const { op: code, a } = this.code[t]![pc]!;
    if (code === op.load && this.#address(a, 0, this.next[this.layout.thread(t) + local.acc]!) === address) return true;
    if ((code === op.wake || code === op.setWas) && address === shared.xoff) return true;
    return this.#early[t]![pc]!.some((load) => this.#address(load.where, load.offset, 0) === address);
  }

  // ---- instructions

  #address(where: number, offset: number, acc: number): number {
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

  #instruction(t: number, emit: (thread: number, progress: boolean) => void): void {
    const pc = this.state[this.layout.thread(t) + local.pc]!;
    if (pc === halted) return;
    const { op: code, a } = this.code[t]![pc]!;
    this.#begin();
    if (code === op.load || code === op.setWas) {
      const address =
        code === op.load ? this.#address(a, 0, this.next[this.layout.thread(t) + local.acc]!) : shared.xoff;
      const entry = this.layout.early > 0 && this.#own(t, address) < 0 ? this.#findEarly(t, address) : -1;
      const differs = entry >= 0 && this.next[entry + 1] !== this.next[address];
      if (differs) {
        this.#execute(t, code, a, useEarly);
        this.#end(t, emit);
        this.#begin();
      }
      this.#execute(t, code, a, asIs);
      this.#end(t, emit);
      if (this.#weak && code === op.setWas && !differs) {
        this.#begin();
        this.#jumpTo(t, pc + 1);
        this.#forgetEarly(t, shared.xoff);
        this.next[this.layout.thread(t) + local.was] = pendingWas;
        this.trace?.push({ thread: t, kind: 'defer' });
        this.#end(t, emit);
      }
      return;
    }
    if (code === op.wake && this.layout.early > 0) {
      const entry = this.#findEarly(t, shared.xoff);
      if (entry >= 0 && this.next[entry + 1] === 0 && this.next[shared.xoff] === 1 && this.#own(t, shared.xoff) < 0) {
        this.#execute(t, code, a, useEarly);
        this.#end(t, emit);
        this.#begin();
      }
    }
    if (code === op.swap) {
      if (!this.#drained(t)) return;
      for (const size of [this.instance.ring + 1, this.instance.ring - 1]) {
        if (size < 1) continue;
        this.#begin();
        this.#swap(t, size);
        this.#jumpTo(t, pc + 1);
        this.#end(t, emit);
      }
      return;
    }
    if (!this.#enabled(t, code, a)) return;
    // A thread beside sender and reader need not ever start.
    const starts = t === this.layout.otherThread && pc === 0;
    this.#execute(t, code, a, asIs);
    if (code === op.lock && this.#mergesLock(t)) this.#continueLock(t);
    this.#end(t, emit, !starts);
    if (code === op.await) {
      this.#begin();
      this.#jumpTo(t, halted);
      this.trace?.push({ thread: t, kind: 'halt' });
      emit(t, true);
    }
  }

  /** Taking a lock commutes with whatever others do before this thread's next step, so both are one transition. */
  #mergesLock(t: number): boolean {
    if (this.options.reduce === false) return false;
    const pc = this.next[this.layout.thread(t) + local.pc]!;
    return !this.#weak || this.#early[t]![pc]!.length === 0;
  }

  #continueLock(t: number): void {
    this.#runLocal(t);
    const pc = this.next[this.layout.thread(t) + local.pc]!;
    const { op: code, a } = this.code[t]![pc]!;
    if (code === op.load && !this.#weak) this.#execute(t, code, a, asIs);
  }

  #enabled(t: number, code: number, a: number): boolean {
    const s = this.next;
    switch (code) {
      case op.await:
        return (this.#own(t, shared.xoff) >= 0 ? this.#own(t, shared.xoff) : s[shared.xoff]) === 0;
      case op.lock:
        if (s[shared.lock + a] !== 0) return false;
        return this.#weak ? this.#own(t, shared.lock + a) < 0 : this.#drained(t);
      case op.wake:
        if (!this.#weak) return this.#drained(t);
        if (this.#own(t, shared.xoff) >= 0) return false;
        return s[shared.xoff] === 0 || this.#quiet(t);
      case op.sleep:
        return (this.#own(t, shared.sleeper) >= 0 ? this.#own(t, shared.sleeper) : s[shared.sleeper]) === 0;
      case op.notifyWake:
        return this.#quiet(t);
      case op.stop:
        return this.#weak ? this.#room(t) : this.#drained(t);
      case op.fence:
        return this.#fenceReady(t, a);
      case op.unlock:
        return this.#sc || (this.#room(t) && this.#settled(t));
      case op.put:
      case op.zero:
      case op.store:
        return this.#sc || this.#room(t);
      case op.detach:
      case op.attach:
      case op.purge:
        return this.#drained(t);
      case op.grace:
        return this.#drained(t) && this.#sendersOut();
      case op.branch:
        return a !== known.was || this.#settled(t);
      case op.end:
        return false;
      default:
        return true;
    }
  }

  #settled(t: number): boolean {
    return this.next[this.layout.thread(t) + local.was] !== pendingWas;
  }

  /** Every earlier store is visible and every earlier load performed. */
  #quiet(t: number): boolean {
    return this.#drained(t) && this.#settled(t);
  }

  #fenceReady(t: number, kind: number): boolean {
    if (this.#sc) return true;
    if (kind === fence.full) return this.#quiet(t);
    if (kind === fence.read) return this.#settled(t);
    return !this.#weak || this.#drained(t) || this.#room(t);
  }

  /** No sender is between `lookup` and the end of its pass. */
  #sendersOut(): boolean {
    for (let t = 0; t < this.layout.producers; t++) {
      const pc = this.next[this.layout.thread(t) + local.pc]!;
      if (pc !== halted && this.code[t]![pc]!.op !== op.await) return false;
      if (!this.#drained(t)) return false;
    }
    return true;
  }

  #jumpTo(t: number, pc: number): void {
    this.next[this.layout.thread(t) + local.pc] = pc;
  }

  /** Runs what takes no step of its own. */
  #runLocal(t: number): void {
    const base = this.layout.thread(t);
    for (let steps = 0; ; steps++) {
      const pc = this.next[base + local.pc]!;
      if (pc === halted) return;
      if (steps > longestLocal) throw new ProgramError('a loop turns without a step that others see');
      const { op: code, a } = this.code[t]![pc]!;
      if (!this.#isLocal(code) || !this.#enabled(t, code, a)) return;
      this.#execute(t, code, a, asIs);
      if (this.fault !== null) return;
    }
  }

  #isLocal(code: number): boolean {
    if (code >= op.jump) return true;
    if (this.options.reduce === false) return false;
    // Releasing a lock commutes with what others did since this thread's last step.
    if (code === op.fence || code === op.unlock) return true;
    if (code === op.put || code === op.zero || code === op.store) return !this.#sc;
    return code === op.stop && this.#weak;
  }

  #load(t: number, address: number, mode: number): number {
    const own = this.#own(t, address);
    const entry = own < 0 && mode === useEarly ? this.#findEarly(t, address) : -1;
    const value = own >= 0 ? own : entry >= 0 ? this.next[entry + 1]! : this.next[address]!;
    const how = own >= 0 ? ({ how: 'own' } as const) : entry >= 0 ? ({ how: 'early' } as const) : {};
    if (this.layout.early > 0) this.#forgetEarly(t, address);
    this.trace?.push({ thread: t, kind: 'load', at: address, value, ...how });
    return value;
  }

  #settleWas(t: number): void {
    this.next[this.layout.thread(t) + local.was] = this.#load(t, shared.xoff, asIs);
  }

  #execute(t: number, code: number, a: number, mode: number): void {
    const s = this.next;
    const base = this.layout.thread(t);
    const pc = s[base + local.pc]!;
    const instruction = this.code[t]![pc]!;
    let target = pc + 1;
    switch (code) {
      case op.await:
        this.trace?.push({ thread: t, kind: 'send' });
        break;
      case op.lock:
        s[shared.lock + a] = 1;
        if (this.#weak) this.#forgetAllEarly(t);
        this.trace?.push({ thread: t, kind: 'lock', at: a });
        break;
      case op.unlock:
        this.#store(t, shared.lock + a, 0);
        break;
      case op.load:
        s[base + local.acc] = this.#load(t, this.#address(a, 0, s[base + local.acc]!), mode);
        break;
      case op.wake:
        this.#wake(t, mode);
        break;
      case op.sleep:
        this.trace?.push({ thread: t, kind: 'awake' });
        break;
      case op.notifyWake:
        s[shared.sleeper] = 0;
        if (this.#weak) this.#forgetAllEarly(t);
        this.trace?.push({ thread: t, kind: 'wakes-reader' });
        break;
      case op.stop:
        this.trace?.push({ thread: t, kind: 'stop' });
        if (this.#weak) this.#push(t, shared.xoff, 1);
        else this.#write(t, shared.xoff, 1);
        break;
      case op.fence:
        this.#fence(t, a);
        break;
      case op.put:
        this.#put(t);
        break;
      case op.zero:
        target = this.#zero(t, pc);
        break;
      case op.store:
        this.#store(
          t,
          a === at.head ? shared.headCopy : shared.sleeper,
          a === at.head ? s[shared.head]! : instruction.b,
        );
        break;
      case op.jump:
        target = instruction.b;
        // A packet that was refused and neither dropped nor given back is lost.
        if (a === 1 && s[base + local.put]! >= putState.excused) this.fault = 'order';
        if (a === 1) this.#forgetKnown(t);
        break;
      case op.branchAcc:
        if (s[base + local.acc] === 0) target = instruction.b;
        s[base + local.acc] = 0;
        break;
      case op.branchSize:
        if (s[shared.size]! > a) target = instruction.b;
        break;
      case op.branch:
        if (!this.#knows(base, a)) target = instruction.b;
        break;
      case op.setPut:
        s[base + local.put] = a;
        break;
      case op.refused:
        s[base + local.put] = s[shared.excused] === 1 || s[shared.size] === 0 ? putState.excused : putState.refused;
        break;
      case op.setGot:
        s[base + local.got] = a === 1 && s[base + local.acc] !== 0 ? 1 : 0;
        s[base + local.value] = a === 1 ? s[base + local.acc]! : 0;
        s[base + local.acc] = 0;
        break;
      case op.take:
        this.#take(t);
        break;
      case op.setWas:
        s[base + local.was] = this.#load(t, shared.xoff, mode);
        break;
      case op.count:
        s[shared.count] = Math.min(this.#maxCount, s[shared.count]! + s[base + local.n]!);
        break;
      case op.clearCount:
        s[shared.count] = 0;
        break;
      case op.drop:
        this.#drop(t);
        break;
      case op.busy:
        s[base + local.put] = putState.none;
        this.trace?.push({ thread: t, kind: 'busy' });
        break;
      case op.crash:
        this.fault = 'crash';
        this.trace?.push({ thread: t, kind: 'crash' });
        break;
      case op.handOn:
        s[base + local.n] = 0;
        s[base + local.freedAny] = 0;
        break;
      case op.detach:
        this.#write(t, shared.attached, 0);
        this.trace?.push({ thread: t, kind: 'detach' });
        break;
      case op.grace:
        this.trace?.push({ thread: t, kind: 'grace' });
        break;
      case op.purge:
        this.#purge(t);
        break;
      case op.attach:
        for (let i = 0; i < this.layout.slots; i++) if (s[shared.slots + i] !== 0) this.fault = 'leftover';
        this.#write(t, shared.attached, 1);
        this.trace?.push({ thread: t, kind: 'attach' });
        break;
    }
    this.#jumpTo(t, target);
  }

  #forgetKnown(t: number): void {
    const base = this.layout.thread(t);
    this.next.fill(0, base + local.acc, base + local.buffer);
  }

  #knows(base: number, condition: number): boolean {
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

  #wake(t: number, mode: number): void {
    const s = this.next;
    if (mode === useEarly || s[shared.xoff] === 0) {
      // Unordered where there is nothing to clear.
      if (this.layout.early > 0) this.#forgetEarly(t, shared.xoff);
      this.trace?.push({ thread: t, kind: 'wake', value: 0 });
      return;
    }
    s[shared.xoff] = 0;
    s[shared.excused] = this.#fullToSender() ? 1 : 0;
    if (this.#weak) this.#forgetAllEarly(t);
    this.trace?.push({ thread: t, kind: 'wake', value: 1 });
  }

  /** Whether the next slot is taken, also by a put that is still in a store buffer. */
  #fullToSender(): boolean {
    const slot = this.#address(at.producerSlot, 0, 0);
    if (slot < 0 || this.next[slot] !== 0) return slot >= 0;
    for (let t = 0; t < this.layout.producers; t++) if (this.#own(t, slot) > 0) return true;
    return false;
  }

  #fence(t: number, kind: number): void {
    if (this.#weak) {
      if (kind === fence.write && !this.#drained(t)) this.#push(t, barrierEntry, 0);
      else if (kind !== fence.write) this.#forgetAllEarly(t);
    }
    this.trace?.push({ thread: t, kind: 'fence', value: kind });
  }

  #put(t: number): void {
    const s = this.next;
    const slot = s[shared.producer]!;
    const packet = s[shared.next]!;
    this.trace?.push({ thread: t, kind: 'put', at: slot, value: packet });
    this.#store(t, shared.slots + slot, packet);
    s[shared.next] = Math.min(packetNumbers - 1, packet + 1);
    s[shared.producer] = (slot + 1) % s[shared.size]!;
    s[shared.excused] = 0;
  }

  /** `__ptr_ring_discard_one`, up to the zeroing. */
  #take(t: number): void {
    const s = this.next;
    const base = this.layout.thread(t);
    const slot = s[shared.head]!;
    this.trace?.push({ thread: t, kind: 'take', at: slot, value: s[base + local.value]! });
    if (s[base + local.value] !== 1) {
      this.fault = 'order';
      return;
    }
    this.#renumber();
    const head = slot + 1;
    const size = s[shared.size]!;
    const frees = head - s[shared.tail]! >= this.batch(size) || head >= size;
    s[base + local.value] = 0;
    s[base + local.freed] = frees ? 1 : 0;
    if (frees) s[base + local.freedAny] = 1;
    s[base + local.n] = Math.min(this.layout.batchLimit, s[base + local.n]! + 1);
    s[base + local.zero] = frees && this.batch(size) > 1 ? slot : 0;
    s[shared.head] = head >= size ? 0 : head;
  }

  /** The packet that was taken is number 0 now: every number sinks by one, so that the count of packets never grows. */
  #renumber(): void {
    const s = this.next;
    const lower = (i: number): void => {
      const value = s[i]!;
      if (value !== 0) s[i] = value === 1 ? packetNumbers : value - 1;
    };
    for (let i = shared.slots; i < this.layout.threadBase; i++) lower(i);
    for (let t = 0; t < this.layout.threads; t++) {
      const base = this.layout.thread(t);
      for (let entry = base + local.buffer; entry < base + this.layout.threadBytes; entry += 2) {
        if (s[entry]! >= shared.slots && s[entry]! < barrierEntry) lower(entry + 1);
      }
    }
    s[shared.next] = s[shared.next]! - 1;
  }

  /** One store of the zeroing, from the highest slot down. */
  #zero(t: number, pc: number): number {
    const s = this.next;
    const base = this.layout.thread(t);
    const slot = this.batch(s[shared.size]!) > 1 ? s[base + local.zero]! : s[shared.tail]!;
    this.#store(t, shared.slots + slot, 0);
    if (slot > s[shared.tail]!) {
      s[base + local.zero] = slot - 1;
      return pc;
    }
    s[base + local.zero] = 0;
    s[shared.tail] = s[shared.head]!;
    return pc + 1;
  }

  #drop(t: number): void {
    this.trace?.push({ thread: t, kind: 'drop' });
    const { protocol, producers, life = 'none' } = this.instance;
    const applies =
      producers === 1 &&
      life === 'none' &&
      protocol.backpressure !== false &&
      this.next[this.layout.thread(t) + local.put] !== putState.excused;
    this.dropped = applies ? 'forbidden' : 'allowed';
    this.next[this.layout.thread(t) + local.put] = putState.none;
  }

  /** `__ptr_ring_swap_queue`: unread entries in order, as many as fit. */
  #swap(t: number, size: number): void {
    const s = this.next;
    const kept: number[] = [];
    const old = s[shared.size]!;
    for (let i = 0; i < old; i++) {
      const value = s[shared.slots + ((s[shared.head]! + i) % old)]!;
      if (value === 0) break;
      if (value !== i + 1) {
        this.fault = 'order';
        return;
      }
      if (i < size) kept.push(value);
    }
    s.fill(0, shared.slots, this.layout.threadBase);
    kept.forEach((value, i) => {
      s[shared.slots + i] = value;
    });
    s[shared.size] = size;
    s[shared.head] = 0;
    s[shared.tail] = 0;
    s[shared.headCopy] = 0;
    s[shared.producer] = kept.length % size;
    s[shared.next] = kept.length + 1;
    s[shared.excused] = 1;
    this.trace?.push({ thread: t, kind: 'resize', value: size });
  }

  #purge(t: number): void {
    const s = this.next;
    s.fill(0, shared.slots, this.layout.threadBase);
    s[shared.head] = s[shared.producer]!;
    s[shared.tail] = s[shared.head]!;
    s[shared.headCopy] = s[shared.head]!;
    s[shared.next] = 1;
    this.trace?.push({ thread: t, kind: 'purge' });
  }
}

import { at, fence, op } from './instructions.js';
import { barrierEntry, local, packetNumbers, putState, shared } from './layout.js';
import { Memory, useEarly } from './memory.js';

/** What each instruction does to `next`. */
export class Steps extends Memory {
  protected execute(t: number, code: number, a: number, mode: number): void {
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
        if (this.weak) this.forgetAllEarly(t);
        this.trace?.push({ thread: t, kind: 'lock', at: a });
        break;
      case op.unlock:
        this.store(t, shared.lock + a, 0);
        break;
      case op.load:
        s[base + local.acc] = this.load(t, this.address(a, 0, s[base + local.acc]!), mode);
        break;
      case op.wake:
        this.wake(t, mode);
        break;
      case op.sleep:
        this.trace?.push({ thread: t, kind: 'awake' });
        break;
      case op.notifyWake:
        s[shared.sleeper] = 0;
        if (this.weak) this.forgetAllEarly(t);
        this.trace?.push({ thread: t, kind: 'wakes-reader' });
        break;
      case op.stop:
        this.trace?.push({ thread: t, kind: 'stop' });
        if (this.weak) this.push(t, shared.xoff, 1);
        else this.write(t, shared.xoff, 1);
        break;
      case op.fence:
        this.fence(t, a);
        break;
      case op.put:
        this.put(t);
        break;
      case op.zero:
        target = this.zero(t, pc);
        break;
      case op.store:
        this.store(
          t,
          a === at.head ? shared.headCopy : shared.sleeper,
          a === at.head ? s[shared.head]! : instruction.b,
        );
        break;
      case op.jump:
        target = instruction.b;
        // A packet that was refused and neither dropped nor given back is lost.
        if (a === 1 && s[base + local.put]! >= putState.excused) this.fault = 'order';
        if (a === 1) this.forgetKnown(t);
        break;
      case op.branchAcc:
        if (s[base + local.acc] === 0) target = instruction.b;
        s[base + local.acc] = 0;
        break;
      case op.branchSize:
        if (s[shared.size]! > a) target = instruction.b;
        break;
      case op.branch:
        if (!this.knows(base, a)) target = instruction.b;
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
        this.take(t);
        break;
      case op.setWas:
        s[base + local.was] = this.load(t, shared.xoff, mode);
        break;
      case op.count:
        s[shared.count] = Math.min(Math.floor(this.layout.slots / 2) + 1, s[shared.count]! + s[base + local.n]!);
        break;
      case op.clearCount:
        s[shared.count] = 0;
        break;
      case op.drop:
        this.drop(t);
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
        this.write(t, shared.attached, 0);
        this.trace?.push({ thread: t, kind: 'detach' });
        break;
      case op.grace:
        this.trace?.push({ thread: t, kind: 'grace' });
        break;
      case op.purge:
        this.purge(t);
        break;
      case op.attach:
        for (let i = 0; i < this.layout.slots; i++) if (s[shared.slots + i] !== 0) this.fault = 'leftover';
        this.write(t, shared.attached, 1);
        this.trace?.push({ thread: t, kind: 'attach' });
        break;
    }
    this.jumpTo(t, target);
  }

  protected jumpTo(t: number, pc: number): void {
    this.next[this.layout.thread(t) + local.pc] = pc;
  }

  protected wake(t: number, mode: number): void {
    const s = this.next;
    if (mode === useEarly || s[shared.xoff] === 0) {
      // Unordered where there is nothing to clear.
      if (this.layout.early > 0) this.forgetEarly(t, shared.xoff);
      this.trace?.push({ thread: t, kind: 'wake', value: 0 });
      return;
    }
    s[shared.xoff] = 0;
    s[shared.excused] = this.fullToSender() ? 1 : 0;
    if (this.weak) this.forgetAllEarly(t);
    this.trace?.push({ thread: t, kind: 'wake', value: 1 });
  }

  /** Whether the next slot is taken, also by a put that is still in a store buffer. */
  protected fullToSender(): boolean {
    const slot = this.address(at.producerSlot, 0, 0);
    if (slot < 0 || this.next[slot] !== 0) return slot >= 0;
    for (let t = 0; t < this.layout.producers; t++) if (this.own(t, slot) > 0) return true;
    return false;
  }

  protected fence(t: number, kind: number): void {
    if (this.weak) {
      if (kind === fence.write && !this.drained(t)) this.push(t, barrierEntry, 0);
      else if (kind !== fence.write) this.forgetAllEarly(t);
    }
    this.trace?.push({ thread: t, kind: 'fence', value: kind });
  }

  protected put(t: number): void {
    const s = this.next;
    const slot = s[shared.producer]!;
    const packet = s[shared.next]!;
    this.trace?.push({ thread: t, kind: 'put', at: slot, value: packet });
    this.store(t, shared.slots + slot, packet);
    s[shared.next] = Math.min(packetNumbers - 1, packet + 1);
    s[shared.producer] = (slot + 1) % s[shared.size]!;
    s[shared.excused] = 0;
  }

  /** `__ptr_ring_discard_one`, up to the zeroing. */
  protected take(t: number): void {
    const s = this.next;
    const base = this.layout.thread(t);
    const slot = s[shared.head]!;
    this.trace?.push({ thread: t, kind: 'take', at: slot, value: s[base + local.value]! });
    if (s[base + local.value] !== 1) {
      this.fault = 'order';
      return;
    }
    this.renumber();
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
  protected renumber(): void {
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
  protected zero(t: number, pc: number): number {
    const s = this.next;
    const base = this.layout.thread(t);
    const slot = this.batch(s[shared.size]!) > 1 ? s[base + local.zero]! : s[shared.tail]!;
    this.store(t, shared.slots + slot, 0);
    if (slot > s[shared.tail]!) {
      s[base + local.zero] = slot - 1;
      return pc;
    }
    s[base + local.zero] = 0;
    s[shared.tail] = s[shared.head]!;
    return pc + 1;
  }

  protected drop(t: number): void {
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

  /** `__ptr_ring_swap_queue`: unread entries in order, as many as fit. What is read and not yet freed is behind them. */
  protected swap(t: number, size: number): void {
    const s = this.next;
    const kept: number[] = [];
    const old = s[shared.size]!;
    const unfreed = (s[shared.head]! - s[shared.tail]! + old) % old;
    for (let i = 0; i < old - unfreed; i++) {
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

  protected purge(t: number): void {
    const s = this.next;
    s.fill(0, shared.slots, this.layout.threadBase);
    s[shared.head] = s[shared.producer]!;
    s[shared.tail] = s[shared.head]!;
    s[shared.headCopy] = s[shared.head]!;
    s[shared.next] = 1;
    this.trace?.push({ thread: t, kind: 'purge' });
  }
}

import { ProgramError } from './compile.js';
import { fence, known, op } from './instructions.js';
import { barrierEntry, halted, local, noEntry, pendingWas, shared } from './layout.js';
import { asIs, useEarly } from './memory.js';
import { Steps } from './steps.js';

/** More steps than this that nobody sees, one after the other, are a loop without end. */
const longestLocal = 1000;

/**
 * The transitions of one instance: every thread's next instruction, every store that may leave a buffer, every load that may be performed
 * early. `state` is what is expanded; each successor is built in `next` and reported.
 */
export class Machine extends Steps {
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
    for (let t = 0; t < this.layout.threads; t++) this.runLocal(t);
    return this.next.slice();
  }

  /**
   * Builds every successor of `state`.
   *
   * @param emit is told the thread; `progress` is false for a load performed early and for a thread that need not start.
   */
  expand(emit: (thread: number, progress: boolean) => void): void {
    for (let t = 0; t < this.layout.threads; t++) {
      this.commits(t, emit);
      this.instruction(t, emit);
      if (this.weak) this.earlier(t, emit);
    }
  }

  protected begin(): void {
    this.next.set(this.state);
    this.fault = null;
    this.dropped = 'no';
  }

  protected end(t: number, emit: (thread: number, progress: boolean) => void, progress = true): void {
    if (this.fault === null) this.runLocal(t);
    if (this.weak) this.forgetUseless(t);
    emit(t, progress);
  }

  protected commits(t: number, emit: (thread: number, progress: boolean) => void): void {
    const { buffer } = this.layout;
    if (buffer === 0) return;
    const first = this.layout.thread(t) + local.buffer;
    for (let i = 0; i < buffer; i++) {
      const address = this.state[first + 2 * i]!;
      if (address === noEntry) return;
      if (i > 0 && !this.weak) return;
      if (address === barrierEntry) return;
      if (i > 0 && !this.mayOvertake(first, i, address)) continue;
      this.begin();
      this.commit(t, first, i);
      this.end(t, emit);
    }
  }

  protected earlier(t: number, emit: (thread: number, progress: boolean) => void): void {
    const pc = this.state[this.layout.thread(t) + local.pc]!;
    if (pc === halted) return;
    for (const load of this.ahead[t]![pc]!) {
      this.begin();
      const address = this.address(load.where, load.offset, 0);
      if (address < 0 || this.findEarly(t, address) >= 0 || this.own(t, address) >= 0) continue;
      const entry = this.findEarly(t, noEntry);
      if (entry < 0) continue;
      this.next[entry] = address;
      this.next[entry + 1] = this.next[address]!;
      this.sortEarly(t);
      this.trace?.push({ thread: t, kind: 'load-early', at: address, value: this.next[address]! });
      emit(t, false);
    }
    const was = this.layout.thread(t) + local.was;
    if (this.state[was] === pendingWas) {
      this.begin();
      this.settleWas(t);
      this.end(t, emit);
    }
  }

  protected instruction(t: number, emit: (thread: number, progress: boolean) => void): void {
    const pc = this.state[this.layout.thread(t) + local.pc]!;
    if (pc === halted) return;
    const { op: code, a } = this.code[t]![pc]!;
    this.begin();
    if (code === op.load || code === op.setWas) {
      const address =
        code === op.load ? this.address(a, 0, this.next[this.layout.thread(t) + local.acc]!) : shared.xoff;
      const entry = this.layout.early > 0 && this.own(t, address) < 0 ? this.findEarly(t, address) : -1;
      const differs = entry >= 0 && this.next[entry + 1] !== this.next[address];
      if (differs) {
        this.execute(t, code, a, useEarly);
        this.end(t, emit);
        this.begin();
      }
      this.execute(t, code, a, asIs);
      this.end(t, emit);
      if (this.weak && code === op.setWas && !differs) {
        this.begin();
        this.jumpTo(t, pc + 1);
        this.forgetEarly(t, shared.xoff);
        this.next[this.layout.thread(t) + local.was] = pendingWas;
        this.trace?.push({ thread: t, kind: 'defer' });
        this.end(t, emit);
      }
      return;
    }
    if (code === op.wake && this.layout.early > 0) {
      const entry = this.findEarly(t, shared.xoff);
      if (entry >= 0 && this.next[entry + 1] === 0 && this.next[shared.xoff] === 1 && this.own(t, shared.xoff) < 0) {
        this.execute(t, code, a, useEarly);
        this.end(t, emit);
        this.begin();
      }
    }
    if (code === op.swap) {
      if (!this.drained(t)) return;
      for (const size of [this.instance.ring + 1, this.instance.ring - 1]) {
        if (size < 1) continue;
        this.begin();
        this.swap(t, size);
        this.jumpTo(t, pc + 1);
        this.end(t, emit);
      }
      return;
    }
    if (!this.enabled(t, code, a)) return;
    // A thread beside sender and reader need not ever start.
    const starts = t === this.layout.otherThread && pc === 0;
    this.execute(t, code, a, asIs);
    if (code === op.lock && this.mergesLock(t)) this.continueLock(t);
    this.end(t, emit, !starts);
    if (code === op.await) {
      this.begin();
      this.jumpTo(t, halted);
      this.trace?.push({ thread: t, kind: 'halt' });
      emit(t, true);
    }
  }

  /** Taking a lock commutes with whatever others do before this thread's next step, so both are one transition. */
  protected mergesLock(t: number): boolean {
    if (this.options.reduce === false) return false;
    const pc = this.next[this.layout.thread(t) + local.pc]!;
    return !this.weak || this.ahead[t]![pc]!.length === 0;
  }

  protected continueLock(t: number): void {
    this.runLocal(t);
    const pc = this.next[this.layout.thread(t) + local.pc]!;
    const { op: code, a } = this.code[t]![pc]!;
    if (code === op.load && !this.weak) this.execute(t, code, a, asIs);
  }

  protected enabled(t: number, code: number, a: number): boolean {
    const s = this.next;
    switch (code) {
      case op.await:
        return (this.own(t, shared.xoff) >= 0 ? this.own(t, shared.xoff) : s[shared.xoff]) === 0;
      case op.lock:
        if (s[shared.lock + a] !== 0) return false;
        return this.weak ? this.own(t, shared.lock + a) < 0 : this.drained(t);
      case op.wake:
        if (!this.weak) return this.drained(t);
        if (this.own(t, shared.xoff) >= 0) return false;
        return s[shared.xoff] === 0 || this.quiet(t);
      case op.sleep:
        return (this.own(t, shared.sleeper) >= 0 ? this.own(t, shared.sleeper) : s[shared.sleeper]) === 0;
      case op.notifyWake:
        return this.quiet(t);
      case op.stop:
        return this.weak ? this.room(t) : this.drained(t);
      case op.fence:
        return this.fenceReady(t, a);
      case op.unlock:
        return this.sc || (this.room(t) && this.settled(t));
      case op.put:
      case op.zero:
      case op.store:
        return this.sc || this.room(t);
      case op.detach:
      case op.attach:
      case op.purge:
        return this.drained(t);
      case op.grace:
        return this.drained(t) && this.sendersOut();
      case op.branch:
        return a !== known.was || this.settled(t);
      case op.end:
        return false;
      default:
        return true;
    }
  }

  protected fenceReady(t: number, kind: number): boolean {
    if (this.sc) return true;
    if (kind === fence.full) return this.quiet(t);
    if (kind === fence.read) return this.settled(t);
    return !this.weak || this.drained(t) || this.room(t);
  }

  /** No sender is between `lookup` and the end of its pass. */
  protected sendersOut(): boolean {
    for (let t = 0; t < this.layout.producers; t++) {
      const pc = this.next[this.layout.thread(t) + local.pc]!;
      if (pc !== halted && this.code[t]![pc]!.op !== op.await) return false;
      if (!this.drained(t)) return false;
    }
    return true;
  }

  /** Runs what takes no step of its own. */
  protected runLocal(t: number): void {
    const base = this.layout.thread(t);
    for (let steps = 0; ; steps++) {
      const pc = this.next[base + local.pc]!;
      if (pc === halted) return;
      if (steps > longestLocal) throw new ProgramError('a loop turns without a step that others see');
      const { op: code, a } = this.code[t]![pc]!;
      if (!this.isLocal(code) || !this.enabled(t, code, a)) return;
      this.execute(t, code, a, asIs);
      if (this.fault !== null) return;
    }
  }

  protected isLocal(code: number): boolean {
    if (code >= op.jump) return true;
    if (this.options.reduce === false) return false;
    // Releasing a lock commutes with what others did since this thread's last step.
    if (code === op.fence || code === op.unlock) return true;
    if (code === op.put || code === op.zero || code === op.store) return !this.sc;
    return code === op.stop && this.weak;
  }
}

import { at, fence, type Instruction, known, lockIndex, op } from './instructions.js';
import type { PlainStep, Protocol, ReaderKind, Step, TestName } from './protocol.js';

/** What a program is compiled for: branches that cannot be taken there are left out. */
export interface CompileFor {
  readonly reader: ReaderKind;
  /** Another thread detaches the queue, so the sender has to look. */
  readonly detaches: boolean;
  readonly sharedHead: boolean;
}

/** A loop or `if` that leads nowhere, such as `break` outside of a loop. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

/** The program of one thread as instructions; it begins again behind the last one, or ends there if it runs `once`. */
export function compileProgram(steps: readonly Step[], what: CompileFor, once = false): Instruction[] {
  const compiler = new Compiler(what);
  compiler.all(steps);
  compiler.emit(once ? op.end : op.jump, 1, 0);
  return compiler.code;
}

/** Every thread of a protocol: senders, reader, and at most one that resizes or detaches. */
export function compileThreads(
  protocol: Protocol,
  { reader, life, producers }: { reader: ReaderKind; life: 'none' | 'resize' | 'reattach'; producers: number },
): Instruction[][] {
  const what: CompileFor = { reader, detaches: life === 'reattach', sharedHead: protocol.sharedHead === true };
  const readerSteps = protocol.reader[reader];
  if (!readerSteps) throw new ProgramError(`${protocol.name} has no ${reader} reader`);
  const threads = Array.from({ length: producers }, () => compileProgram(protocol.producer, what));
  threads.push(compileProgram(readerSteps, what));
  const other = life === 'none' ? undefined : protocol[life];
  if (life !== 'none') {
    if (!other) throw new ProgramError(`${protocol.name} has no ${life} thread`);
    threads.push(compileProgram(other, what, true));
  }
  return threads;
}

class Compiler {
  readonly code: Instruction[] = [];
  readonly #breaks: Instruction[][] = [];

  constructor(private readonly what: CompileFor) {}

  emit(code: number, a = 0, b = 0): Instruction {
    const instruction = { op: code, a, b };
    this.code.push(instruction);
    return instruction;
  }

  all(steps: readonly Step[]): void {
    for (const step of steps) this.#step(step);
  }

  #step(step: Step): void {
    if (typeof step === 'string') this.#plain(step);
    else if ('lock' in step) this.emit(op.lock, lockIndex[step.lock]);
    else if ('unlock' in step) this.emit(op.unlock, lockIndex[step.unlock]);
    else if ('loop' in step) this.#loop(step.loop);
    else if ('unless' in step) this.#if(step.unless, [], step.do);
    else this.#if(step.if, step.do, step.else ?? []);
  }

  #loop(steps: readonly Step[]): void {
    const start = this.code.length;
    this.#breaks.push([]);
    this.all(steps);
    this.emit(op.jump, 0, start);
    for (const jump of this.#breaks.pop()!) jump.b = this.code.length;
  }

  #if(condition: TestName | readonly TestName[], then: readonly Step[], otherwise: readonly Step[]): void {
    const yes: Instruction[] = [];
    const conditions = typeof condition === 'string' ? [condition] : condition;
    let no: Instruction[] = [];
    conditions.forEach((test, index) => {
      for (const jump of no) jump.b = this.code.length;
      no = this.#test(test, yes);
      if (index < conditions.length - 1) yes.push(this.emit(op.jump));
    });
    for (const jump of yes) jump.b = this.code.length;
    this.all(then);
    const end = otherwise.length > 0 ? this.emit(op.jump) : null;
    for (const jump of no) jump.b = this.code.length;
    this.all(otherwise);
    if (end) end.b = this.code.length;
  }

  /** Falls through where the test is true; gives the jumps of the other case and adds early ones of this case to `yes`. */
  #test(test: TestName, yes: Instruction[]): Instruction[] {
    switch (test) {
      case 'filled':
      case 'spare':
      case 'refused': {
        const sized = this.#sized();
        const jumps = [this.#loadAndBranch(at.producerSlot)];
        if (test === 'filled') return [...sized, ...jumps];
        if (test === 'refused') {
          yes.push(this.emit(op.jump));
          for (const jump of sized) jump.b = this.code.length;
          return jumps;
        }
        // spare: the other way round.
        const taken = this.emit(op.jump);
        jumps[0]!.b = this.code.length;
        return [...sized, taken];
      }
      case 'full':
        this.#crashWithoutSlots();
        return [this.#loadAndBranch(at.producerSlot)];
      case 'last-slot':
      case 'last-slot-or-full': {
        this.#crashWithoutSlots();
        const free = this.#loadAndBranch(at.producerSlot);
        const occupied = this.emit(op.jump);
        free.b = this.code.length;
        // One slot: this put takes it. Else the one behind it is asked.
        const one = this.emit(op.branchSize, 1);
        yes.push(this.emit(op.jump));
        one.b = this.code.length;
        const no = this.#loadAndBranch(at.nextSlot);
        if (test === 'last-slot') return [no, occupied];
        yes.push(occupied);
        return [no];
      }
      case 'empty': {
        yes.push(...this.#sized());
        return this.#not(this.#loadAndBranch(at.headSlot));
      }
      case 'producer-empty': {
        yes.push(...this.#sized());
        this.emit(op.load, at.head);
        return this.#not(this.#loadAndBranch(at.accSlot));
      }
      case 'attached':
        return this.what.detaches ? [this.#loadAndBranch(at.attached)] : [];
      case 'stopped':
        return [this.#loadAndBranch(at.xoff)];
      case 'produced':
        return [this.emit(op.branch, known.produced)];
      case 'got':
        return [this.emit(op.branch, known.got)];
      case 'freed':
        return [this.emit(op.branch, known.freed)];
      case 'freed-any':
        return [this.emit(op.branch, known.freedAny)];
      case 'was-stopped':
        return [this.emit(op.branch, known.was)];
      case 'half':
        return [this.emit(op.branch, known.half)];
      case 'counted':
        return [this.emit(op.branch, known.counted)];
      case 'batch-done':
        return [this.emit(op.branch, known.batchDone)];
    }
  }

  #loadAndBranch(where: number): Instruction {
    this.emit(op.load, where);
    return this.emit(op.branchAcc);
  }

  #not(jump: Instruction): Instruction[] {
    const no = this.emit(op.jump);
    jump.b = this.code.length;
    return [no];
  }

  /** Jumps if the ring has no slots at all. */
  #sized(): Instruction[] {
    const some = this.emit(op.branchSize, 0);
    const none = this.emit(op.jump);
    some.b = this.code.length;
    return [none];
  }

  #crashWithoutSlots(): void {
    const some = this.emit(op.branchSize, 0);
    this.emit(op.crash);
    some.b = this.code.length;
  }

  #plain(step: PlainStep): void {
    switch (step) {
      case 'send':
        this.emit(op.await);
        return;
      case 'lookup': {
        if (!this.what.detaches) return;
        this.emit(op.load, at.attached);
        const none = this.emit(op.branchAcc);
        const found = this.emit(op.jump);
        none.b = this.code.length;
        this.emit(op.jump, 1, 0);
        found.b = this.code.length;
        return;
      }
      case 'produce': {
        this.emit(op.setPut, 0);
        const none = this.#sized();
        const free = this.#loadAndBranch(at.producerSlot);
        const taken = this.emit(op.jump);
        free.b = this.code.length;
        this.emit(op.fence, fence.write);
        this.emit(op.put);
        this.emit(op.setPut, 1);
        const done = this.emit(op.jump);
        for (const jump of [...none, taken]) jump.b = this.code.length;
        this.emit(op.refused);
        done.b = this.code.length;
        return;
      }
      case 'peek': {
        this.emit(op.setGot, 0);
        const none = this.#sized();
        this.emit(op.load, at.headSlot);
        this.emit(op.setGot, 1);
        for (const jump of none) jump.b = this.code.length;
        return;
      }
      case 'discard': {
        this.emit(op.take);
        const keeps = this.emit(op.branch, known.freed);
        this.emit(op.zero);
        keeps.b = this.code.length;
        if (this.what.sharedHead) this.emit(op.store, at.head);
        return;
      }
      case 'note-stopped':
        this.emit(op.setWas);
        return;
      case 'notify': {
        this.emit(op.fence, fence.full);
        if (this.what.reader === 'polling') return;
        const asleep = this.#loadAndBranch(at.sleeper);
        this.emit(op.notifyWake);
        asleep.b = this.code.length;
        return;
      }
      case 'prepare-sleep':
        this.emit(op.store, at.sleeper, 1);
        this.emit(op.fence, fence.full);
        return;
      case 'finish-sleep':
        this.emit(op.store, at.sleeper, 0);
        return;
      case 'full-barrier':
        this.emit(op.fence, fence.full);
        return;
      case 'read-barrier':
        this.emit(op.fence, fence.read);
        return;
      case 'write-barrier':
        this.emit(op.fence, fence.write);
        return;
      case 'break': {
        const jumps = this.#breaks.at(-1);
        if (!jumps) throw new ProgramError('break stands outside of a loop');
        jumps.push(this.emit(op.jump));
        return;
      }
      case 'restart':
        this.emit(op.jump, 1, 0);
        return;
      case 'busy':
        this.emit(op.busy);
        this.emit(op.jump, 1, 0);
        return;
      default:
        this.emit(simple[step]);
    }
  }
}

const simple = {
  stop: op.stop,
  wake: op.wake,
  drop: op.drop,
  count: op.count,
  'clear-count': op.clearCount,
  sleep: op.sleep,
  'hand-on': op.handOn,
  swap: op.swap,
  detach: op.detach,
  'grace-period': op.grace,
  purge: op.purge,
  attach: op.attach,
} as const;

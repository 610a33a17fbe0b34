import type { LockName, Protocol, ReaderKind, Step, TestName } from './protocol.js';

/** What a Promela model is made of; rings here free one slot at a time, as the kernel's do below 32 slots. */
export interface PromelaModel {
  readonly protocol: Protocol;
  readonly memory: 'sc' | 'tso';
  readonly reader: ReaderKind;
  /** Slots, 1 or more. */
  readonly ring: number;
  readonly producers: number;
}

const cell = { xoff: 0, sleeper: 1, head: 2, lock: { producer: 3, consumer: 4, xmit: 5 }, slots: 6 } as const;

/**
 * A protocol as a model for `spin`, made from the same data and from nothing else of this package: it has its own memory, its own store
 * buffers (a channel and a process each, with TSO), its own numbering of packets, and its own test for a reader that polls for ever.
 *
 * What fails in it: an invalid end state is a lost wake-up; an assertion is an order, a reader that sleeps on packets, or a reader that
 * polls three times without news while every sender waits.
 */
export function promela(model: PromelaModel): string {
  const { protocol, memory, ring, producers, reader } = model;
  const steps = protocol.reader[reader];
  if (!steps || ring < 1) throw new RangeError(`${protocol.name}: no ${reader} reader, or no slots`);
  const threads = producers + 1;
  const tso = memory === 'tso';
  const writer = new Writer(model);
  return `/* ${protocol.name}: ${ring} slots, ${producers} senders, ${reader} reader, ${memory} */
#define N ${ring}
#define CELLS (6 + N)
#define NUMBERS 12
byte mem[CELLS];
byte prod, head, cons, sent, taken;
byte place[${producers}]; /* 1: a sender waits for the queue, 2: it has no more packets */
byte idle;
${tso ? buffers(threads) : direct}
#define WAITING (${Array.from({ length: producers }, (_, t) => `place[${t}] == 1`).join(' || ')})
#define NOBODY (${Array.from({ length: producers }, (_, t) => `place[${t}] > 0`).join(' && ')})
#define QUIET (${tso ? Array.from({ length: threads }, (_, t) => `empty(buffer[${t}])`).join(' && ') : '1'})
#define LOAD(a) atomic { acc = VIEW(a) }
${Array.from({ length: producers }, (_, t) => writer.sender(t)).join('\n')}
${writer.reader(steps, producers)}
active proctype monitor() {
  timeout;
  /* A reader that rests has nothing to read. */
  assert(mem[${cell.slots} + head] == 0 || mem[0] == 1)
}
${tso ? Array.from({ length: threads }, (_, t) => flusher(t)).join('\n') : ''}`;
}

const direct = `#define VIEW(a) mem[a]
#define STORE(a, v) mem[a] = v
#define DRAINED 1`;

/** Store buffers: what waits in order, and per cell how many stores wait and the newest value, for the thread's own loads. */
function buffers(threads: number): string {
  return `chan buffer[${threads}] = [8] of { byte, byte };
byte waits[${threads} * CELLS];
byte newest[${threads} * CELLS];
#define VIEW(a) (waits[ME * CELLS + (a)] > 0 -> newest[ME * CELLS + (a)] : mem[a])
#define STORE(a, v) atomic { where = a; what = v; buffer[ME]!where, what; waits[ME * CELLS + where]++; newest[ME * CELLS + where] = what }
#define DRAINED empty(buffer[ME])`;
}

function flusher(t: number): string {
  return `active proctype flush${t}() {
  byte a, v;
end:
  do
  :: atomic { buffer[${t}]?a, v -> mem[a] = v; waits[${t} * CELLS + a]--; if :: waits[${t} * CELLS + a] == 0 -> newest[${t} * CELLS + a] = 0 :: else fi; a = 0; v = 0 }
  od
}`;
}

class Writer {
  readonly #model: PromelaModel;
  #lines: string[] = [];
  #top = '';
  #labels = 0;

  constructor(model: PromelaModel) {
    this.#model = model;
  }

  sender(t: number): string {
    return this.#thread(`sender${t}`, t, this.#model.protocol.producer, []);
  }

  reader(steps: readonly Step[], t: number): string {
    return this.#thread('reader', t, steps, [
      '  atomic { if',
      '  :: NOBODY && WAITING && QUIET && mem[0] == 1 && !moved -> idle++; assert(idle < 3)',
      '  :: else -> idle = 0',
      '  fi; moved = 0 }',
    ]);
  }

  #thread(name: string, t: number, steps: readonly Step[], atTop: readonly string[]): string {
    this.#lines = [];
    this.#top = `top_${name}`;
    this.#all(steps, t);
    const body = this.#lines.map((line) => `  ${line}`).join('\n');
    return `#undef ME
#define ME ${t}
active proctype ${name}() {
  bit c, put, got, was, freed, freedAny, moved;
  byte acc, val, n, old, where, what;
${this.#top}:
  atomic { c = 0; put = 0; got = 0; was = 0; freed = 0; freedAny = 0; acc = 0; val = 0; n = 0; old = 0 }
${atTop.join('\n')}
${body}
  goto ${this.#top};
finished: skip
}`;
  }

  #say(...lines: string[]): void {
    this.#lines.push(...lines);
  }

  #all(steps: readonly Step[], t: number): void {
    if (steps.length === 0) this.#say('skip;');
    for (const step of steps) this.#step(step, t);
  }

  #step(step: Step, t: number): void {
    if (typeof step === 'string') this.#say(...this.#plain(step, t));
    else if ('lock' in step) {
      this.#say(`atomic { DRAINED && mem[${lockCell(step.lock)}] == 0 -> mem[${lockCell(step.lock)}] = 1 };`);
    } else if ('unlock' in step) this.#say(`STORE(${lockCell(step.unlock)}, 0);`);
    else if ('loop' in step) {
      this.#say('do :: true ->');
      this.#all(step.loop, t);
      this.#say('od;');
    } else if ('unless' in step) this.#branch(step.unless, [], step.do, t);
    else this.#branch(step.if, step.do, step.else ?? [], t);
  }

  #branch(
    condition: TestName | readonly TestName[],
    then: readonly Step[],
    otherwise: readonly Step[],
    t: number,
  ): void {
    const [first, ...more] = typeof condition === 'string' ? [condition] : condition;
    this.#say(...test(first!, this.#model.ring));
    for (const next of more) this.#say('if :: c :: else ->', ...test(next, this.#model.ring), 'fi;');
    this.#say('if', ':: c -> c = 0;');
    this.#all(then, t);
    this.#say(':: else ->');
    this.#all(otherwise, t);
    this.#say('fi;');
  }

  #plain(step: Extract<Step, string>, t: number): string[] {
    const slots = cell.slots;
    switch (step) {
      case 'send':
        return [
          `place[${t}] = 1;`,
          'if',
          `:: atomic { VIEW(${cell.xoff}) == 0 -> place[${t}] = 0 }`,
          `:: atomic { VIEW(${cell.xoff}) == 0 -> place[${t}] = 2; goto finished }`,
          'fi;',
        ];
      case 'produce':
        return [
          `LOAD(${slots} + prod);`,
          'if',
          `:: acc == 0 -> atomic { old = 1 + sent; STORE(${slots} + prod, old); sent = (sent + 1) % NUMBERS; prod = (prod + 1) % N; old = 0; put = 1 }`,
          ':: else',
          'fi;',
          'acc = 0;',
        ];
      case 'stop':
        return [`atomic { DRAINED -> mem[${cell.xoff}] = 1 };`];
      case 'wake':
        return [`atomic { DRAINED -> mem[${cell.xoff}] = 0 };`];
      case 'full-barrier':
        return ['DRAINED;'];
      case 'busy':
      case 'restart':
        return [`goto ${this.#top};`];
      case 'notify':
        return [
          'DRAINED;',
          `LOAD(${cell.sleeper});`,
          `if :: acc == 1 -> atomic { DRAINED -> mem[${cell.sleeper}] = 0 } :: else fi;`,
          'acc = 0;',
        ];
      case 'peek':
        return [`atomic { val = VIEW(${slots} + head); got = (val != 0) };`];
      case 'discard':
        return [
          'atomic { assert(val == 1 + taken); taken = (taken + 1) % NUMBERS; val = 0; old = head; head = (head + 1) % N; moved = 1;',
          '  freed = 1; freedAny = 1; if :: n < N -> n++ :: else fi };',
          `atomic { STORE(${slots} + old, 0); old = 0 };`,
          ...(this.#model.protocol.sharedHead ? [`STORE(${cell.head}, head);`] : []),
        ];
      case 'note-stopped':
        return [`atomic { was = VIEW(${cell.xoff}) };`];
      case 'count':
        return ['atomic { cons = cons + n; if :: cons > N -> cons = N :: else fi };'];
      case 'clear-count':
        return ['cons = 0;'];
      case 'prepare-sleep':
        return [`STORE(${cell.sleeper}, 1);`, 'DRAINED;'];
      case 'finish-sleep':
        return [`STORE(${cell.sleeper}, 0);`];
      case 'sleep':
        this.#labels++;
        return [`end_sleep${this.#labels}: VIEW(${cell.sleeper}) == 0;`, 'idle = 0;'];
      case 'hand-on':
        return ['atomic { n = 0; freedAny = 0 };'];
      case 'break':
        return ['break;'];
      // Read and write barriers order nothing that TSO could reorder; drops are no part of this model.
      default:
        return ['skip;'];
    }
  }
}

function lockCell(lock: LockName): number {
  return cell.lock[lock];
}

/** Statements that put the answer into `c`. */
function test(name: TestName, ring: number): string[] {
  const slot = (index: string): string => `${cell.slots} + ${index}`;
  const load = (address: string | number, is: string): string[] => [
    `atomic { acc = VIEW(${address}); c = (acc ${is}); acc = 0 };`,
  ];
  switch (name) {
    case 'filled':
    case 'refused':
    case 'full':
      return load(slot('prod'), '!= 0');
    case 'spare':
      return load(slot('prod'), '== 0');
    case 'last-slot':
    case 'last-slot-or-full': {
      const next = ring === 1 ? ['c = 1;'] : load(slot('(prod + 1) % N'), '!= 0');
      return [
        ...load(slot('prod'), '!= 0'),
        'if',
        `:: c -> c = ${name === 'last-slot' ? 0 : 1}`,
        ':: else ->',
        ...next,
        'fi;',
      ];
    }
    case 'empty':
      return load(slot('head'), '== 0');
    case 'producer-empty':
      return [
        `atomic { where = VIEW(${cell.head}) };`,
        `atomic { acc = VIEW(${cell.slots} + where); where = 0; c = (acc == 0); acc = 0 };`,
      ];
    case 'stopped':
      return load(cell.xoff, '!= 0');
    case 'attached':
      return ['c = 1;'];
    case 'produced':
      return ['c = put;'];
    case 'got':
      return ['c = got;'];
    case 'freed':
      return ['c = freed;'];
    case 'freed-any':
      return ['c = freedAny;'];
    case 'was-stopped':
      return ['c = was;'];
    case 'half':
      return ['c = (cons >= N / 2);'];
    case 'counted':
      return ['c = (n > 0);'];
    case 'batch-done':
      return ['c = (n >= N);'];
  }
}

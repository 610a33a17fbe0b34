import { op } from './instructions.js';
import { halted, local, noEntry, packetNumbers, shared } from './layout.js';
import { Machine } from './machine.js';
import type { Witness } from './table.js';
import { describeEffects } from './wording.js';

/** One line of a schedule: the thread that acts, what it does, and the state behind it. */
export interface LaneStep {
  /** Index into {@link Lanes.threads}. */
  readonly thread: number;
  readonly text: string;
  readonly state: string;
}

/** A schedule as lanes: a column per thread, a line per step. */
export interface Lanes {
  readonly title: string;
  readonly threads: readonly string[];
  readonly steps: readonly LaneStep[];
  /** What is wrong behind the last step. */
  readonly ending: string;
  /** The rule accepts it. */
  readonly allowed: boolean;
}

/** Puts a losing schedule into words. */
export function lanesOf({ property, schedule }: Witness): Lanes {
  const { instance } = schedule;
  const machine = new Machine(instance);
  const { layout } = machine;
  const threads = Array.from({ length: layout.producers }, (_, t) =>
    layout.producers === 1 ? 'sender' : `sender ${t + 1}`,
  );
  threads.push(instance.reader === 'epoll' ? 'reader (on events)' : `reader (${instance.reader})`);
  if (instance.life === 'resize') threads.push('resize');
  if (instance.life === 'reattach') threads.push('detach, attach');
  let taken = 0;
  const steps = schedule.steps.map(({ thread, effects, state }): LaneStep => {
    const described = describeEffects(effects, taken);
    taken = described.taken;
    return { thread, text: described.text, state: stateText(machine, state, taken, threads) };
  });
  const { protocol, memory, ring, batch, producers } = instance;
  const lazy = batch !== undefined ? `, freed ${machine.batch(ring)} at a time` : '';
  const title = `${protocol.name}, ${memoryNames[memory]}: ${ring} ${ring === 1 ? 'slot' : 'slots'}${lazy}, ${producers} ${
    producers === 1 ? 'sender' : 'senders'
  }, ${instance.reader} reader`;
  return { title, threads, steps, ending: endings[property], allowed: property === 'allowed-drop' };
}

const memoryNames = { sc: 'sequential consistency', tso: 'TSO', weak: 'weak memory' } as const;

const endings: Readonly<Record<Witness['property'], string>> = {
  wake: 'the queue stays stopped, packets wait, and nobody will wake it',
  drop: 'a packet is dropped although one sender sends and backpressure applies',
  order: 'a packet came out of order, was lost, or came twice',
  sleep: 'the reader sleeps on packets that it could read, and nobody will wake it',
  crash: 'the ring has no slots, and the test reads beyond its array',
  detach: 'the ring is attached again with a packet of the time before',
  'allowed-drop': 'a packet is dropped, which the rule accepts',
};

function stateText(machine: Machine, state: Uint8Array, taken: number, threads: readonly string[]): string {
  const { layout } = machine;
  const parts = [ringText(state, taken)];
  if (state[shared.xoff] === 1) parts.push('stopped');
  if (state[shared.attached] === 0) parts.push('detached');
  if (sleeps(machine, state)) parts.push('asleep');
  if (state[shared.count]! > 0) parts.push(`cons_cnt ${state[shared.count]}`);
  for (let t = 0; t < layout.threads; t++) {
    const waiting = buffered(machine, state, t, taken);
    if (waiting.length > 0) parts.push(`${threads[t]!.split(' (')[0]} buffers ${waiting.join(', ')}`);
  }
  return parts.join('; ');
}

/** Slots as they are in memory: a packet's number, · free, x read but not freed. */
function ringText(state: Uint8Array, taken: number): string {
  const slots = Array.from({ length: state[shared.size]! }, (_, i) => packet(state[shared.slots + i]!, taken));
  return `[${slots.join(' ')}]`;
}

function packet(value: number, taken: number): string {
  if (value === 0) return '·';
  return value > packetNumbers - 8 ? 'x' : String(value + taken);
}

function buffered(machine: Machine, state: Uint8Array, t: number, taken: number): string[] {
  const { layout } = machine;
  const first = layout.thread(t) + local.buffer;
  const found: string[] = [];
  for (let i = 0; i < layout.buffer && state[first + 2 * i] !== noEntry; i++) {
    const address = state[first + 2 * i]!;
    const value = state[first + 2 * i + 1]!;
    if (address >= shared.slots && address < layout.threadBase) {
      found.push(`slot ${address - shared.slots}=${packet(value, taken)}`);
    } else if (address === shared.xoff) found.push('stop');
    else if (address >= shared.lock && address < shared.producer) found.push('unlock');
  }
  return found;
}

function sleeps({ layout, code }: Machine, state: Uint8Array): boolean {
  const pc = state[layout.thread(layout.readerThread) + local.pc]!;
  return pc !== halted && code[layout.readerThread]![pc]!.op === op.sleep && state[shared.sleeper] === 1;
}

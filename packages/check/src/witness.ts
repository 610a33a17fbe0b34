import { Canonical } from './canonical.js';
import type { Effect } from './effects.js';
import type { Instance } from './instance.js';
import { Machine } from './machine.js';
import type { PropertyName } from './properties.js';

/** One transition of a schedule: who, what it did, and the state behind it. */
export interface ScheduleStep {
  readonly thread: number;
  readonly effects: readonly Effect[];
  readonly state: Uint8Array;
}

/** A run from the initial state. */
export interface Schedule {
  readonly instance: Instance;
  readonly steps: readonly ScheduleStep[];
}

/**
 * Runs along packed states, in which senders and slots have no names of their own, with real senders and slots.
 *
 * @param ending a violation that the transition behind the last state commits; null: the last state is the violation
 */
export function schedule(
  instance: Instance,
  keys: readonly Uint32Array[],
  ending: PropertyName | 'allowed-drop' | null,
  options: { readonly reduce?: boolean; readonly symmetry?: boolean },
): Schedule {
  const machine = new Machine(instance, options);
  const canonical = new Canonical(machine);
  const key = new Uint32Array(machine.layout.words);
  const scratch = new Uint8Array(machine.layout.bytes);
  let state = machine.initial();
  const steps: ScheduleStep[] = [];
  const advance = (matches: () => boolean): void => {
    let step: ScheduleStep | null = null;
    machine.state.set(state);
    machine.trace = [];
    machine.expand((thread) => {
      const effects = machine.trace!;
      machine.trace = [];
      if (step === null && matches()) step = { thread, effects, state: machine.next.slice() };
    });
    machine.trace = null;
    if (step === null) throw new Error('a schedule does not lead where the search went');
    step = step as ScheduleStep;
    steps.push(step);
    state = step.state;
  };
  for (const next of keys.slice(1)) {
    advance(() => {
      scratch.set(machine.next);
      if (options.symmetry !== false) canonical.apply(scratch);
      machine.layout.pack(scratch, key);
      return key.every((word, i) => word === next[i]);
    });
  }
  if (ending !== null) advance(() => commits(machine, ending));
  return { instance, steps };
}

function commits({ fault, dropped }: Machine, ending: PropertyName | 'allowed-drop'): boolean {
  if (ending === 'drop') return dropped === 'forbidden';
  if (ending === 'allowed-drop') return dropped === 'allowed';
  return fault === (ending === 'detach' ? 'leftover' : ending);
}

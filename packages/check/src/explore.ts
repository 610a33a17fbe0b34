import { Canonical } from './canonical.js';
import type { Instance } from './instance.js';
import { Machine } from './machine.js';
import type { PropertyName } from './properties.js';
import { StateStore } from './state-store.js';
import { loopHeads, maybeTurning, stuck, turnsForEver } from './stuck.js';
import { type Schedule, schedule } from './witness.js';

/** Bounds and reports of a search. */
export interface ExploreOptions {
  /** Bytes that states may take; default 1 GiB. */
  readonly maxBytes?: number;
  /** States that may be found; default: as many as fit. */
  readonly maxStates?: number;
  /** Called every 65 536 expanded states. */
  readonly onProgress?: (states: number) => void;
  readonly signal?: AbortSignal;
  /** False: no partial-order reduction, for tests. */
  readonly reduce?: boolean;
  /** False: senders and slots keep their names, for tests. */
  readonly symmetry?: boolean;
  /** Properties after whose violation the search may end; default: it goes on to the end. */
  readonly until?: readonly PropertyName[];
}

/** What a search found. */
export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** False: memory or states were at their bound, and what holds so far is not proven. */
  readonly finished: boolean;
  /** A shortest losing schedule per property that does not hold. */
  readonly violations: Partial<Record<PropertyName, Schedule>>;
  /** Drops that are allowed (several senders, or behind a resize or attach): transitions, and a shortest schedule. */
  readonly drops: { readonly transitions: number; readonly schedule: Schedule | null };
}

/** A place in the search: a state, or a transition out of it that leads nowhere. */
interface Found {
  readonly index: number;
  readonly ending: PropertyName | 'allowed-drop' | null;
}

/** Every interleaving of an instance, breadth first, so that the first violation of a property is a shortest one. */
export function explore(instance: Instance, options: ExploreOptions = {}): Exploration {
  const machine = new Machine(instance, options);
  const probe = new Machine(instance, options);
  const canonical = new Canonical(machine);
  const { layout } = machine;
  const store = new StateStore(layout.words, options.maxBytes ?? 1 << 30);
  const maxStates = options.maxStates ?? Number.POSITIVE_INFINITY;
  const key = new Uint32Array(layout.words);
  const initial = machine.initial();
  const heads = loopHeads(machine);
  const form = (state: Uint8Array): void => {
    if (options.symmetry !== false) canonical.apply(state);
    layout.pack(state, key);
  };
  const found = new Map<PropertyName | 'allowed-drop', Found>();
  const note = (property: PropertyName | 'allowed-drop', index: number, inState: boolean): void => {
    if (!found.has(property)) found.set(property, { index, ending: inState ? null : property });
  };

  form(initial);
  let finished = store.add(key, 0);
  let transitions = 0;
  let drops = 0;
  let progress = 0;
  let current = 0;
  /** A state in which only the reader goes on, for ever: shown where it never comes to rest. */
  let turning = -1;
  const emit = (_: number, isProgress: boolean): void => {
    transitions++;
    if (isProgress) progress++;
    if (machine.dropped !== 'no') {
      if (machine.dropped === 'allowed') drops++;
      note(machine.dropped === 'allowed' ? 'allowed-drop' : 'drop', current, false);
    }
    if (machine.fault !== null) {
      note(machine.fault === 'leftover' ? 'detach' : machine.fault, current, false);
      return;
    }
    form(machine.next);
    if (!store.add(key, current)) finished = false;
  };
  for (; current < store.size && finished; current++) {
    if (store.size > maxStates || ((current & 0xffff) === 0 && options.signal?.aborted)) {
      finished = false;
      break;
    }
    if ((current & 0xffff) === 0) options.onProgress?.(store.size);
    const { chunk, offset } = store.at(current);
    layout.unpack(chunk, offset, machine.state);
    progress = 0;
    machine.expand(emit);
    if (progress === 0) {
      const wrong = stuck(machine, machine.state);
      if (wrong) note(wrong, current, true);
    } else if (turning < 0 && maybeTurning(machine, machine.state, heads)) {
      if (turnsForEver(probe, machine.state)) turning = current;
    }
    if (options.until?.every((property) => found.has(property))) break;
  }

  if (turning >= 0) note('wake', turning, true);

  const violations: Partial<Record<PropertyName, Schedule>> = {};
  let dropSchedule: Schedule | null = null;
  for (const [property, { index, ending }] of found) {
    const keys = path(store, index, layout.words);
    const lines = schedule(instance, keys, ending, options);
    if (property === 'allowed-drop') dropSchedule = lines;
    else violations[property] = lines;
  }
  return {
    states: store.size,
    transitions,
    finished: finished && current >= store.size,
    violations,
    drops: { transitions: drops, schedule: dropSchedule },
  };
}

/** The packed states from the first to `index`. */
function path(store: StateStore, index: number, words: number): Uint32Array[] {
  const keys: Uint32Array[] = [];
  for (;;) {
    const { chunk, offset } = store.at(index);
    keys.unshift(chunk.slice(offset, offset + words));
    if (index === 0) return keys;
    index = store.parent(index);
  }
}

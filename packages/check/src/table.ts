import type { Exploration } from './explore.js';
import { type Instance, type Life, limits, type MemoryModel, memoryModels } from './instance.js';
import type { PropertyName } from './properties.js';
import { type Protocol, type ReaderKind, readerKinds } from './protocol.js';
import type { Schedule } from './witness.js';

/** What a search says of a property: `allowed` are drops that the rule accepts; `unfinished`: no fault so far, but not everything was seen. */
export type Verdict = 'holds' | 'allowed' | 'violated' | 'unfinished' | 'none';

/** A column of the table: searches of one kind, and the properties that it tells of. */
export interface Column {
  readonly title: string;
  readonly takes: (instance: Instance) => boolean;
  readonly properties: readonly PropertyName[];
}

const plain = ({ life = 'none', ring }: Instance): boolean => life === 'none' && ring > 0;
const wakeOf = (reader: ReaderKind): Column => ({
  title: `lost wake-up, ${reader} reader`,
  takes: (instance) => plain(instance) && instance.reader === reader,
  properties: ['wake'],
});
const lifeOf = (life: Life, title: string): Column => ({
  title,
  takes: (instance) => instance.life === life,
  properties: ['wake', 'order', 'sleep', 'crash', 'detach'],
});

export const columns = {
  blocking: wakeOf('blocking'),
  polling: wakeOf('polling'),
  epoll: wakeOf('epoll'),
  drop: { title: 'drop', takes: plain, properties: ['drop'] },
  order: { title: 'order, nothing lost or twice', takes: plain, properties: ['order', 'crash'] },
  sleep: { title: 'sleeps on packets', takes: plain, properties: ['sleep'] },
  size0: {
    title: 'ring without slots',
    takes: ({ ring }) => ring === 0,
    properties: ['wake', 'order', 'sleep', 'crash'],
  },
  resize: lifeOf('resize', 'resize'),
  reattach: lifeOf('reattach', 'detach and attach'),
} as const satisfies Record<string, Column>;
export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as readonly ColumnName[];

/** A losing schedule, and the property that it loses. */
export interface Witness {
  readonly property: PropertyName | 'allowed-drop';
  readonly schedule: Schedule;
}

export interface Cell {
  readonly verdict: Verdict;
  readonly searches: number;
  readonly states: number;
  /** The shortest, where a property is violated or a drop allowed. */
  readonly witness: Witness | null;
  /** Transitions that drop a packet, where that is allowed. */
  readonly drops: number;
}

/** One policy under one memory model. */
export interface Row {
  readonly policy: string;
  readonly memory: MemoryModel;
  readonly states: number;
  readonly transitions: number;
  readonly searches: number;
  readonly finished: boolean;
  readonly cells: Readonly<Record<ColumnName, Cell>>;
}

/** What a table covers. */
export interface Scope {
  readonly memory: readonly MemoryModel[];
  readonly rings: readonly number[];
  readonly producers: readonly number[];
  readonly readers: readonly ReaderKind[];
  /** Slots freed at once, for the rings that have room for it; the kernel's 16 means one by one here. */
  readonly batch?: number;
}

/** What the table covers when nothing else is asked for. */
export const defaultScope: Scope = {
  memory: memoryModels,
  rings: [0, 1, 2],
  producers: [1, 2],
  readers: readerKinds,
};

/** Rings with lazy zeroing that every table has beside the kernel's: four slots, freed two at a time, one sender. */
const lazy = { ring: 4, batch: 2, producers: 1 } as const;

/** The searches that a table consists of. */
export function instancesOf(protocol: Protocol, scope: Scope): Instance[] {
  const found: Instance[] = [];
  const isDefault = scope === defaultScope;
  for (const memory of scope.memory) {
    for (const reader of scope.readers) {
      if (!protocol.reader[reader]) continue;
      const base = { protocol, memory, reader };
      const batch = scope.batch === undefined ? {} : { batch: scope.batch };
      for (const ring of scope.rings) {
        for (const producers of scope.producers) {
          // Without a lock the reader's stores leave in any order: two senders there take minutes.
          if (isDefault && protocol.sharedHead && memory === 'weak' && producers > 1) continue;
          found.push({ ...base, ring, producers, ...batch });
        }
      }
      if (isDefault && !(protocol.sharedHead && memory === 'weak')) found.push({ ...base, ...lazy });
      const producers = Math.min(...scope.producers);
      for (const life of ['resize', 'reattach'] as const) {
        if (!protocol[life]) continue;
        for (const ring of lifeRings(scope.rings)) {
          if (isDefault && memory === 'weak' && ring > 1) continue;
          found.push({ ...base, ring, producers, life, ...batch });
        }
      }
    }
  }
  return found;
}

/** Rings that are resized and attached again: those of one and two slots, else the smallest that can grow. */
function lifeRings(rings: readonly number[]): readonly number[] {
  const small = rings.filter((ring) => ring === 1 || ring === 2);
  if (small.length > 0) return small;
  return rings.filter((ring) => ring > 0 && ring < limits.ring).slice(0, 1);
}

/** The searches of a policy under one memory model as a row. */
export function rowOf(policy: string, memory: MemoryModel, results: readonly SearchResult[]): Row {
  const mine = results.filter(({ instance }) => instance.protocol.name === policy && instance.memory === memory);
  const sum = (pick: (result: Exploration) => number): number =>
    mine.reduce((total, { result }) => total + pick(result), 0);
  return {
    policy,
    memory,
    searches: mine.length,
    states: sum(({ states }) => states),
    transitions: sum(({ transitions }) => transitions),
    finished: mine.every(({ result }) => result.finished),
    cells: Object.fromEntries(columnNames.map((name) => [name, cellOf(columns[name], mine, name)])) as Row['cells'],
  };
}

export interface SearchResult {
  readonly instance: Instance;
  readonly result: Exploration;
}

function cellOf(column: Column, all: readonly SearchResult[], name: ColumnName): Cell {
  const mine = all.filter(({ instance }) => column.takes(instance));
  const lost: Witness[] = [];
  const allowed: Witness[] = [];
  let drops = 0;
  for (const { result } of mine) {
    for (const property of column.properties) {
      const schedule = result.violations[property];
      if (schedule) lost.push({ property, schedule });
    }
    if (name === 'drop') {
      drops += result.drops.transitions;
      if (result.drops.schedule) allowed.push({ property: 'allowed-drop', schedule: result.drops.schedule });
    }
  }
  const unfinished = mine.some(({ result }) => !result.finished);
  const verdict: Verdict =
    mine.length === 0
      ? 'none'
      : lost.length > 0
        ? 'violated'
        : unfinished
          ? 'unfinished'
          : allowed.length > 0
            ? 'allowed'
            : 'holds';
  const shortest = (list: Witness[]): Witness | null =>
    list.sort((a, b) => a.schedule.steps.length - b.schedule.steps.length)[0] ?? null;
  return {
    verdict,
    searches: mine.length,
    states: mine.reduce((total, { result }) => total + result.states, 0),
    witness: shortest(lost.length > 0 ? lost : allowed),
    drops,
  };
}

import { type Dimension, parseQuantity, type Scenario, type Sweep } from '@tunq/scenario';
import { measuredColumns } from './measured-columns.js';
import type { SweepSet } from './sweep-set.js';

/** How a run ended: the cells of `measuredColumns`, or why there are none. */
export type RunOutcome = { readonly cells: readonly (number | null)[] } | { readonly error: string };

/** A run that has ended, as the journal keeps it; without a seed where it has no scenario. */
export type EndedRun = RunOutcome & { readonly seed: number | null };

type Cell = number | string | boolean | null;

interface TableColumn {
  readonly name: string;
  readonly type: 'number' | 'integer' | 'text' | 'boolean';
}

const heads = [
  { name: 'run', type: 'integer' },
  { name: 'plan', type: 'text' },
  { name: 'point', type: 'integer' },
  { name: 'seed', type: 'integer' },
] as const satisfies readonly TableColumn[];

const suffixes = { time: 'Ns', rate: 'BitPerS', size: 'Bytes', share: 'Share' } as const satisfies Partial<
  Record<Dimension, string>
>;

/** What a key's values are in base units, where they were written as quantities. */
interface BaseColumn {
  readonly name: string;
  /** By sweep, then by the text of the value. */
  readonly values: ReadonlyMap<Sweep, ReadonlyMap<unknown, number>>;
}

/**
 * The table of a sweep's results: a row a run. Its columns are the run's number, the plan, the point of its grid (both from 0), the seed; every key of
 * every plan as it was written and, where that is quantities such as `10ms`, in base units with the unit in the name; why a
 * run failed; and what was measured.
 */
export class RunTable {
  readonly columns: readonly TableColumn[];
  readonly #keys: readonly (TableColumn & { base?: BaseColumn })[];

  constructor(private readonly set: SweepSet) {
    const names = [...new Set(set.sweeps.flatMap(({ keys }) => keys))];
    this.#keys = names.map((name) => {
      const base = baseColumn(set, name);
      return { name, type: columnType(set, name), ...(base && { base }) };
    });
    this.columns = [
      ...heads,
      ...this.#keys.flatMap(({ name, type, base }) => [
        { name, type },
        ...(base ? [{ name: base.name, type: 'number' as const }] : []),
      ]),
      { name: 'error', type: 'text' },
      ...measuredColumns.map(({ name, type }) => ({ name, type })),
    ];
  }

  row(number: number, ended: EndedRun): Cell[] {
    const { sweep, run } = this.set.at(number);
    const { point } = sweep.place(run);
    const keys = sweep.keys;
    const values = sweep.values(point);
    const settings = this.#keys.flatMap(({ name, type, base }): Cell[] => {
      const index = keys.indexOf(name);
      const value = index === -1 ? null : values[index];
      const written = asCell(value, type);
      return base ? [written, base.values.get(sweep)?.get(value) ?? null] : [written];
    });
    const measured = 'cells' in ended ? ended.cells : measuredColumns.map(() => null);
    return [number, sweep.name, point, ended.seed, ...settings, 'error' in ended ? ended.error : null, ...measured];
  }
}

/** Values of a key in all plans. */
function valuesOf(set: SweepSet, name: string): unknown[] {
  return set.sweeps.flatMap((sweep) => stepsOf(sweep, name).map(({ value }) => value));
}

/** Values that a key takes, each with a point that has it. */
function stepsOf(sweep: Sweep, name: string): { value: unknown; point: number }[] {
  let stride = sweep.points;
  for (const { keys, steps } of sweep.description.axes) {
    stride /= steps.length;
    const index = keys.indexOf(name);
    if (index !== -1) return steps.map((values, step) => ({ value: values[index], point: step * stride }));
  }
  return [];
}

function columnType(set: SweepSet, name: string): TableColumn['type'] {
  const values = valuesOf(set, name).filter((value) => value !== null);
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every((value) => Number.isSafeInteger(value))) return 'integer';
  return values.every((value) => typeof value === 'number') ? 'number' : 'text';
}

/** A group of keys, or a value beside others of another type, is shown as JSON. */
function asCell(value: unknown, type: TableColumn['type']): Cell {
  if (value === null || value === undefined) return null;
  if (type !== 'text') return value as number | boolean;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Undefined unless every value is a quantity that the scenario has, in base units, under the same key: the scenario knows whether
 * `10mbit` is a rate or a size.
 */
function baseColumn(set: SweepSet, name: string): BaseColumn | undefined {
  if (!valuesOf(set, name).every((value) => typeof value === 'string')) return undefined;
  const resolved = new Map(
    set.sweeps.map((sweep) => {
      const steps = stepsOf(sweep, name);
      return [sweep, new Map(steps.map(({ value, point }) => [value, numberAt(sweep, point, name)]))] as const;
    }),
  );
  const pairs = [...resolved.values()].flatMap((values) => [...values]);
  if (!pairs.every((pair): pair is [string, number] => pair[1] !== undefined)) return undefined;
  for (const [dimension, suffix] of Object.entries(suffixes)) {
    if (pairs.every(([text, number]) => same(text, dimension as Dimension, number))) {
      return { name: name + suffix, values: resolved as Map<Sweep, Map<unknown, number>> };
    }
  }
  return undefined;
}

function same(text: string, dimension: Dimension, number: number): boolean {
  try {
    // A scenario rounds to whole base units.
    return Math.abs(parseQuantity(text, dimension) - number) <= (dimension === 'share' ? 0 : 0.5);
  } catch {
    return false;
  }
}

function numberAt(sweep: Sweep, point: number, name: string): number | undefined {
  let scenario: Scenario;
  try {
    scenario = sweep.scenarioAt(point);
  } catch {
    // That point fails as a run of its own.
    return undefined;
  }
  const parts = name.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  const value = parts.reduce<unknown>((inner, part) => {
    const group = Array.isArray(inner) && !/^\d+$/.test(part) ? inner[0] : inner;
    return (group as Record<string, unknown> | null | undefined)?.[part];
  }, scenario);
  return typeof value === 'number' ? value : undefined;
}

import type { Place } from '../document.js';
import type { KeyPath } from '../key-path.js';

/** One key of an axis. */
export interface PlanKey {
  /** As written, e.g. `device.queueLength`. */
  readonly name: string;
  readonly path: KeyPath;
}

/** A value that a key takes, and where that was written. */
export interface PlanValue {
  readonly value: unknown;
  readonly place: Place;
}

/** Keys that change together: one key of `grid`, or the keys of an entry of `zip`. */
export interface PlanAxis {
  readonly keys: readonly PlanKey[];
  /** Steps of the axis; each has a value for every key. */
  readonly steps: readonly (readonly PlanValue[])[];
}

/** How often a point is run: with so many seeds that follow from its identity, or with these. */
export type PlanSeeds = { readonly count: number } | { readonly list: readonly number[] };

/** A plan before its scenario is looked up. */
export interface Plan {
  /** Absent: the caller's choice, such as the name of the file. */
  readonly name?: string;
  /** A file or a preset, or the scenario itself. */
  readonly scenario: string | object;
  /** Changed in every point, in this order. */
  readonly set: readonly { readonly key: PlanKey; readonly value: PlanValue }[];
  /** The last one varies fastest, but for the seeds. */
  readonly axes: readonly PlanAxis[];
  readonly seeds: PlanSeeds;
  /** Every run of a point but the first in a phase of its own, see `drawPhase`. */
  readonly phase: boolean;
}

/** Runs that one plan may have. */
export const mostRuns = 10_000_000;

/** Points of a plan, seeds not counted. */
export function gridPoints({ axes }: Pick<Plan, 'axes'>): number {
  return axes.reduce((product, { steps }) => product * steps.length, 1);
}

/** Runs of one point. */
export function seedCount({ seeds }: Pick<Plan, 'seeds'>): number {
  return 'count' in seeds ? seeds.count : seeds.list.length;
}

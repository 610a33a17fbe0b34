import { ScenarioDocument } from '../document.js';
import { parseKeyPath } from '../key-path.js';
import { phased } from '../phase.js';
import type { Scenario } from '../scenario.js';
import { applyValue } from '../settings.js';
import { validateScenario } from '../validate.js';
import { pointIdentity, pointSeed } from './identity.js';
import { gridPoints, type Plan, type PlanSeeds, seedCount } from './plan.js';

/** What a plan says, with its scenario and its ranges written out; as JSON, it is what two equal sweeps have in common. */
export interface SweepDescription {
  readonly name: string;
  /** The scenario's document with `set` applied. */
  readonly scenario: unknown;
  readonly axes: readonly { readonly keys: readonly string[]; readonly steps: readonly (readonly unknown[])[] }[];
  readonly seeds: PlanSeeds;
  readonly phase: boolean;
}

/** One run of a sweep. */
export interface SweepRun {
  readonly seed: number;
  /** Complete, with that seed, and in the phase of the run. */
  readonly scenario: Scenario;
}

/** Where a run stands in its plan. */
export interface SweepPlace {
  /** Point of the grid, from 0. */
  readonly point: number;
  /** Which of the point's runs, from 0. */
  readonly replicate: number;
}

/**
 * A plan with its scenario. Runs are numbered in the order of the plan: the seeds vary fastest, then the last axis. None is
 * kept; each is made from its number when it is asked for.
 */
export class Sweep {
  readonly points: number;
  readonly replicates: number;
  readonly runs: number;
  readonly #base: ScenarioDocument;
  #last: { point: number; scenario: Scenario; identity: string } | undefined;

  /**
   * @param base the plan's scenario
   * @throws ScenarioError when `set` does not fit it
   */
  constructor(
    readonly name: string,
    private readonly plan: Plan,
    base: ScenarioDocument,
  ) {
    this.points = gridPoints(plan);
    this.replicates = seedCount(plan);
    this.runs = this.points * this.replicates;
    this.#base = plan.set.reduce(
      (document, { key, value }) => applyValue(document, { path: key.path, ...value }),
      base,
    );
  }

  /** Keys of the axes, in their order. */
  get keys(): readonly string[] {
    return this.plan.axes.flatMap(({ keys }) => keys.map(({ name }) => name));
  }

  get description(): SweepDescription {
    const { axes, seeds, phase } = this.plan;
    return {
      name: this.name,
      scenario: this.#base.data,
      axes: axes.map(({ keys, steps }) => ({
        keys: keys.map(({ name }) => name),
        steps: steps.map((values) => values.map(({ value }) => value)),
      })),
      seeds,
      phase,
    };
  }

  place(run: number): SweepPlace {
    return { point: Math.floor(run / this.replicates), replicate: run % this.replicates };
  }

  /** Which step of each axis a point is, in the order of the axes. */
  steps(point: number): number[] {
    const steps: number[] = [];
    let rest = point;
    for (const { steps: all } of this.plan.axes.toReversed()) {
      steps.unshift(rest % all.length);
      rest = Math.floor(rest / all.length);
    }
    return steps;
  }

  /** Values of {@link keys} at a point. */
  values(point: number): unknown[] {
    const steps = this.steps(point);
    return this.plan.axes.flatMap((axis, index) => axis.steps[steps[index]!]!.map(({ value }) => value));
  }

  /** @throws ScenarioError at the value that does not fit */
  run(run: number): SweepRun {
    const { point, replicate } = this.place(run);
    const { scenario, identity } = this.#point(point);
    const { seeds, phase } = this.plan;
    const seed = 'count' in seeds ? pointSeed(identity, replicate) : seeds.list[replicate]!;
    const seeded = { ...scenario, seed };
    return { seed, scenario: phase && replicate > 0 ? phased(seeded, seed) : seeded };
  }

  /** The scenario of a point, before a seed is put into it. */
  scenarioAt(point: number): Scenario {
    return this.#point(point).scenario;
  }

  #point(point: number): { scenario: Scenario; identity: string } {
    if (this.#last?.point !== point) {
      const steps = this.steps(point);
      const document = this.plan.axes.reduce((changed, { keys, steps: all }, axis) => {
        const values = all[steps[axis]!]!;
        return keys.reduce((inner, { path }, index) => applyValue(inner, { path, ...values[index]! }), changed);
      }, this.#base);
      const scenario = validateScenario(document);
      this.#last = { point, scenario, identity: pointIdentity(scenario) };
    }
    return this.#last;
  }
}

/** Points that are looked at before anything runs: about three seconds of work. */
const mostChecked = 10_000;

/**
 * Looks at the points of a sweep before anything runs: at all of them, or, of a very large sweep, at every value of every
 * axis, and what contradicts itself only in some combination then fails as a run of its own.
 *
 * @throws ScenarioError for the first point that is no scenario
 */
export function checkSweep(sweep: Sweep): void {
  if (sweep.points <= mostChecked) {
    for (let point = 0; point < sweep.points; point++) sweep.scenarioAt(point);
    return;
  }
  let stride = sweep.points;
  for (const { steps } of sweep.description.axes) {
    stride /= steps.length;
    for (let step = 0; step < steps.length; step++) sweep.scenarioAt(step * stride);
  }
}

/** The sweep that has this description, as {@link Sweep.description} gave it. */
export function sweepOf({ name, scenario, axes, seeds, phase }: SweepDescription): Sweep {
  const place = { file: name, line: null, column: null };
  const plan: Plan = {
    scenario: scenario as object,
    set: [],
    axes: axes.map(({ keys, steps }) => ({
      keys: keys.map((key) => ({ name: key, path: parseKeyPath(key) ?? [key] })),
      steps: steps.map((values) => values.map((value) => ({ value, place }))),
    })),
    seeds,
    phase,
  };
  return new Sweep(name, plan, new ScenarioDocument(scenario, name));
}

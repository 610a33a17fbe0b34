import { checkSweep, type Sweep, type SweepDescription, type SweepRun } from '@tunq/scenario';

/** A run of one of several sweeps. */
export interface NumberedRun {
  /** Sweep that it belongs to. */
  readonly sweep: Sweep;
  /** Number within it. */
  readonly run: number;
}

/** The plans of one command line, their runs numbered one after another. */
export class SweepSet {
  readonly runs: number;
  readonly #first: readonly number[];

  /** @throws {RangeError} when two sweeps have one name */
  constructor(readonly sweeps: readonly Sweep[]) {
    const names = sweeps.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new RangeError(`two plans are named ${twice}`);
    let runs = 0;
    this.#first = sweeps.map((sweep) => {
      const first = runs;
      runs += sweep.runs;
      return first;
    });
    this.runs = runs;
  }

  get descriptions(): SweepDescription[] {
    return this.sweeps.map(({ description }) => description);
  }

  at(number: number): NumberedRun {
    let index = this.sweeps.length - 1;
    while (this.#first[index]! > number) index--;
    return { sweep: this.sweeps[index]!, run: number - this.#first[index]! };
  }

  /** @throws ScenarioError at the value that does not fit */
  run(number: number): SweepRun {
    const { sweep, run } = this.at(number);
    return sweep.run(run);
  }

  /** @throws ScenarioError for the first point that is no scenario */
  check(): void {
    for (const sweep of this.sweeps) checkSweep(sweep);
  }
}

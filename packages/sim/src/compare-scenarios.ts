import { applySettings, type Scenario, type ScenarioDocument, validateScenario } from '@tunq/scenario';
import type { Measurements } from './measurements.js';
import { type ManyOptions, type RunMany, runMany, runsOf } from './run-many.js';
import { assignments, combinations, type Settings, type Variation } from './vary.js';
import { version } from './version.js';

/** The document that `compare --json` prints. */
export interface Comparison {
  /** The scenario that is varied. */
  readonly scenario: Scenario;
  readonly version: string;
  readonly vary: readonly Variation[];
  /** One per combination of the values; the last axis varies fastest. */
  readonly runs: readonly ComparedRun[];
}

export interface ComparedRun {
  /** What this run sets, in the order of the axes. */
  readonly settings: Settings;
  readonly scenario: Scenario;
  readonly result: Measurements;
}

export interface CompareOptions extends ManyOptions {
  /** How the runs are done; default: one after another on the calling thread. */
  readonly run?: RunMany;
}

/**
 * Runs a scenario with every combination of the values.
 *
 * @throws {ScenarioError} when one of the scenarios is wrong, before anything runs
 * @throws {AggregateError} naming the settings of every run that failed
 */
export async function compareScenarios(
  document: ScenarioDocument,
  variations: readonly Variation[],
  { run = runMany, ...options }: CompareOptions = {},
): Promise<Comparison> {
  const scenario = validateScenario(document);
  const points = combinations(variations);
  const jobs = points.map((settings) => ({
    id: assignments(settings).join(' '),
    scenario: validateScenario(applySettings(document, assignments(settings))),
  }));
  const runs = runsOf(await run(jobs, options));
  return {
    scenario,
    version,
    vary: variations,
    runs: runs.map(({ scenario, result }, index) => ({ settings: points[index]!, scenario, result })),
  };
}

import { compileScenario, type Scenario } from '@tunq/scenario';
import type { Measurements } from './measurements.js';
import { type RunOptions, runConfig } from './run-config.js';
import { version } from './version.js';

/** The document that `run --json` prints. */
export interface RunResult {
  /** The scenario as it was run: complete, in base units, and a document that `tunq run` accepts again. */
  readonly scenario: Scenario;
  /** Version of `@tunq/sim`. */
  readonly version: string;
  readonly result: Measurements;
}

/**
 * Runs one scenario to its end.
 *
 * @throws the reason of `signal` when that is aborted
 */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<RunResult> {
  return runResult(scenario, await runConfig(compileScenario(scenario), options));
}

/** Puts what was measured beside what was run. */
export function runResult(scenario: Scenario, result: Measurements): RunResult {
  return { scenario, version, result };
}

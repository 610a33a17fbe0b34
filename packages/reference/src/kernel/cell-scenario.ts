import { type Scenario, ScenarioError, validateScenario } from '@tunq/scenario';
import type { PlacedCell } from './kernel-cell.js';

/** A cell as it can be run, or what of it keeps it from being run. */
export type RunnableCell = { readonly scenario: Scenario } | { readonly fault: ScenarioError };

/** The scenario of a cell. What nobody could run and what the simulator does not have are both a fault, with its line. */
export function cellScenario({ document, fault }: PlacedCell): RunnableCell {
  if (fault) return { fault };
  try {
    return { scenario: validateScenario(document) };
  } catch (error) {
    if (error instanceof ScenarioError) return { fault: error };
    throw error;
  }
}

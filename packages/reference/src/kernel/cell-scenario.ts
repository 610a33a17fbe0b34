import { type Scenario, ScenarioError, validateScenario } from '@tunq/scenario';
import type { PlacedCell } from './kernel-cell.js';

/** Keys that choose a model: a name there may be right and still be one that the simulator does not have. */
const models = /^(?:qdisc\b.*|flows\[\d+\]\.(?:kind|congestion)|device\.(?:kind|flowControl.*|offload|queues))$/;

/** A cell as it can be run, or why it cannot. */
export type RunnableCell = { readonly scenario: Scenario } | { readonly reason: string };

/**
 * The scenario of a cell. What the simulator does not have is a reason, what nobody could run is a fault of the file.
 *
 * @throws {ScenarioError} for such a fault, with its line
 */
export function cellScenario({ cell, document }: PlacedCell): RunnableCell {
  try {
    return { scenario: validateScenario(document) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    if (error.key !== null && models.test(error.key) && namesModel(cell.scenario, error.key)) {
      return { reason: `${error.key}: ${error.given}` };
    }
    throw new ScenarioError({ ...error, key: error.key === null ? cell.id : `${cell.id}: ${error.key}` });
  }
}

/** A number where the name of a model belongs is a fault. */
function namesModel(scenario: Readonly<Record<string, unknown>>, key: string): boolean {
  const parts = key.match(/[^.[\]]+/g) ?? [];
  const value = parts.reduce<unknown>(
    (group, part) => (group as Record<string, unknown> | undefined)?.[part],
    scenario,
  );
  return (
    key !== 'qdisc' &&
    (parts[0] === 'qdisc' ? parts[1] !== 'kind' || typeof value === 'string' : typeof value !== 'number')
  );
}

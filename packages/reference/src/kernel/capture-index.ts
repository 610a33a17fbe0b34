import { type ScenarioDocument, ScenarioError } from '@tunq/scenario';
import { isGroup, shape } from './json-group.js';
import { JsonText } from './json-place.js';
import { labScenario } from './lab-scenario.js';
import { parseJson } from './read-cells.js';

/**
 * The scenario that an `index.json` names for a capture.
 *
 * @param name of the capture's file
 * @param file the name of the index that messages show
 * @throws {ScenarioError} when there is none
 */
export function readCaptureIndex(text: string, file: string, name: string): ScenarioDocument {
  const source = new JsonText(text, file);
  const index = parseJson(source);
  const fail = (path: string[], given: string, allowed: string): never => {
    throw new ScenarioError({ ...source.placeOf(path), key: path.at(-1) ?? null, given, allowed });
  };
  if (!isGroup(index)) return fail([], `is ${shape(index)}`, 'a group of captures by the names of their files');
  const entry = index[name];
  if (!isGroup(entry)) return fail([], `has no '${name}'`, Object.keys(index).join(', '));
  const { scenario } = entry;
  if (!isGroup(scenario)) return fail([name, 'scenario'], `${shape(scenario)} where a group belongs`, 'a scenario');
  return labScenario(scenario, { file, locate: (path) => source.placeOf([name, 'scenario', ...path]) });
}

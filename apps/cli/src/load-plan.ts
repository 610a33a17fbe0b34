import { basename, dirname, extname, resolve } from 'node:path';
import { type Place, readPlan, type ScenarioDocument, ScenarioError, Sweep } from '@tunq/scenario';
import { InputError } from './failure.js';
import type { Io } from './io.js';
import { isPreset, loadDocument } from './load-document.js';
import { readText, readTextFile } from './read-text.js';

/**
 * A plan with its scenario; `-` is standard input. The plan's file names a scenario's file relative to itself.
 *
 * @throws {InputError | ScenarioError} when either cannot be read
 */
export async function loadPlan(source: string, io: Pick<Io, 'stdin'>): Promise<Sweep> {
  const file = source === '-' ? 'standard input' : source;
  const text = source === '-' ? await readText(io.stdin, file) : await readTextFile(source);
  const { plan, document } = readPlan(text, { file });
  const base =
    typeof plan.scenario === 'string'
      ? await scenarioOf(plan.scenario, dirname(source), document.locate(['scenario']))
      : document.within(['scenario']);
  return new Sweep(plan.name ?? nameOf(source), plan, base);
}

async function scenarioOf(scenario: string, folder: string, place: Place): Promise<ScenarioDocument> {
  if (scenario === '-') throw fault(place, '- is standard input', 'a file, or a preset');
  try {
    if (isPreset(scenario)) return await loadDocument(scenario, nothing);
    const isName = /^[\w+-]+$/.test(scenario);
    return await loadDocument(isName ? scenario : resolve(folder, scenario), nothing);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw fault(place, error.message, null);
  }
}

const nothing = { stdin: (async function* () {})() };

function fault(place: Place, given: string, allowed: string | null): ScenarioError {
  return new ScenarioError({ ...place, key: 'scenario', given, allowed });
}

/** `grids/lengths.yaml` is the plan `lengths`. */
function nameOf(source: string): string {
  const name = source === '-' ? '' : basename(source, extname(source)).replaceAll(/[^\p{L}\p{N}_.+-]/gu, '-');
  return /^[\p{L}\p{N}]/u.test(name) ? name.slice(0, 80) : 'sweep';
}

import { describeValue } from './describe.js';
import { readDocument, ScenarioDocument } from './document.js';
import { ScenarioError } from './error.js';
import { flowKinds } from './flow-keys.js';
import { formatKeyPath, type KeyPath } from './key-path.js';
import { type LeafFault, missing, unknownKey, unknownName } from './leaf.js';
import { resolveScenario } from './resolve.js';
import type { Scenario } from './scenario.js';
import { type ScenarioInput, scenarioSchema } from './schema.js';
import { keysAt, ownersOf } from './schema-keys.js';
import { applySettings } from './settings.js';
import type { z } from './zod.js';

/**
 * Checks a document and fills in what it leaves out.
 *
 * @param source A document with places, or plain data such as a preset's.
 * @throws ScenarioError for the first fault in the text's order.
 */
export function validateScenario(source: ScenarioDocument | ScenarioInput): Scenario {
  const document = source instanceof ScenarioDocument ? source : new ScenarioDocument(source, 'scenario');
  const parsed = scenarioSchema.safeParse(document.data);
  if (!parsed.success) throw firstFault(document, parsed.error.issues);
  return resolveScenario(parsed.data, ({ path, problem, allowed }) => {
    throw new ScenarioError({ ...document.locate(path), key: formatKeyPath(path), given: problem, allowed });
  });
}

/**
 * Reads a scenario from its text, YAML or JSON.
 *
 * @param options `file`: the name that messages show. `settings`: changes in the form of `--set`, e.g. `device.queueLength=10`.
 * @throws ScenarioError with file, line, key, what was given and what is allowed.
 */
export function parseScenario(text: string, options: { file?: string; settings?: readonly string[] } = {}): Scenario {
  return validateScenario(applySettings(readDocument(text, options), options.settings ?? []));
}

/** Names of a flow's kind that are not known; the union of flows tells them apart by it. */

function firstFault(document: ScenarioDocument, issues: readonly z.core.$ZodIssue[]): ScenarioError {
  const errors = issues.map((issue) => fault(document, issue));
  // Without a place (a --set argument, or data from a program) a fault comes first: it is the newest part of the document.
  // A missing key comes last: where there is an unknown one as well, that one is most likely its misspelling.
  const rank = (error: ScenarioError) => [error.given === missing ? 1 : 0, error.line ?? 0, error.column ?? 0];
  const before = (a: readonly number[], b: readonly number[]) => {
    const differs = a.findIndex((part, i) => part !== b[i]);
    return differs !== -1 && a[differs]! < b[differs]!;
  };
  return errors.reduce((first, error) => (before(rank(error), rank(first)) ? error : first));
}

function fault(document: ScenarioDocument, issue: z.core.$ZodIssue): ScenarioError {
  const path = issue.path as KeyPath;
  const at = (given: string, allowed: string | null, place = document.locate(path)) =>
    new ScenarioError({ ...place, key: path.length === 0 ? null : formatKeyPath(path), given, allowed });

  if (issue.code === 'unrecognized_keys') return strayKey(document, path, issue.keys[0]!);
  if (issue.code === 'custom') {
    const found = issue.params?.fault as LeafFault;
    return at(found.problem, found.allowed, found.atKey ? document.locateKey(path) : document.locate(path));
  }
  const given = valueAt(document.data, path);
  if (issue.code === 'invalid_union') {
    return at(unknownName(given, flowKinds), flowKinds.join(', '));
  }
  if (issue.code === 'too_small') return at('is an empty list', 'at least one flow');
  const list = issue.code === 'invalid_type' && issue.expected === 'array';
  const shape = list
    ? `a list such as ${path[0] === 'flows' ? '[{ count: 1, congestion: cubic }]' : '[{ queue: 0, perPacket: 300us }]'}`
    : `a group of keys (${keysAt(path).join(', ')})`;
  const problem =
    given === null
      ? 'has no value'
      : `${path.length === 0 ? 'the document is ' : ''}${describeValue(given)} where ${list ? 'a list' : 'a group of keys'} belongs`;
  return at(problem, shape);
}

function strayKey(document: ScenarioDocument, path: KeyPath, key: string): ScenarioError {
  const known = keysAt(path);
  return new ScenarioError({
    ...document.locateKey([...path, key]),
    key: formatKeyPath([...path, key]),
    given: unknownKey(key, known, ownersOf(key, path)[0]),
    allowed: known.join(', '),
  });
}

function valueAt(data: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | null | undefined)?.[part],
    data,
  );
}

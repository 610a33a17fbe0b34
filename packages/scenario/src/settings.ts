import { describeValue, firstLine } from './describe.js';
import { type Place, readDocument, ScenarioDocument } from './document.js';
import { ScenarioError } from './error.js';
import { formatKeyPath, type KeyPath, parseKeyPath } from './key-path.js';
import type { ScenarioInput } from './schema.js';

type Group = Record<string, unknown>;

/**
 * Changes single keys of a document, as `--set key=value` does.
 *
 * A key is a path such as `device.queueLength`, `flows[0].count` or `flows.0.count`; `flows.congestion` changes every flow. Groups on the way that the
 * document lacks are made. The value is YAML: a number, a quantity, a name, or a group such as `{ kind: linux-7.3, wakeAt: empty }`. Later settings win.
 *
 * @param document A document with places, or plain data such as a preset's; it is not changed.
 * @param options `option`: what messages call a setting; `--set` where absent.
 * @throws ScenarioError that names the argument. Whether the key exists and the value fits is for `validateScenario`.
 */
export function applySettings(
  document: ScenarioDocument | ScenarioInput,
  settings: readonly string[],
  options: { option?: string } = {},
): ScenarioDocument {
  const option = options.option ?? '--set';
  const start = document instanceof ScenarioDocument ? document : new ScenarioDocument(document, 'scenario');
  return settings.reduce((changed, setting) => applySetting(changed, setting, option), start);
}

function applySetting(document: ScenarioDocument, setting: string, option: string): ScenarioDocument {
  const file = `${option} ${firstLine(setting)}`;
  const fail = (key: string | null, given: string, allowed: string): never => {
    throw new ScenarioError({ file, line: null, column: null, key, given, allowed });
  };
  const equals = setting.indexOf('=');
  if (equals === -1) return fail(null, 'has no =', 'key=value, e.g. device.queueLength=10');
  const name = setting.slice(0, equals).trim();
  const path = parseKeyPath(name);
  if (!path || path.includes('__proto__')) {
    return fail(null, `${describeValue(name)} is not a key`, 'a path such as device.queueLength or flows[0].count');
  }
  const value = readValue(setting.slice(equals + 1), file, formatKeyPath(path));
  return applyValue(document, { path, value, place: { file, line: null, column: null } });
}

/** A key with its value, and where that was given. */
export interface PlacedValue {
  readonly path: KeyPath;
  /** Groups, lists, texts, numbers, booleans and nulls. */
  readonly value: unknown;
  readonly place: Place;
}

/**
 * Changes one key of a document, as {@link applySettings} does.
 *
 * @throws ScenarioError at the place of the value when the path leads into something that has no keys.
 */
export function applyValue(document: ScenarioDocument, { path, value, place }: PlacedValue): ScenarioDocument {
  const fail = (key: string, given: string, allowed: string): never => {
    throw new ScenarioError({ ...place, key, given, allowed });
  };
  const data = structuredClone(document.data);
  const changed: KeyPath[] = [];
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return document;
  assign(data as Group, path, structuredClone(value), { changed, fail });
  return document.with(data, changed, place);
}

/** The value part of an argument. Empty is no value, as it is after a key in YAML. */
function readValue(text: string, file: string, key: string): unknown {
  if (text.trim() === '') return null;
  try {
    return readDocument(text, { file }).data;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    // An explicit null reads as an empty document.
    if (error.given === 'is empty') return null;
    throw new ScenarioError({
      ...error,
      file,
      line: null,
      column: null,
      key,
      given: `the value ${error.given}`,
      allowed: error.allowed,
    });
  }
}

interface Progress {
  /** Collects the paths that were set. */
  readonly changed: KeyPath[];
  readonly fail: (key: string, given: string, allowed: string) => never;
}

function assign(root: Group, path: KeyPath, value: unknown, progress: Progress): void {
  // A document without flows has one of the default kind, so a key of a flow needs that one to be there.
  if (path[0] === 'flows' && path.length > 1 && root.flows === undefined) root.flows = [{}];
  descend(root, [], path, value, progress);
}

function descend(parent: unknown, done: KeyPath, rest: KeyPath, value: unknown, progress: Progress): void {
  const part = rest[0]!;
  if (Array.isArray(parent)) {
    if (typeof part !== 'number') {
      for (const index of parent.keys()) step(parent, index, done, rest, value, progress);
    } else if (part <= parent.length) {
      step(parent, part, done, rest.slice(1), value, progress);
    } else {
      progress.fail(formatKeyPath([...done, part]), `there are ${parent.length} entries`, `[0] to [${parent.length}]`);
    }
    return;
  }
  step(parent as Group, String(part), done, rest.slice(1), value, progress);
}

/** Sets `parent[part]`, or goes on below it. */
function step(
  parent: Group | unknown[],
  part: string | number,
  done: KeyPath,
  rest: KeyPath,
  value: unknown,
  progress: Progress,
): void {
  const path = [...done, part];
  const slots = parent as Record<string | number, unknown>;
  if (rest.length === 0) {
    slots[part] = value;
    progress.changed.push(path);
    return;
  }
  let inner = Object.hasOwn(slots, part) ? slots[part] : undefined;
  if (formatKeyPath(path) === 'device.flowControl' && typeof inner === 'string') inner = { kind: inner };
  inner ??= {};
  if (typeof inner !== 'object') {
    progress.fail(
      formatKeyPath([...path, ...rest]),
      `${formatKeyPath(path)} is ${describeValue(inner)}, which has no keys`,
      `${formatKeyPath(path)}=…`,
    );
  }
  slots[part] = inner;
  progress.changed.push(...(Object.keys(inner as object).length === 0 ? [path] : []));
  descend(inner, path, rest, value, progress);
}

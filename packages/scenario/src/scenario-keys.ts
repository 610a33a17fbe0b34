import { scenarioJsonSchema } from './json-schema.js';

/** A key that `applySettings` takes, for those who offer keys to choose from. */
export interface ScenarioKey {
  /** As a path; `flows.count` is the key of every flow. */
  readonly key: string;
  /** One line, for people. */
  readonly description: string;
  /** All the values that it takes by name; empty where it takes numbers or a group. */
  readonly values: readonly string[];
}

/** What this module reads of a JSON Schema. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Every key that a scenario may have, in the order of the schema, groups themselves left out. */
export function scenarioKeys(): ScenarioKey[] {
  const keys = new Map<string, ScenarioKey>();
  for (const found of keysBelow(scenarioJsonSchema() as Schema, '')) {
    const known = keys.get(found.key);
    const values = [...new Set([...(known?.values ?? []), ...found.values])];
    keys.set(found.key, { ...found, ...(known && { description: known.description }), values });
  }
  return [...keys.values()];
}

function keysBelow(schema: Schema, path: string): ScenarioKey[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const groups = groupsOf(inner);
    const values = valuesOf(inner);
    // A key such as `device.flowControl` takes a name or a group.
    const own = groups.length === 0 || values.length > 0;
    const itself = own ? [{ key, description: inner.description ?? '', values }] : [];
    return [...itself, ...groups.flatMap((group) => keysBelow(group, key))];
  });
}

/** The groups that a value may be; of a list, those of its entries. */
function groupsOf({ properties, items, anyOf = [], oneOf = [], ...schema }: Schema): Schema[] {
  if (properties) return [{ ...schema, properties }];
  if (items) return groupsOf(items);
  return [...anyOf, ...oneOf].flatMap(groupsOf);
}

function valuesOf(schema: Schema): string[] {
  if (schema.type === 'boolean') return ['true', 'false'];
  if (schema.enum) return schema.enum.map(String);
  if (schema.const !== undefined) return [String(schema.const)];
  return (schema.anyOf ?? []).flatMap(valuesOf);
}

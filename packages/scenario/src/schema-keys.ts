import { formatKeyPath, type KeyPath } from './key-path.js';
import { scenarioSchema } from './schema.js';
import { z } from './zod.js';

/** Names that the kernel or other tools have for a key. */
const synonyms: Readonly<Record<string, string>> = {
  txqueuelen: 'device.queueLength',
  tcp_rmem: 'receiver.rmem',
  tcp_wmem: 'sender.wmem',
  tcp_limit_output_bytes: 'sender.limitOutputBytes',
  iw: 'sender.initialCwnd',
  delay: 'path.rtt',
  bandwidth: 'path.rate',
  cc: 'flows[0].congestion',
};

/** The keys that a group of the document may have; for a flow, those of every kind. */
export function keysAt(path: KeyPath): string[] {
  return [...new Set(groupsAt(path).flatMap((group) => Object.keys(group.shape)))];
}

/** Where else in the document a key of that name belongs, e.g. `path.rtt` for an `rtt` at the top. */
export function ownersOf(key: string, except: KeyPath): string[] {
  const folded = key.toLowerCase();
  const owners: string[] = Object.hasOwn(synonyms, folded) ? [synonyms[folded]!] : [];
  // A qdisc has parameters of the same names as the path; the path is what most documents mean.
  const entries = Object.entries(scenarioSchema.shape);
  const groups = [...entries.filter(([group]) => group !== 'qdisc'), ...entries.filter(([group]) => group === 'qdisc')];
  for (const [group, schema] of groups) {
    const path: KeyPath = unwrap(schema) instanceof z.ZodArray ? [group, 0] : [group];
    if (formatKeyPath(path) === formatKeyPath(except)) continue;
    const owned = keysAt(path).find((name) => name.toLowerCase() === folded);
    if (owned !== undefined) owners.push(formatKeyPath([...path, owned]));
  }
  return owners;
}

function groupsAt(path: KeyPath): z.ZodObject[] {
  let schemas: unknown[] = [scenarioSchema];
  for (const part of path) {
    schemas = schemas.map(unwrap).flatMap((schema) => {
      if (schema instanceof z.ZodArray) return [schema.element];
      return objects(schema).flatMap((group) => (Object.hasOwn(group.shape, part) ? [group.shape[String(part)]] : []));
    });
  }
  return schemas.map(unwrap).flatMap(objects);
}

function objects(schema: unknown): z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema];
  return schema instanceof z.ZodDiscriminatedUnion ? (schema.options.map(unwrap) as z.ZodObject[]) : [];
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) return unwrap(schema.unwrap());
  return schema;
}

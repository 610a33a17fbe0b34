import { countOf, isObject } from '../json-value.js';

/** Counters of the network stack by name: `TcpRetransSegs` … */
export type Counters = Readonly<Record<string, number>>;

/** `nstat -j`; undefined if it is none. */
export function parseNstatJson(document: unknown): Counters | undefined {
  if (!isObject(document) || !isObject(document.kernel)) return undefined;
  const counters = Object.entries(document.kernel).map(([name, value]) => [name, countOf(value)] as const);
  return Object.fromEntries(counters.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/** `nstat` without `-j`; undefined if it is none. */
export function parseNstatText(text: string): Counters | undefined {
  if (!text.startsWith('#kernel')) return undefined;
  const rows = text.split('\n').flatMap((line) => {
    const match = /^(\w+)\s+(\d+)\s/.exec(`${line} `);
    return match ? [[match[1]!, Number(match[2])] as const] : [];
  });
  return Object.fromEntries(rows);
}

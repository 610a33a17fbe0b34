import { describeKey } from './describe.js';

/** The way to a value in a document: names in groups, numbers in lists. */
export type KeyPath = readonly (string | number)[];

/** A path as people write it: `flows[0].count`. */
export function formatKeyPath(path: KeyPath): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : (i === 0 ? '' : '.') + describeKey(part)))
    .join('');
}

/** A path as a `Map` key; no two paths share one. */
export function keyPathId(path: KeyPath): string {
  return JSON.stringify(path);
}

/**
 * Reads `device.queueLength`, `flows[0].count` or `flows.0.count`. A part that is a whole number is a number; whether it counts entries of a list
 * or names a key is for the document to say.
 *
 * @returns Null if the text is no path.
 */
export function parseKeyPath(text: string): (string | number)[] | null {
  if (!/^[^.[\]=\s]+(?:\.[^.[\]=\s]+|\[\d+\])*$/u.test(text)) return null;
  const parts = text.match(/[^.[\]]+/gu) ?? [];
  return parts.map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
}

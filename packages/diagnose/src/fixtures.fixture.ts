import { readdirSync, readFileSync } from 'node:fs';
import type { SourceText } from './input.js';
import type { Limit } from './limits.js';

/** Output of the real tools under a limit that was set up; scripts/capture takes them. */
export interface Fixture {
  readonly name: string;
  readonly expected: Limit;
  /** The limit that is at work, where the sources do not show it or are of something else. */
  readonly limit: Limit;
  /** What is true of a part of the sources. */
  readonly also: readonly Limit[];
  readonly sources: readonly SourceText[];
  readonly seconds: number;
}

const root = new URL('../fixtures/', import.meta.url);

export const fixtures: readonly Fixture[] = readdirSync(root)
  .sort()
  .map((name) => {
    const folder = new URL(`${name}/`, root);
    const { expected, limit, also = [], seconds } = JSON.parse(readFileSync(new URL('fixture.json', folder), 'utf8'));
    const files = readdirSync(folder)
      .filter((file) => file !== 'fixture.json')
      .sort();
    const sources = files.map((file) => ({ name: file, text: readFileSync(new URL(file, folder), 'utf8') }));
    return { name, expected, limit, also, seconds, sources };
  });

import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dependencyGraph, type Graph, reachable } from './graph.js';
import { hiddenInputs } from './scan.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reference = 'packages/reference/src';

/** Packages that simulate, or say what is simulated. */
const simulating = ['core', 'tcp', 'device', 'scenario', 'sim'];

/** Modules that say what a cell runs. */
const scenarioMakers = [
  'cells.ts',
  'calibration.ts',
  'calibrate/root.ts',
  'calibrate/parameters.ts',
  ...sources(`${reference}/experiments`).map((path) => relative(reference, path)),
].map((name) => `${reference}/${name}`);

/** Where numbers of others are: those of tables, those of the kernel, and any data file but manifests. */
const isPublished = (path: string) =>
  !path.endsWith('/package.json') &&
  /(?:^|\/)published\/|^packages\/reference\/data\/|\.(?:csv|json)(?:\.gz)?$/.test(path);

/** Modules that keep the folder of a sweep, and so read and write its files; whatever simulates does not reach them. */
const sweepFolder = 'packages/sim/src/node/sweep/';
const folderInputs = ['node:fs', 'readFileSync()', 'openSync()'];

/** Sources below a folder, tests left out. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name) && !/\.(?:test|fixture)\.ts$/.test(name))
    .map((name) => `${folder}/${name}`);
}

let graph: Graph;

beforeAll(async () => {
  graph = await dependencyGraph(
    root,
    [...simulating, 'reference'].map((name) => `packages/${name}/src`),
  );
});

describe('a published number is never an input to a simulation', () => {
  test.each(scenarioMakers)('%s reaches no published value', (module) => {
    const reached = reachable(graph, module);
    expect(reached.filter(isPublished)).toEqual([]);
    for (const file of reached.filter((path) => path.startsWith(`${reference}/`))) {
      expect(hiddenInputs(join(root, file)), file).toEqual([]);
    }
  });

  test.each(scenarioMakers)('%s does not reach the fit', (module) => {
    const reached = reachable(graph, module);
    expect(reached).not.toContain(`${reference}/calibrate/calibrate.ts`);
    if (module.includes('/calibrate/')) return;
    expect(reached.filter((path) => path.startsWith(`${reference}/calibrate/`))).toEqual([]);
  });

  test('what is fitted stays a report: nothing that fits writes a file', () => {
    const own = reachable(graph, `${reference}/calibrate/calibrate.ts`).filter((path) => path.startsWith(reference));
    expect(own).toContain(`${reference}/published/v3-tun-lab-rtt.ts`);
    // It knows the published numbers, which is its task, and nothing of files.
    const ofFiles = (file: string) => hiddenInputs(join(root, file)).filter((input) => !input.includes('published/'));
    for (const file of own) expect(ofFiles(file), file).toEqual([]);
    expect(hiddenInputs(join(root, 'apps/cli/src/commands/calibrate.ts'))).toEqual([
      '@tunq/reference',
      '@tunq/reference/node',
    ]);
  });

  test.each(simulating)('@tunq/%s knows neither @tunq/reference nor a file of numbers', (name) => {
    const files = sources(`packages/${name}/src`);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const reached = reachable(graph, file);
      expect(
        reached.filter((path) => path.startsWith('packages/reference/') || isPublished(path)),
        file,
      ).toEqual([]);
      const allowed = file.startsWith(sweepFolder) ? folderInputs : [];
      expect(
        hiddenInputs(join(root, file)).filter((input) => !allowed.includes(input)),
        file,
      ).toEqual([]);
    }
  });

  test('what runs a scenario does not reach the files of a sweep', () => {
    const folder = (file: string) => reachable(graph, file).filter((path) => path.startsWith(sweepFolder));
    expect(folder('packages/sim/src/node/index.ts')).not.toEqual([]);
    for (const name of simulating) {
      for (const file of sources(`packages/${name}/src`)) {
        if (file.startsWith(sweepFolder) || file === 'packages/sim/src/node/index.ts') continue;
        expect(folder(file), file).toEqual([]);
      }
    }
  });

  test('the assembly does not, either', () => {
    for (const file of sources('packages/core/assembly')) expect(hiddenInputs(join(root, file)), file).toEqual([]);
  });

  test('the walk finds them where they are used', () => {
    expect(reachable(graph, `${reference}/reproduce.ts`)).toContain(`${reference}/published/v3-tun-lab-rtt.ts`);
  });
});

/** Ways to a published number, each of which would make the tests above fail. */
describe('every way in is seen', () => {
  const ways: Readonly<Record<string, string>> = {
    'single quotes': `import { t } from '../published/t.js'; export const a = t;`,
    'double quotes': `import { t } from "../published/t.js"; export const a = t;`,
    'for its effects': `import "../published/t.js";`,
    'the whole module': `import * as t from "../published/t.js"; export const a = t;`,
    'a type': `import type { T } from '../published/t.js'; export type A = T;`,
    'import()': `export const a = await import('../published/t.js');`,
    'import() with a template': 'export const a = await import(`../published/t.js`);',
    'import() in a type': `export type A = import('../published/t.js').T;`,
    'require()': `export const a = require('../published/t.js');`,
    'import = require()': `import t = require("../published/t.js"); export const a = t;`,
    're-export of all': `export * from "../published/t.js";`,
    're-export of one': `export { t as a } from '../published/t.js';`,
    'through another module': `export { a } from './re-export.js';`,
    JSON: `import numbers from '../numbers/t.json' with { type: 'json' }; export const a = numbers;`,
  };
  const hidden: Readonly<Record<string, string>> = {
    'import() of a computed name': `const name = 't'; export const a = await import(name);`,
    'readFileSync()': `import { readFileSync } from "node:fs"; export const a = readFileSync(new URL('t', import.meta.url));`,
    'fs/promises': `import { open } from 'fs/promises'; export const a = open('t');`,
    'createRequire()': `import { createRequire } from 'node:module'; export const a = createRequire(import.meta.url)('./t');`,
    'getBuiltinModule()': `export const a = process.getBuiltinModule('node:' + 'fs');`,
    'fetch()': `export const a = await fetch(new URL('t', import.meta.url));`,
    '/reference/published/t.csv': `export const a = '/reference/published/t.csv';`,
    '/published/': "export const a = '/published/' + ['t'];",
    '@tunq/reference': `export const a = () => "@tunq/reference";`,
  };

  let project: string;
  let found: Graph;

  beforeAll(async () => {
    project = realpathSync(mkdtempSync(join(tmpdir(), 'tunq-published-')));
    write('published/t.ts', 'export type T = number; export const t = 787.3;');
    write('numbers/t.json', '[787.3]');
    write('makers/re-export.ts', `export { t as a } from '../published/t.js';`);
    Object.values(ways).forEach((text, index) => {
      write(`makers/way-${index}.ts`, text);
    });
    Object.values(hidden).forEach((text, index) => {
      write(`makers/hidden-${index}.ts`, text);
    });
    write('makers/harmless.ts', `import { b } from './other.js'; export const a = [b, 'as published', 300];`);
    write('makers/other.ts', 'export const b = 1;');
    found = await dependencyGraph(project, ['makers', 'published']);
  });

  afterAll(() => rmSync(project, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), `${text}\n`);
  }

  test.each(Object.keys(ways).map((way, index) => [way, index] as const))('%s', (_way, index) => {
    expect(reachable(found, `makers/way-${index}.ts`).filter(isPublished)).toHaveLength(1);
  });

  test.each(Object.keys(hidden).map((way, index) => [way, index] as const))('%s', (way, index) => {
    expect(hiddenInputs(join(project, `makers/hidden-${index}.ts`))).toContain(way);
  });

  test('and nothing else', () => {
    expect(reachable(found, 'makers/harmless.ts')).toEqual(['makers/harmless.ts', 'makers/other.ts']);
    expect(hiddenInputs(join(project, 'makers/harmless.ts'))).toEqual([]);
  });
});

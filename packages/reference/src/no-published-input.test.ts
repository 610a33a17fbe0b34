import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const sources = fileURLToPath(new URL('.', import.meta.url));
const packages = join(sources, '../..');

/** What a module imports, types included. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

/** Every module that is reached through relative imports. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const name of importsOf(file).filter((specifier) => specifier.startsWith('.'))) {
    reached(join(dirname(file), name).replace(/\.js$/, '.ts'), seen);
  }
  return seen;
}

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

/** Modules under `published/` that hold numbers. */
function dataReachedFrom(file: string): string[] {
  return [...reached(join(sources, file))]
    .map((path) => relative(sources, path))
    .filter((path) => path.startsWith('published'));
}

describe('a published number is never an input to a simulation', () => {
  const scenarioMakers = [
    'cells.ts',
    'calibration.ts',
    'perturbation.ts',
    join('calibrate', 'root.ts'),
    join('calibrate', 'parameters.ts'),
    ...typescriptFiles(join(sources, 'experiments')).map((file) => relative(sources, file)),
  ];

  test.each(scenarioMakers)('%s reaches no published value', (file) => {
    expect(dataReachedFrom(file)).toEqual([]);
  });

  test('what is fitted stays a report: nothing that fits writes a file', () => {
    for (const file of typescriptFiles(join(sources, 'calibrate'))) {
      expect([...reached(file)].flatMap(importsOf).filter((name) => name.startsWith('node:'))).toEqual([]);
    }
    const command = join(packages, '../apps/cli/src/commands/calibrate.ts');
    expect(importsOf(command).filter((name) => name.startsWith('node:'))).toEqual([]);
  });

  test.each(scenarioMakers)('%s does not reach the fit', (file) => {
    const names = [...reached(join(sources, file))].map((path) => relative(sources, path));
    expect(names).not.toContain(join('calibrate', 'calibrate.ts'));
    if (!file.startsWith('calibrate')) expect(names.filter((name) => name.startsWith('calibrate/'))).toEqual([]);
  });

  test('the walk would find them', () => {
    expect(dataReachedFrom('reproduce.ts')).toContain(join('published', 'v3-tun-lab-rtt.ts'));
  });

  test.each(['core', 'tcp', 'device', 'scenario', 'sim'])('@tunq/%s does not know @tunq/reference', (name) => {
    const files = typescriptFiles(join(packages, name, 'src'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(
        importsOf(file).filter(
          (specifier) => specifier.startsWith('@tunq/reference') || specifier.includes('/reference/'),
        ),
      ).toEqual([]);
    }
  });
});

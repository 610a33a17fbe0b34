import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseScenario } from '@tunq/scenario';
import { runScenario } from '@tunq/sim';
import { describe, expect, test } from 'vitest';

/**
 * Whole results of whole scenarios, number for number. A change of the model changes them on purpose, and the diff
 * of `expected.json` shows by how much: `UPDATE_GOLDEN=1 npx vitest run tests/golden` writes them anew.
 */
const root = new URL('./', import.meta.url);
const update = process.env.UPDATE_GOLDEN === '1';
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

async function resultOf(folder: string): Promise<string> {
  const file = new URL(`${folder}/scenario.yaml`, root);
  const scenario = parseScenario(readFileSync(file, 'utf8'), { file: `${folder}/scenario.yaml` });
  const { result } = await runScenario(scenario);
  const { cpuSeconds: _, ...rest } = result;
  return `${JSON.stringify(rest, null, 2)}\n`;
}

describe('golden scenarios', () => {
  test('there are some', () => {
    expect(folders.length).toBeGreaterThanOrEqual(12);
  });

  test.each(folders.map((folder) => folder.name))('%s', async (folder) => {
    const file = new URL(`${folder}/expected.json`, root);
    const actual = await resultOf(folder);
    if (update) writeFileSync(file, actual);
    expect(existsSync(file), `${folder}/expected.json is missing: see the head of this file`).toBe(true);
    expect(JSON.parse(actual)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});

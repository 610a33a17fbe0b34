import { existsSync } from 'node:fs';
import { type PresetName, presetNames, presets, readDocument, ScenarioDocument } from '@tunq/scenario';
import { InputError } from './failure.js';
import type { Io } from './io.js';
import { suggestion } from './nearest.js';
import { readText, readTextFile } from './read-text.js';

/**
 * The document that SCENARIO names: `-` is standard input, a preset's name is the preset (`./name` is a file of that
 * name), anything else a file.
 *
 * @throws {InputError} when it names nothing that can be read
 * @throws {ScenarioError} when that is no document
 */
export async function loadDocument(source: string, { stdin }: Pick<Io, 'stdin'>): Promise<ScenarioDocument> {
  if (source === '-') return readDocument(await readText(stdin, 'standard input'), { file: 'standard input' });
  if (isPreset(source)) return new ScenarioDocument(presets[source].document, source);
  if (/^[\w+-]+$/.test(source) && !existsSync(source)) {
    const hint = suggestion(source, presetNames) || '; `tunq presets` lists the presets';
    throw new InputError(`${source}: neither a file nor a preset${hint}`);
  }
  return readDocument(await readTextFile(source), { file: source });
}

export function isPreset(name: string): name is PresetName {
  return (presetNames as readonly string[]).includes(name);
}

import { formatJson, formatPresets } from '@tunq/report';
import { presetNames, presets as presetsByName } from '@tunq/scenario';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { isPreset } from '../load-document.js';
import { suggestion } from '../nearest.js';
import { styleOf } from '../style.js';

export interface PresetsArguments {
  readonly name: string | undefined;
  readonly json?: boolean;
}

/** `tunq presets`: what can be run by name. */
export function presets({ name, json }: PresetsArguments, io: Io): number {
  if (name !== undefined) {
    if (!isPreset(name)) {
      throw new InputError(`${name}: no preset${suggestion(name, presetNames) || '; `tunq presets` lists them'}`);
    }
    io.stdout.write(formatJson(presetsByName[name].document));
  } else if (json) {
    io.stdout.write(formatJson(presetsByName));
  } else {
    const list = presetNames.map((preset) => ({ name: preset, title: presetsByName[preset].title }));
    io.stdout.write(`${formatPresets(list, styleOf(io))}\n`);
  }
  return exitStatus.done;
}

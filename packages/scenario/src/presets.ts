import { ScenarioDocument } from './document.js';
import { ScenarioError } from './error.js';
import { nearest } from './nearest.js';
import { laterPresets } from './presets/later.js';
import { librecastPresets } from './presets/librecast.js';
import { pktgenPresets } from './presets/pktgen.js';
import { type FittedKey, type Preset, patched } from './presets/preset.js';
import { shapingPresets } from './presets/shaping.js';
import { tapPresets } from './presets/tap.js';
import { teachingPresets } from './presets/teaching.js';
import { tunPresets } from './presets/tun.js';
import type { Scenario } from './scenario.js';
import { applySettings } from './settings.js';
import { validateScenario } from './validate.js';

export type { FittedKey, Preset };

type Published = keyof typeof tunPresets | keyof typeof tapPresets;

/** Names of the presets; every published set-up has a `-patched` twin. */
export type PresetName =
  | Published
  | `${Published}-patched`
  | keyof typeof laterPresets
  | keyof typeof librecastPresets
  | keyof typeof pktgenPresets
  | keyof typeof teachingPresets
  | keyof typeof shapingPresets;

const published = { ...tunPresets, ...tapPresets };

/** The presets by name: every set-up that was published with the series, as the kernel was and patched, and some to learn from. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  ...published,
  ...(Object.fromEntries(
    Object.entries(published).map(([name, preset]) => [`${name}-patched`, patched(preset)]),
  ) as Record<`${Published}-patched`, Preset>),
  ...laterPresets,
  ...librecastPresets,
  ...pktgenPresets,
  ...teachingPresets,
  ...shapingPresets,
};

/** Names in {@link presets}: each published set-up followed by its patched twin, then the others. */
export const presetNames: readonly PresetName[] = [
  ...(Object.keys(published) as Published[]).flatMap((name) => [name, `${name}-patched` as const]),
  ...(Object.keys(laterPresets) as (keyof typeof laterPresets)[]),
  ...(Object.keys(librecastPresets) as (keyof typeof librecastPresets)[]),
  ...(Object.keys(pktgenPresets) as (keyof typeof pktgenPresets)[]),
  ...(Object.keys(teachingPresets) as (keyof typeof teachingPresets)[]),
  ...(Object.keys(shapingPresets) as (keyof typeof shapingPresets)[]),
];

/**
 * A preset as a scenario, changed by settings as `--set` gives them.
 *
 * @throws ScenarioError if there is no preset of that name, or a setting is wrong.
 */
export function presetScenario(name: string, settings: readonly string[] = []): Scenario {
  if (!Object.hasOwn(presets, name)) {
    const meant = nearest(name.slice(0, 100), presetNames);
    throw new ScenarioError({
      file: name.slice(0, 100),
      line: null,
      column: null,
      key: null,
      given: `there is no preset of this name${meant === null ? '' : ` (did you mean ${meant}?)`}`,
      allowed: presetNames.join(', '),
    });
  }
  const { document } = presets[name as PresetName];
  return validateScenario(applySettings(new ScenarioDocument(document, name), settings));
}

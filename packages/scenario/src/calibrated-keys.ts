import { type ReaderParameterName, readerProfiles } from '@tunq/device';
import { type FittedKey, type PresetName, presetScenario, presets } from './presets.js';

/** A fitted key with the value that a run of its preset has. */
export interface CalibratedKey extends FittedKey {
  /** In base units, as a scenario takes it. */
  readonly value: number;
}

/**
 * Everything of a preset that was fitted to published rows: parameters of its reader's profile, then keys of its own.
 * What is not here, no published result has decided.
 */
export function calibratedKeys(name: PresetName): CalibratedKey[] {
  const { document, fitted } = presets[name];
  const profile = document.reader?.profile;
  const scenario: unknown = presetScenario(name);
  return [...(profile === undefined ? [] : profileKeys(profile)), ...fitted].map((key) => ({
    ...key,
    value: key.key.split('.').reduce((group, part) => (group as Record<string, unknown>)[part], scenario) as number,
  }));
}

function profileKeys(profile: keyof typeof readerProfiles): FittedKey[] {
  const { parameters } = readerProfiles[profile];
  return (Object.keys(parameters) as ReaderParameterName[]).flatMap((name) => {
    const { fit, unit, source } = parameters[name]!;
    return fit ? [{ key: `reader.${name}`, unit, source, ...fit }] : [];
  });
}

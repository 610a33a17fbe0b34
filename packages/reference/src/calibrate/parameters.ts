import { presets } from '@tunq/scenario';
import { type CalibratedParameter, calibration } from '../calibration.js';

/** What a fitted parameter may be asked for by: its key, a preset that has it, or the profile of that preset's reader. */
function namesOf({ key, presets: names }: CalibratedParameter): string[] {
  const profiles = names.flatMap((name) => presets[name].document.reader?.profile ?? []);
  return [key, ...names, ...profiles];
}

/** Names that `calibrate` takes. */
export const calibrationNames: readonly string[] = [...new Set(calibration.flatMap(namesOf))];

/**
 * The parameters that have one of the names; without a name, all.
 *
 * @throws {RangeError} for a name that no parameter has
 */
export function parametersNamed(names: readonly string[]): readonly CalibratedParameter[] {
  for (const name of names) {
    if (!calibrationNames.includes(name)) throw new RangeError(`${name}: no fitted parameter, preset or profile`);
  }
  return names.length === 0
    ? calibration
    : calibration.filter((parameter) => namesOf(parameter).some((name) => names.includes(name)));
}

/** `reader.perPacket of openvpn-lab, openvpn-world`: patched twins have the value of their preset. */
export function parameterTitle({ key, presets: names }: CalibratedParameter): string {
  const twins = new Set(names.map((name) => `${name}-patched`));
  return `${key} of ${names.filter((name) => !twins.has(name)).join(', ')}`;
}

import { type CalibratedKey, calibratedKeys, type PresetName, presetNames } from '@tunq/scenario';

/** A physical parameter that was fitted to published rows, because no source gives it. */
export interface CalibratedParameter extends CalibratedKey {
  /** Presets that have the value. */
  readonly presets: readonly PresetName[];
}

/**
 * Every fitted parameter. The values are those of the reader profiles of `@tunq/device` and of the presets of `@tunq/scenario`;
 * nothing else in them, and nothing in `experiments/`, was chosen by looking at a published result, but for one bound: the idle
 * RTT of the local TAP presets is below the smallest that was measured. `tunq calibrate` computes them again: those with which the
 * errors of the cells in `rows` cancel.
 */
export const calibration: readonly CalibratedParameter[] = collect();

/** One entry for all presets that share a value because they share what it was fitted on. */
function collect(): CalibratedParameter[] {
  const shared = new Map<string, CalibratedParameter>();
  for (const preset of presetNames) {
    for (const key of calibratedKeys(preset)) {
      const id = JSON.stringify([key.key, key.rows]);
      shared.set(id, { ...key, presets: [...(shared.get(id)?.presets ?? []), preset] });
    }
  }
  return [...shared.values()];
}

/** True for a cell that a parameter was fitted on. */
export function isCalibration(id: string): boolean {
  return calibration.some(({ rows }) => rows.includes(id));
}

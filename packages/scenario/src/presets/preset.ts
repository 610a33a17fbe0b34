import type { ScenarioInput } from '../schema.js';

/** A key of a preset whose value was chosen so that published rows come out; those rows are calibration, not prediction. */
export interface CalibratedKey {
  /** Path of the key, e.g. `path.rate`. */
  readonly key: string;
  /** Rows as `table/row/column`. */
  readonly rows: readonly string[];
  /** How the value follows from them. */
  readonly why: string;
}

/** A named scenario. */
export interface Preset {
  readonly title: string;
  /** What the set-up is, and what of it is assumed. */
  readonly description: string;
  /** Who measured it, or what it is for. */
  readonly source: string;
  /** Beyond what the reader profile lists itself. */
  readonly calibrated: readonly CalibratedKey[];
  readonly document: ScenarioInput;
}

/** The same set-up on a kernel with version 3 of the series, which the published patched rows ran. */
export function patched(preset: Preset): Preset {
  return {
    ...preset,
    title: `${preset.title}, patched`,
    description: `${preset.description} Flow control of v3: the queue stops when the ring is full and wakes when it is empty.`,
    document: { ...preset.document, device: { ...preset.document.device, flowControl: 'v3' } },
  };
}

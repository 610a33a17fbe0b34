import type { Fit } from '@tunq/device';
import type { ScenarioInput } from '../schema.js';

/** A key whose value, which stands in the preset's document, was fitted to published rows because no source gives it. */
export interface FittedKey extends Fit {
  /** Path of the key, e.g. `receiver.truesize`. */
  readonly key: string;
  /** Base unit. */
  readonly unit: string;
  /** The measurement that the value follows from. */
  readonly source: string;
}

/** A named scenario. */
export interface Preset {
  readonly title: string;
  /** What the set-up is, and what of it is assumed. */
  readonly description: string;
  /** Who measured it, or what it is for. */
  readonly source: string;
  /** Keys of the document that were fitted. What its reader's profile has of them is listed there. */
  readonly fitted: readonly FittedKey[];
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

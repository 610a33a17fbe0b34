import type { CoreConfig } from '@tunq/core';
import type { Measurements } from '../measurements.js';
import { runConfig } from '../run-config.js';

/** What a thread of the pool does: one run to its end. */
export default function run(config: CoreConfig): Promise<Measurements> {
  return runConfig(config);
}

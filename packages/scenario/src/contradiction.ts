import type { KeyPath } from './key-path.js';

/** Keys that are right one by one and wrong together. */
interface Contradiction {
  /** The key that is told. */
  readonly path: KeyPath;
  readonly problem: string;
  readonly allowed: string;
}

/** Says that keys contradict each other; does not return. */
export type Contradict = (contradiction: Contradiction) => never;

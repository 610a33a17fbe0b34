import type { Recognised, SourceKind } from './recognise.js';

/** Sources of one kind in the order of time. */
export type Series<Kind extends SourceKind> = readonly Extract<Recognised, { kind: Kind }>[];

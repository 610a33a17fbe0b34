export type Unit = 'packets' | 'bytes' | 'ms' | 'bit/s' | 'share' | 'segments' | '';

/** A number that speaks for or against a limit. */
export interface Evidence {
  readonly what: string;
  /** A share is a fraction of 1. */
  readonly value: number | string;
  readonly unit: Unit;
  /** Names of the sources that it is from. */
  readonly sources: readonly string[];
  readonly means: string;
}

export function evidence(
  what: string,
  value: number | string,
  unit: Unit,
  sources: readonly string[],
  means: string,
): Evidence {
  return { what, value, unit, sources: [...new Set(sources)], means };
}

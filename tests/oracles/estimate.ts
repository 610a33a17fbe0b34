import { expect } from 'vitest';

export interface Estimate {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
}

/** Mean of one figure over independent seeds, and how well it is known: batch means, one batch a seed. */
export function overSeeds(seeds: number, figure: (seed: number) => number): Estimate {
  const values = Array.from({ length: seeds }, (_, i) => figure(i + 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / seeds;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (seeds - 1);
  return { mean, error: Math.sqrt(variance / seeds) };
}

/**
 * The estimate agrees with a closed form within three standard errors; and it is sharp enough to tell, the standard error being
 * at most `sharpness` of the value.
 */
export function expectAgreement({ mean, error }: Estimate, exact: number, sharpness: number): void {
  expect(error, 'standard error').toBeLessThan(sharpness * exact);
  expect(Math.abs(mean - exact), `${mean} ± ${error} against ${exact}`).toBeLessThan(3 * error);
}

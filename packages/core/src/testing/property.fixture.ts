import type { Parameters } from 'fast-check';

/**
 * Settings of a property test. Runs repeat the same cases unless TUNQ_SEED names others; TUNQ_RUNS=20 tries twenty times as many.
 * When a property fails, fast-check prints the seed and the path of its counterexample.
 */
export function propertyOptions<T>(runs: number): Parameters<T> {
  return {
    seed: Number(process.env.TUNQ_SEED ?? 1),
    numRuns: Math.ceil(runs * Number(process.env.TUNQ_RUNS ?? 1)),
    endOnFailure: true,
  };
}

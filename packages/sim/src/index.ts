/**
 * Runs scenarios: one, many, or variants side by side. Runs in a browser; `@tunq/sim/node` adds a pool of threads.
 *
 * @packageDocumentation
 */
export type { TraceKind, TraceRecord } from '@tunq/core';
export * from './advise/index.js';
export * from './compare-scenarios.js';
export * from './measurements.js';
export { perturbation } from './perturbation.js';
export { median, medians, type Range, rangeOf } from './repeats.js';
export type { RunOptions, TraceOptions } from './run-config.js';
export { type Job, type JobOutcome, type ManyOptions, type RunMany, runMany, runsOf } from './run-many.js';
export { type RunResult, runScenario } from './run-scenario.js';
export * from './sweep/index.js';
export type { TraceEvent } from './trace-event.js';
export * from './vary.js';
export { version } from './version.js';

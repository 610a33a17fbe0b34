/**
 * Measures how fast tunq is: what is measured, and how. Runs in a browser; `@tunq/bench/node` measures a whole machine.
 *
 * @packageDocumentation
 */
export * from './anchors.js';
export * from './bars.js';
export * from './figure.js';
export * from './instructions.js';
export * from './measure.js';
export * from './report.js';

/**
 * Reads what `ip`, `tc`, `ss`, `nstat` and iperf3 print, and says which limit holds a TUN or TAP connection back.
 * Runs in Node and in browsers.
 *
 * @packageDocumentation
 */
export { type Diagnosis, diagnose } from './diagnose.js';
export type { Evidence, Unit } from './evidence.js';
export type { FactOptions } from './facts.js';
export { DiagnoseError, type SourceText } from './input.js';
export { type Limit, limits } from './limits.js';
export type { Missing } from './missing.js';
export { commands, isSource, type SourceKind } from './recognise.js';
export type { Reproduction } from './scenario.js';

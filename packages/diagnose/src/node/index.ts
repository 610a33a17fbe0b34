/**
 * Looks at the machine that this runs on. Node on Linux.
 *
 * @packageDocumentation
 */
export { type LiveOptions, type Look, lookLive } from './live.js';

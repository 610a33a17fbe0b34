/**
 * Searches over all cores.
 *
 * @packageDocumentation
 */
export { type SearchAllOptions, searchAll } from './search-all.js';

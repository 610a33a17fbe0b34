export { type PoolOptions, runMany } from './pool.js';
export * from './sweep/index.js';

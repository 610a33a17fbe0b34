export { type PoolOptions, runMany } from './pool.js';

export { type BenchOptions, type BenchStep, benchmark } from './benchmark.js';
export { cpuSeconds } from './cpu.js';
export { type AnchorSample, anchorSample, sampler } from './sample.js';

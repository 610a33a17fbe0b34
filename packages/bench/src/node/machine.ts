import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Machine } from '../report.js';

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release()} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

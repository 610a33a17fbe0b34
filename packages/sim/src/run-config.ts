import { type CoreConfig, Simulation, type TraceKind } from '@tunq/core';
import { type Measurements, measurements } from './measurements.js';
import { type TraceEvent, traceEvent } from './trace-event.js';

export interface TraceOptions {
  /** Kinds of events wanted; absent: all. */
  readonly kinds?: readonly TraceKind[];
  /** Called between chunks with what happened since the last call, oldest first. */
  readonly onEvents: (events: readonly TraceEvent[]) => void;
}

export interface RunOptions {
  /** Called between chunks with the share of the duration that has been simulated, 0…1. */
  readonly onProgress?: (fraction: number) => void;
  /** Aborting it rejects the run with the signal's reason at the next chunk. */
  readonly signal?: AbortSignal;
  /** Events handled between two looks at `signal`. */
  readonly chunk?: number;
  /** Time series wanted; absent: none. It changes nothing of the result. */
  readonly trace?: TraceOptions;
}

/**
 * Events a chunk: about 10 ms of work. A call of more than some million events would stay in V8's baseline code,
 * because there is no on-stack replacement for WASM.
 */
const defaultChunk = 262_144;

/** Records that the core keeps between two chunks, 32 bytes each. */
const traceCapacity = 262_144;

/** Time after which the host's event loop gets a turn, ms: below what a person notices, far above what a turn costs. */
const turnInterval = 50;

/**
 * Runs what a scenario compiles to.
 *
 * @throws the reason of `signal` when that is aborted
 */
export async function runConfig(config: CoreConfig, options: RunOptions = {}): Promise<Measurements> {
  const { onProgress, signal, chunk = defaultChunk, trace } = options;
  signal?.throwIfAborted();
  const start = performance.now();
  const simulation = new Simulation(trace ? traced(config, trace) : config);
  let cpuMs = performance.now() - start;
  let lastTurn = start;
  for (let finished = false; !finished; ) {
    const before = performance.now();
    finished = simulation.step(chunk);
    const after = performance.now();
    cpuMs += after - before;
    trace?.onEvents(simulation.takeTrace().map(traceEvent));
    onProgress?.(finished ? 1 : Math.min(1, simulation.now / config.duration));
    if (!finished && after - lastTurn >= turnInterval) {
      await turn();
      lastTurn = performance.now();
    }
    signal?.throwIfAborted();
  }
  return measurements(simulation.result(), config.duration, cpuMs / 1e3);
}

function traced(config: CoreConfig, { kinds }: TraceOptions): CoreConfig {
  return { ...config, trace: { capacity: traceCapacity, ...(kinds && { kinds }) } };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

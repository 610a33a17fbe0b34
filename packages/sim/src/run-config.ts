import { type CoreConfig, type RecordKind, Simulation, type TraceKind, type TraceRecord } from '@tunq/core';
import { type Measurements, measurements } from './measurements.js';
import { type TraceEvent, traceEvent } from './trace-event.js';

export interface TraceOptions {
  /** Kinds of events wanted; absent: all but `packet`, with which come `open`, `block` and `state`. */
  readonly kinds?: readonly TraceKind[];
  /** Called between chunks with what happened since the last call, oldest first. */
  readonly onEvents?: (events: readonly TraceEvent[]) => void;
  /** The same as records of the core, for millions of them. */
  readonly onRecords?: (records: readonly TraceRecord[]) => void;
}

export interface RunOptions {
  /** Called between chunks with the share of the duration that has been simulated, 0…1. */
  readonly onProgress?: (fraction: number) => void;
  /** Aborting it rejects the run with the signal's reason at the next chunk. */
  readonly signal?: AbortSignal;
  /** Events handled between two looks at `signal`. */
  readonly chunk?: number;
  /** Time series wanted, for one taker or for several; absent: none. It changes nothing of the result. */
  readonly trace?: TraceOptions | readonly TraceOptions[];
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
  const takers = trace === undefined ? [] : [trace].flat();
  const simulation = new Simulation(takers.length > 0 ? traced(config, takers) : config);
  let cpuMs = performance.now() - start;
  let lastTurn = start;
  for (let finished = false; !finished; ) {
    const before = performance.now();
    finished = simulation.step(chunk);
    const after = performance.now();
    cpuMs += after - before;
    if (takers.length > 0) deal(simulation.takeTrace(), takers);
    onProgress?.(finished ? 1 : Math.min(1, simulation.now / config.duration));
    if (!finished && after - lastTurn >= turnInterval) {
      await turn();
      lastTurn = performance.now();
    }
    signal?.throwIfAborted();
  }
  return measurements(simulation.result(), config.duration, cpuMs / 1e3);
}

/** Kinds of a trace that does not say which. */
const usualKinds: readonly TraceKind[] = [
  ...(['sample', 'ring', 'drop', 'queue', 'send', 'ack', 'congestion', 'progress', 'ping'] as const),
];

function traced(config: CoreConfig, takers: readonly TraceOptions[]): CoreConfig {
  const kinds = [...new Set(takers.flatMap(({ kinds: own = usualKinds }) => own))];
  return { ...config, trace: { capacity: traceCapacity, kinds } };
}

/** Gives every taker what it asked for. */
function deal(records: readonly TraceRecord[], takers: readonly TraceOptions[]): void {
  for (const { kinds = usualKinds, onEvents, onRecords } of takers) {
    const wanted = new Set<RecordKind>(kinds);
    if (wanted.has('packet')) for (const follower of ['open', 'block', 'state'] as const) wanted.add(follower);
    const own = takers.length === 1 ? records : records.filter(({ kind }) => wanted.has(kind));
    onRecords?.(own);
    onEvents?.(own.map(traceEvent));
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

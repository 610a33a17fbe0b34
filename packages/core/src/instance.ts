import { wasmBase64 } from './generated/wasm.js';

/** What the module exports; addresses and counts are u32, times u64. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  readonly table: WebAssembly.Table;
  prepare(): number;
  start(traceCapacity: number, traceMask: number): void;
  step(limit: number): number;
  finished(): number;
  settle(): void;
  queue_txq(queue: number): number;
  queue_reader(queue: number): number;
  quantile(histogram: number, q: number): number;
  traceTaken(): void;
  eventCount(): bigint;
  flow_size(): number;
  trace_record_size(): number;
  qdisc_clock(now: bigint): void;
  qdisc_enqueue(flow: number, seq: number, payload: number): number;
  qdisc_dequeue(): bigint;
  qdisc_dropped(): bigint;
  qdisc_watchdog(): bigint;
  ring_new(size: number): number;
  ring_produce(ring: number, entry: number): number;
  ring_consume(ring: number): number;
  ring_check_produce(ring: number): number;
  ring_empty(ring: number): number;
  ring_unread(ring: number): number;
  ring_unconsume(ring: number, entry: number): number;
  ring_resize(ring: number, size: number): number;
  ring_release(ring: number): void;
}

export interface CoreInstance {
  readonly exports: CoreExports;
  readonly memory: WebAssembly.Memory;
}

export interface InstantiateOptions {
  /** Another build of the core (the checked one, say), as bytes or as a compiled module. Default: the built-in release. */
  readonly wasm?: BufferSource | WebAssembly.Module;
}

let builtIn: WebAssembly.Module | undefined;

/** The bytes of the built-in core. */
export function coreBytes(): Uint8Array<ArrayBuffer> {
  const text = atob(wasmBase64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function moduleFor(wasm: InstantiateOptions['wasm']): WebAssembly.Module {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (wasm) return new WebAssembly.Module(wasm);
  builtIn ??= new WebAssembly.Module(coreBytes());
  return builtIn;
}

/** A fresh core with a memory of its own. Synchronous; the compiled module is kept for the next call. */
export function instantiate(options: InstantiateOptions = {}): CoreInstance {
  const instance = new WebAssembly.Instance(moduleFor(options.wasm), {});
  const exports = instance.exports as unknown as CoreExports;
  return { exports, memory: exports.memory };
}

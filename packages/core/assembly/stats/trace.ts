import { arenaAlloc } from '../memory/arena';
import { TRACE_AT } from '../memory/map';
import { state } from '../state';

/** Kinds of records; the bit `1 << kind` of `Trace.mask` turns a kind on. */
export const TRACE_SAMPLE: u32 = 0;
export const TRACE_RING: u32 = 1;
export const TRACE_DROP: u32 = 2;
export const TRACE_QUEUE: u32 = 3;
export const TRACE_SEND: u32 = 4;
export const TRACE_ACK: u32 = 5;
export const TRACE_CONGESTION: u32 = 6;
export const TRACE_PROGRESS: u32 = 7;
export const TRACE_PACKET: u32 = 8;
/** These follow records of packets, and are turned on with them. */
export const TRACE_OPEN: u32 = 9;
export const TRACE_BLOCK: u32 = 10;
export const TRACE_STATE: u32 = 11;
export const TRACE_PING: u32 = 12;

/** `code` of a drop record: where. */
export const DROP_RING: u32 = 0;
export const DROP_QDISC: u32 = 1;
export const DROP_PATH: u32 = 2;

/** One event of a time series; the meaning of `a` … `e` for each kind is in the loader's `trace.ts`. */
@unmanaged
export class TraceRecord {
  time: u64;
  kind: u8;
  code: u8;
  flow: u16;
  a: u32;
  b: u32;
  c: u32;
  d: u32;
  e: u32;
}

/** A ring that the host empties between two calls of `step`, which returns when it is nearly full: nothing is lost. */
@unmanaged
export class Trace {
  records: usize;
  capacity: u32;
  mask: u32;
  /** Records written, and taken by the host, since the start. */
  written: u64;
  taken: u64;
}

export const trace: Trace = changetype<Trace>(TRACE_AT);

/** Records that one event may write; `step` stops while there is still room for as many. */
export const TRACE_MARGIN: u32 = 16384;

export function traceInit(capacity: u32, mask: u32): void {
  trace.capacity = capacity;
  trace.mask = capacity == 0 ? 0 : mask;
  trace.records = capacity == 0 ? 0 : arenaAlloc(<usize>capacity * offsetof<TraceRecord>());
}

export function traceNearlyFull(): bool {
  return trace.mask != 0 && trace.written - trace.taken + TRACE_MARGIN > trace.capacity;
}

export function traceWants(kind: u32): bool {
  return (trace.mask & (1 << kind)) != 0;
}

export function traceWrite(kind: u32, code: u32, flow: u32, a: u32, b: u32, c: u32, d: u32, e: u32): void {
  // A single event of more records than the margin (a run of thousands of flows) overwrites the oldest.
  const at = trace.records + <usize>(trace.written % trace.capacity) * offsetof<TraceRecord>();
  const record = changetype<TraceRecord>(at);
  record.time = state.now;
  record.kind = <u8>kind;
  record.code = <u8>code;
  record.flow = <u16>flow;
  record.a = a;
  record.b = b;
  record.c = c;
  record.d = d;
  record.e = e;
  trace.written++;
}

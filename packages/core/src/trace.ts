import type { TraceKind } from './config.js';
import { addresses, layout } from './generated/layout.js';
import type { CoreInstance } from './instance.js';
import { StructView } from './view.js';
import { TRACE_KINDS } from './write-config.js';

/**
 * One event of a time series. `time` is ns of virtual time; the other fields depend on `kind`:
 *
 * | kind | code | a | b | c | d | e |
 * |---|---|---|---|---|---|---|
 * | `sample` | `icsk_ca_state` | cwnd, segments | ssthresh, segments | srtt, µs | in flight, segments | unread ring entries |
 * | `ring` | 1 produced, 0 consumed | unread entries after it | seq | payload, bytes | segments | kind of packet |
 * | `drop` | 0 ring, 1 qdisc, 2 path | seq | payload, bytes | segments | | |
 * | `queue` (`flow`: which) | 1 stopped, 0 woken | unread ring entries | | | | |
 * | `send` | 1 retransmission | seq | payload, bytes | segments | cwnd | in flight before it |
 * | `ack` | SACK blocks | acknowledged byte | window, bytes | cwnd before it | start, end of the first SACK block | |
 * | `congestion` | new `icsk_ca_state` | cwnd | ssthresh | lost | retransmitted | SACKed, segments |
 */
export interface TraceRecord {
  readonly time: number;
  readonly kind: TraceKind;
  readonly code: number;
  readonly flow: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
}

/** Takes the records written since the last call out of the core's trace ring, oldest first. */
export function readTrace(core: CoreInstance): TraceRecord[] {
  const trace = new StructView(core.memory, 'Trace', addresses.TRACE);
  const capacity = trace.get('capacity');
  const written = trace.get('written');
  if (capacity === 0) return [];
  const from = Math.max(trace.get('taken'), written - capacity);
  const records: TraceRecord[] = [];
  const view = new DataView(core.memory.buffer);
  const { size, fields } = layout.TraceRecord;
  const start = trace.get('records');
  for (let i = from; i < written; i++) {
    const at = start + (i % capacity) * size;
    const u32 = (field: 'a' | 'b' | 'c' | 'd' | 'e') => view.getUint32(at + fields[field].offset, true);
    records.push({
      time: Number(view.getBigUint64(at + fields.time.offset, true)),
      kind: TRACE_KINDS[view.getUint8(at + fields.kind.offset)] as TraceKind,
      code: view.getUint8(at + fields.code.offset),
      flow: view.getUint16(at + fields.flow.offset, true),
      a: u32('a'),
      b: u32('b'),
      c: u32('c'),
      d: u32('d'),
      e: u32('e'),
    });
  }
  core.exports.traceTaken();
  return records;
}

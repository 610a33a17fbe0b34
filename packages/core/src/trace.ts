import type { TraceKind } from './config.js';
import { addresses, layout } from './generated/layout.js';
import type { CoreInstance } from './instance.js';
import { StructView } from './view.js';
import { RECORD_KINDS } from './write-config.js';

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
 * | `progress` | 0 | bytes written, low and high word | | bytes received, low and high word | | retransmits |
 * | `progress` | 1 | receiver's window, bytes | RTT variation, µs | MSS | | |
 * | `ping` | | number | round trip, low and high word, ns | | | |
 * | `packet` | where, below | seq, ACK or number | payload or window, bytes | below | TSval, ms | TSecr, ms |
 * | `open` | window scale | RTT of the SYN, µs | since the cookie arrived, µs | windows, below | MSS | TSval, ms |
 * | `open` | 255 | way of the cookie, µs | way back, µs | reader's work on a packet, ns | | |
 * | `block` | | start, end of a SACK block | | | | |
 * | `state` | 1: queue stopped | unread ring entries | slots | packets in the qdisc | | |
 *
 * `progress` is cumulative, at each `sample`. `packet`: 0 sent to the qdisc, 1 back at the sender, 2 read from the ring,
 * 3 arrived at the receiver, 4 returned by it, 5 dropped by the ring, 6 by the qdisc, 7 on the path; `c` has segments
 * (16 bits), kind (8) and `Packet.flags` (8). The blocks of an ACK and the state that a drop met follow it. The first of
 * both `open` has the window of the SYN-ACK in the low 16 bits of `c`, that of the cookie's ACK, scaled, in the high.
 */
/** Kinds of records: those that can be asked for, and what follows packets. */
export type RecordKind = TraceKind | 'open' | 'block' | 'state';

export interface TraceRecord {
  readonly time: number;
  readonly kind: RecordKind;
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
      kind: RECORD_KINDS[view.getUint8(at + fields.kind.offset)] as RecordKind,
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

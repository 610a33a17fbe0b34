import type { TraceEvent } from '@tunq/sim';
import type { Column, Row } from './column.js';

const text = ['kind', 'event', 'state', 'place', 'point', 'packet'];
const boolean = ['retransmission', 'stopped'];

/** Every field that an event of a trace may have, `timeNs` and `kind` first; the unit ends the name. */
const names = [
  ...['timeNs', 'kind', 'flow', 'queue', 'event', 'state', 'place', 'point', 'packet', 'retransmission'],
  ...['seq', 'ack', 'bytes', 'segments', 'number', 'cwnd', 'ssthresh', 'inFlight', 'lost', 'retransmitted', 'sacked'],
  ...['srttUs', 'rttVarUs', 'rttNs', 'mss', 'windowBytes', 'windows', 'windowScale', 'sackBlocks', 'sackStart'],
  ...['sackEnd', 'tsval', 'tsecr', 'unread', 'ringUnread', 'slots', 'qdiscPackets', 'stopped', 'writtenBytes'],
  ...['receivedBytes', 'retransmits', 'rttUs', 'cookieAgoUs', 'wayThereUs', 'wayBackUs', 'serviceNs'],
];

/** Columns of a table of events of all kinds. */
export const traceColumns: readonly Column[] = names.map((name) => ({
  name,
  type: text.includes(name) ? 'text' : boolean.includes(name) ? 'boolean' : 'integer',
}));

/** An event as a row: `null` in the columns that its kind does not have. */
export function traceRow(event: TraceEvent): Row {
  return names.map((name) => event[name] ?? null);
}

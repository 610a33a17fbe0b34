import type { TraceRecord } from '@tunq/core';
import { expect, test } from 'vitest';
import { traceEvent } from './trace-event.js';

const record = { time: 1500, flow: 3, a: 1, b: 2, c: 4, d: 5, e: 80 };

test.each<[Pick<TraceRecord, 'kind' | 'code'>, object]>([
  [
    { kind: 'sample', code: 3 },
    { flow: 3, state: 'recovery', cwnd: 1, ssthresh: 2, srttUs: 4, inFlight: 5, ringUnread: 80 },
  ],
  [
    { kind: 'ring', code: 1 },
    { event: 'produced', unread: 1, flow: 3, packet: '80', seq: 2, bytes: 4, segments: 5 },
  ],
  [
    { kind: 'ring', code: 0 },
    { event: 'consumed', unread: 1, flow: 3, packet: '80', seq: 2, bytes: 4, segments: 5 },
  ],
  [
    { kind: 'drop', code: 1 },
    { flow: 3, place: 'qdisc', seq: 1, bytes: 2, segments: 4 },
  ],
  [
    { kind: 'queue', code: 1 },
    { event: 'stopped', queue: 3, unread: 1 },
  ],
  [
    { kind: 'queue', code: 0 },
    { event: 'woken', queue: 3, unread: 1 },
  ],
  [
    { kind: 'send', code: 1 },
    { flow: 3, retransmission: true, seq: 1, bytes: 2, segments: 4, cwnd: 5, inFlight: 80 },
  ],
  [
    { kind: 'ack', code: 2 },
    { flow: 3, sackBlocks: 2, ack: 1, windowBytes: 2, cwnd: 4, sackStart: 5, sackEnd: 80 },
  ],
  [
    { kind: 'congestion', code: 4 },
    { flow: 3, state: 'loss', cwnd: 1, ssthresh: 2, lost: 4, retransmitted: 5, sacked: 80 },
  ],
])('%j', (head, fields) => {
  expect(traceEvent({ ...record, ...head })).toEqual({ timeNs: 1500, kind: head.kind, ...fields });
});

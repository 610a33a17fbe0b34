import type { TraceRecord } from '@tunq/core';

/** One line of a trace: what happened when, with the names and units of the fields in their names. */
export type TraceEvent = { readonly timeNs: number; readonly kind: TraceRecord['kind'] } & Readonly<
  Record<string, number | string | boolean>
>;

/** `icsk_ca_state` by number, include/net/tcp.h enum tcp_ca_state. */
const congestionStates = ['open', 'disorder', 'cwr', 'recovery', 'loss'];

const packetKinds = ['data', 'ack', 'datagram', 'ping', 'control'];

const dropPlaces = ['ring', 'qdisc', 'path'];

/** Gives the fields of a record of the core their names. cwnd, ssthresh and in-flight counts are segments. */
export function traceEvent({ time, kind, code, flow, a, b, c, d, e }: TraceRecord): TraceEvent {
  const head = { timeNs: time, kind };
  switch (kind) {
    case 'sample':
      return { ...head, flow, state: state(code), cwnd: a, ssthresh: b, srttUs: c, inFlight: d, ringUnread: e };
    case 'ring':
      return {
        ...head,
        event: code === 1 ? 'produced' : 'consumed',
        unread: a,
        flow,
        packet: packetKinds[e] ?? `${e}`,
        seq: b,
        bytes: c,
        segments: d,
      };
    case 'drop':
      return { ...head, flow, place: dropPlaces[code] ?? `${code}`, seq: a, bytes: b, segments: c };
    case 'queue':
      return { ...head, event: code === 1 ? 'stopped' : 'woken', queue: flow, unread: a };
    case 'send':
      return { ...head, flow, retransmission: code === 1, seq: a, bytes: b, segments: c, cwnd: d, inFlight: e };
    case 'ack':
      return { ...head, flow, sackBlocks: code, ack: a, windowBytes: b, cwnd: c, sackStart: d, sackEnd: e };
    case 'congestion':
      return { ...head, flow, state: state(code), cwnd: a, ssthresh: b, lost: c, retransmitted: d, sacked: e };
  }
}

function state(code: number): string {
  return congestionStates[code] ?? `${code}`;
}

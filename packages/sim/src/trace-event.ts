import type { TraceRecord } from '@tunq/core';

/** One line of a trace: what happened when, with the names and units of the fields in their names. */
export type TraceEvent = { readonly timeNs: number; readonly kind: TraceRecord['kind'] } & Readonly<
  Record<string, number | string | boolean>
>;

/** `icsk_ca_state` by number, include/net/tcp.h enum tcp_ca_state. */
const congestionStates = ['open', 'disorder', 'cwr', 'recovery', 'loss'];

const packetKinds = ['data', 'ack', 'datagram', 'ping', 'control', 'flood'];

const dropPlaces = ['ring', 'qdisc', 'path'];

/** Where a packet is seen. */
const points = ['sent', 'back', 'read', 'arrived', 'returned', 'ring drop', 'qdisc drop', 'path drop'];

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
    case 'ping':
      return { ...head, flow, number: a, rttNs: b + c * 2 ** 32 };
    case 'progress':
      if (code === 1) return { ...head, flow, windowBytes: a, rttVarUs: b, mss: c };
      return {
        ...head,
        flow,
        writtenBytes: a + b * 2 ** 32,
        receivedBytes: c + d * 2 ** 32,
        retransmits: e,
      };
    case 'packet':
      return { ...head, flow, point: points[code] ?? `${code}`, ...packet(c), seq: a, bytes: b, tsval: d, tsecr: e };
    case 'open':
      return code === 255
        ? { ...head, flow, wayThereUs: a, wayBackUs: b, serviceNs: c }
        : { ...head, flow, windowScale: code, rttUs: a, cookieAgoUs: b, windows: c, mss: d, tsval: e };
    case 'block':
      return { ...head, sackStart: a, sackEnd: b };
    case 'state':
      return { ...head, stopped: code === 1, unread: a, slots: b, qdiscPackets: c };
  }
}

/** What a packet record has in one word. */
function packet(word: number): {
  readonly packet: string;
  readonly segments: number;
  readonly retransmission: boolean;
} {
  const kind = (word >>> 16) & 0xff;
  return {
    packet: packetKinds[kind] ?? `${kind}`,
    segments: word & 0xffff,
    retransmission: ((word >>> 24) & 2) !== 0,
  };
}

function state(code: number): string {
  return congestionStates[code] ?? `${code}`;
}

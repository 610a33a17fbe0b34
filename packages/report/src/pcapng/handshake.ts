import type { TraceRecord } from '@tunq/sim';
import {
  clientIsn,
  clientSynWindow,
  clientWindow,
  clientWindowScale,
  cookieBytes,
  flowPort,
  serverIsn,
  serverPort,
} from './frames.js';
import { DEVICE, FAR_END, RING } from './interfaces.js';
import { ACK, PSH, type Segment, SYN } from './packets.js';

/** How a connection was opened: two records, of which the second has the code 255. */
export interface Opening {
  readonly flow: number;
  /** When the connection was ready, ns. */
  readonly time: number;
  readonly windowScale: number;
  readonly synRttNs: number;
  readonly cookieAgoNs: number;
  readonly synAckWindow: number;
  readonly cookieAckWindow: number;
  readonly mss: number;
  readonly tsval: number;
  readonly thereNs: number;
  readonly backNs: number;
  readonly serviceNs: number;
}

/** A segment where and when it is seen. */
export interface Sighting {
  readonly interfaceId: number;
  readonly time: number;
  readonly toReceiver: boolean;
  readonly segment: Segment;
}

export function openingOf(first: TraceRecord, second: TraceRecord): Opening {
  return {
    flow: first.flow,
    time: first.time,
    windowScale: first.code,
    synRttNs: first.a * 1e3,
    cookieAgoNs: first.b * 1e3,
    synAckWindow: first.c & 0xffff,
    cookieAckWindow: first.c >>> 16,
    mss: first.d,
    tsval: first.e,
    thereNs: second.a * 1e3,
    backNs: second.b * 1e3,
    serviceNs: second.c,
  };
}

/** IP and TCP headers with timestamps, which the MSS option does not count: the latter. */
const timestampOption = 12;

/**
 * The packets that the simulator takes for sent before the bulk data: SYN, SYN-ACK, ACK, iperf3's cookie and its ACK,
 * at the times that it reckons with, at each place that they pass.
 */
export function handshake(opening: Opening): Sighting[] {
  const { flow, time, synRttNs, cookieAgoNs, thereNs, backNs, serviceNs, mss, tsval, windowScale } = opening;
  const cookieArrives = time - cookieAgoNs;
  const synAckArrives = cookieArrives - thereNs;
  const synAckSent = synAckArrives - backNs;
  const synSent = synAckArrives - synRttNs;
  const stamp = (at: number) => (tsval - Math.floor((time - at) / 1e6)) >>> 0;
  const client = { fromPort: flowPort(flow), toPort: serverPort, blocks: [] };
  const server = { fromPort: serverPort, toPort: flowPort(flow), blocks: [] };
  const syn: Segment = {
    ...client,
    seq: clientIsn(flow),
    ack: 0,
    flags: SYN,
    window: clientSynWindow,
    tsval: stamp(synSent),
    tsecr: 0,
    mss: mss + timestampOption,
    windowScale: clientWindowScale,
    payload: 0,
  };
  const synAck: Segment = {
    ...server,
    seq: serverIsn(flow),
    ack: clientIsn(flow) + 1,
    flags: SYN | ACK,
    window: opening.synAckWindow,
    tsval: stamp(synAckSent),
    tsecr: syn.tsval,
    mss: mss + timestampOption,
    windowScale,
    payload: 0,
  };
  const ack: Segment = {
    ...client,
    seq: clientIsn(flow) + 1,
    ack: serverIsn(flow) + 1,
    flags: ACK,
    window: clientWindow,
    tsval: stamp(synAckArrives),
    tsecr: synAck.tsval,
    payload: 0,
  };
  const cookie: Segment = { ...ack, flags: ACK | PSH, payload: cookieBytes };
  const cookieAck: Segment = {
    ...server,
    seq: serverIsn(flow) + 1,
    ack: clientIsn(flow) + 1 + cookieBytes,
    flags: ACK,
    window: opening.cookieAckWindow,
    tsval: stamp(cookieArrives),
    tsecr: cookie.tsval,
    payload: 0,
  };
  const there = (segment: Segment, sent: number, read: number, arrives: number): Sighting[] => [
    { interfaceId: DEVICE, time: sent, toReceiver: true, segment },
    { interfaceId: RING, time: read, toReceiver: true, segment },
    { interfaceId: FAR_END, time: arrives, toReceiver: true, segment },
  ];
  const back = (segment: Segment, sent: number, arrives: number): Sighting[] => [
    { interfaceId: FAR_END, time: sent, toReceiver: false, segment },
    { interfaceId: DEVICE, time: arrives, toReceiver: false, segment },
  ];
  return [
    ...there(syn, synSent, synSent, synAckSent),
    ...back(synAck, synAckSent, synAckArrives),
    ...there(ack, synAckArrives, synAckArrives, cookieArrives - serviceNs),
    ...there(cookie, synAckArrives, synAckArrives + serviceNs, cookieArrives),
    ...back(cookieAck, cookieArrives, cookieArrives + backNs),
  ];
}

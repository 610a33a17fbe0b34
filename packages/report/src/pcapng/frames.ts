import { ACK, PSH, type Segment } from './packets.js';

/** What a connection has that its packets do not say. */
export interface Connection {
  /** Payload of a full segment, bytes. */
  readonly mss: number;
  /** Shift of the receiver's window. */
  readonly windowScale: number;
}

/** Ports of iperf3's server, of its control connection, and of pktgen's packets (`discard`). */
export const serverPort = 5201;
const controlPort = 9999;
const discardPort = 9;

/** The first of the ports of flows, and how many there are. */
const firstPort = 10_000;
const ports = 55_000;

/** The cookie of iperf3, in front of the bulk data, bytes. */
export const cookieBytes = 37;

/** `tcp_select_initial_window` with the default `tcp_rmem`: the client's window, which nothing uses up. */
export const clientSynWindow = 64_240;
export const clientWindowScale = 7;
export const clientWindow = 502;

export function flowPort(flow: number): number {
  return firstPort + (flow % ports);
}

/** Sequence numbers of the SYNs: any would do. */
export function clientIsn(flow: number): number {
  return 0x1000_0000 + flow;
}

export function serverIsn(flow: number): number {
  return 0x2000_0000 + flow;
}

/** Sequence number on the wire of a byte of the bulk data. */
export function wireSeq(flow: number, seq: number): number {
  return (clientIsn(flow) + 1 + cookieBytes + seq) >>> 0;
}

/** Data, or on the control connection a message or an ACK. */
export function dataSegment(
  flow: number,
  { seq, payload, push, tsval, tsecr }: { seq: number; payload: number; push: boolean; tsval: number; tsecr: number },
): Segment {
  return {
    fromPort: flowPort(flow),
    toPort: serverPort,
    seq: wireSeq(flow, seq),
    ack: serverIsn(flow) + 1,
    flags: push ? ACK | PSH : ACK,
    window: clientWindow,
    tsval,
    tsecr,
    blocks: [],
    payload,
  };
}

/** An ACK of the receiver. `window` is in bytes. */
export function ackSegment(
  flow: number,
  {
    seq,
    window,
    tsval,
    tsecr,
    blocks,
  }: { seq: number; window: number; tsval: number; tsecr: number; blocks: readonly number[] },
  { windowScale }: Connection,
): Segment {
  return {
    fromPort: serverPort,
    toPort: flowPort(flow),
    seq: serverIsn(flow) + 1,
    ack: wireSeq(flow, seq),
    flags: ACK,
    window: Math.min(window >>> windowScale, 0xffff),
    tsval,
    tsecr,
    blocks: blocks.map((edge) => wireSeq(flow, edge)),
    payload: 0,
  };
}

/**
 * A packet of the control connection, the `number`-th: a bare ACK, each of one more byte of the server, or a message.
 * What the simulator does not have stands still.
 */
export function controlSegment(flow: number, number: number, payload: number, ms: number): Segment {
  return {
    fromPort: controlPort,
    toPort: serverPort,
    seq: clientIsn(flow) + 1,
    ack: serverIsn(flow) + 1 + number,
    flags: payload > 0 ? ACK | PSH : ACK,
    window: clientWindow,
    tsval: ms,
    tsecr: ms,
    blocks: [],
    payload,
  };
}

export { discardPort };

import { Timer } from './events/timer';
import { Receiver } from './receiver/receiver';
import { Rng } from './rng';
import { state } from './state';
import { Tcp } from './tcp/tcp';

export const FLOW_TCP: u32 = 0;
export const FLOW_UDP: u32 = 1;
export const FLOW_PING: u32 = 2;
export const FLOW_PKTGEN: u32 = 3;
export const FLOW_RAW: u32 = 4;

/** Steps of a stream's start (`Flow.phase`). */
export const STREAM_OPENED: u32 = 0;
export const STREAM_CONNECTED: u32 = 1;
export const STREAM_RUNNING: u32 = 2;
/** Between the two late ACKs of the control connection. */
export const STREAM_ACKED: u32 = 3;

export const ARRIVALS_CONSTANT: u32 = 0;
export const ARRIVALS_POISSON: u32 = 1;

/** One flow: what the host asked for, its timers, and the two ends of its connection. */
@unmanaged
export class Flow {
  /** Written by the host. */
  kind: u32;
  congestion: u32;
  start: u64;
  /** No new data from then on, ns; `NEVER` when the run's end decides. */
  stop: u64;
  /** Payload to send, bytes; 0: unlimited. */
  bytes: u64;
  /** Datagrams and pings: mean time between two bursts, ns. */
  interval: f64;
  /** Payload of a datagram, IP length of a ping, bytes. */
  size: u32;
  arrivals: u32;
  burst: u32;
  /** `SO_PRIORITY`, 0 to 15. */
  priority: u32;
  /** Threads that send as fast as they can: time of an attempt that is taken, and of one that is not, ns. */
  perSent: u64;
  perLost: u64;
  /** pktgen: from its look at the stop bit to the put into the ring, ns. */
  race: u64;
  /** Packet socket: `sk_sndbuf`, bytes. */
  sndbuf: u32;

  index: u32;
  tcp: Tcp;
  receiver: Receiver;
  /** Links of the lists of pending work (`State.tsqHead`, `State.appHead`). */
  tsqNext: usize;
  appNext: usize;
  tsqQueued: u32;
  appQueued: u32;

  /** Time of the next datagram in exact arithmetic, ns. */
  nextArrival: f64;
  rng: Rng;
  timers: usize;

  goodputBytes: u64;
  retransmits: u64;
  maxCwnd: u32;
  /** Its segments in the qdisc. */
  inQdisc: u32;
  /** Smoothed RTT as iperf3 samples it, ns. */
  rttMin: u64;
  rttMax: u64;
  rttSum: u64;
  rttCount: u64;
  /** Payload written by the application so far, bytes. */
  written: u64;
  /** Steps of the start that are done (app/iperf.ts). */
  phase: u32;
  /** Streams of one iperf3 begin together and follow each other: index of the first, which has their number. */
  process: u32;
  streams: u32;
  /** select() has found the stream writable. */
  selected: u32;
  /** Of the first stream: from which on, and before which, select() has found writable ones. */
  selectedFrom: u32;
  selectedEnd: u32;
  /** Of the first stream: a bit for each that select() has to look at (app/streams.ts). */
  mayWrite: usize;
  /** Bytes of the current block of the application that are not yet written (`pending_size` of iperf3). */
  blockLeft: u32;
  /** The server's select() has found it readable. */
  readable: u32;
  /** The queue of the device that it is hashed to. */
  queue: u32;
  /** Packets other than TCP's own that it has sent: the number of the next one. */
  numbered: u32;

  /** Threads that send as fast as they can (flood/): CPU, 1 between start and stop, 1 while the send buffer is full. */
  cpu: u32;
  sending: u32;
  blocked: u32;
  /** `WAIT_`: what the next attempts meet until it changes, time between them, ns, and the next that waits. */
  waiting: u32;
  waitNext: usize;
  /** `sk_wmem_alloc`, bytes. */
  wmemAlloc: u32;
  period: u64;
  /** End of the attempt that is under way, when it meets the ring or the qdisc, ns. */
  nextAttempt: u64;
  /** Packets that were taken, dropped by ring or qdisc, delivered before the end, and attempts that met a stopped queue. */
  sent: u64;
  lost: u64;
  received: u64;
  retries: u64;

  timer(kind: u32): Timer {
    return changetype<Timer>(this.timers + <usize>kind * offsetof<Timer>());
  }
}

export function flowAt(index: u32): Flow {
  return changetype<Flow>(state.flows + <usize>index * offsetof<Flow>());
}

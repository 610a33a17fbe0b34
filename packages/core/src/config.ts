import type { CoreFlow } from './flow-config.js';

export type * from './flow-config.js';

/**
 * What the core needs to know of one experiment, in base units: nanoseconds, bytes, bits per second, packets.
 * Every number is a finite, non-negative double below 2^53. `@tunq/scenario` makes one of these from a document;
 * a program that embeds the core may fill it by hand.
 */
export interface CoreConfig {
  /** Virtual time from the first bulk data to the end of the measurement, ns. */
  readonly duration: number;
  /** Seed of every random stream, u32. Each component draws from a stream of its own. */
  readonly seed: number;
  /** One entry per flow (a `count: 8` of a scenario is eight entries). 1 to 65 000. */
  readonly flows: readonly CoreFlow[];
  readonly sender: CoreSender;
  readonly receiver: CoreReceiver;
  readonly qdisc: CoreQdisc;
  readonly device: CoreDevice;
  readonly reader: CoreReader;
  /** Readers of queues that `reader` does not describe: each reads one queue of the device, 0 to `queues` − 1. */
  readonly readers?: readonly { readonly queue: number; readonly reader: CoreReader }[];
  readonly path: CorePath;
  /** What several CPUs cost each other; absent: nothing. */
  readonly machine?: CoreMachine;
  /** Interval of the smoothed-RTT samples (`rttMs`) and of trace samples, ns. iperf3 and the kernel cells use 0.5 s. */
  readonly sampleInterval: number;
  /**
   * How pending events are kept: FIFO lines for constant delays (default), or everything in one heap.
   * Both give the same bits; `heap` exists for the differential test.
   */
  readonly eventQueue?: 'lines' | 'heap';
  /**
   * Step of the clock, and time that reading it takes a process, ns; default 0. The kernel cells ran on a virtual clock
   * with 256 ns; a comparison with them has to have the same.
   */
  readonly clockRead?: number;
  /** CPUs that threads of pktgen, packet sockets and the reader share; absent or 0: each has one of its own. */
  readonly cpus?: number;
  /**
   * Attempts of pktgen that must fail alike, as the ring is full or the queue stopped, are counted (default), or made one
   * by one. Both give the same figures but for `events`; `each` exists for the differential test.
   */
  readonly attempts?: 'counted' | 'each';
  /** Time series wanted; absent: none. */
  readonly trace?: CoreTrace;
}

export interface CoreSender {
  /** `tcp_wmem[2]`, bytes. */
  readonly wmem: number;
  /** `tcp_limit_output_bytes`, bytes: the bound of TSQ when nothing paces. */
  readonly limitOutputBytes: number;
  /** HyStart of CUBIC. */
  readonly hystart: boolean;
  /** The stack builds TSO bursts (segmented in software if the device has no TSO); false: one segment per skb. */
  readonly tso: boolean;
  /** Initial congestion window, segments (`TCP_INIT_CWND`, 10). */
  readonly initialCwnd: number;
  /** Timer ticks per second: 250 or 1000. RTO, delayed ACK and CUBIC's clock feel it. */
  readonly hz: number;
}

export interface CoreReceiver {
  /** `tcp_rmem[2]`, bytes. */
  readonly rmem: number;
  /** Delayed ACKs (every second full segment); false: an ACK for every data packet. */
  readonly delayedAck: boolean;
  /** Memory that one received MTU-size packet occupies, bytes (`skb->truesize`): sets the share of the buffer that is window. */
  readonly truesize: number;
  /** The same of a received TSO slot, per segment, bytes; absent or 0: as a `write()` to a TUN device allocates it. */
  readonly slotTruesize?: number;
  /** The rules by which the receive buffer grows: those of the newest kernel, or of Linux 6.12. Default: `7.3`. */
  readonly tuning?: '6.12' | '7.3';
  /** The process that reads, where that takes time; absent: it reads all there is, at once. */
  readonly reading?: CoreReading;
}

/** One process on a CPU of its own, which reads blocks of 128 KiB, one connection after the other. */
export interface CoreReading {
  /** All that a received byte costs that CPU, ns (fractions allowed). */
  readonly perByte: number;
  /** The same where the buffers of both ends hold more than `cache`, ns. Default: `perByte`. */
  readonly coldPerByte?: number;
  /** Memory of both ends' buffers that a cache holds, all connections together, bytes. Default: any. */
  readonly cache?: number;
  /** What that CPU does for each packet or TSO slot that comes, ns. Default: 0. */
  readonly perPacket?: number;
  /** Another thread has that CPU for `length` ns, `interval` ns after it last had. Default: never. */
  readonly pauses?: { readonly interval: number; readonly length: number };
}

export type CoreQdisc = CoreFifoQdisc | CoreFqCodelQdisc | CoreFqQdisc | CoreTbfQdisc | CorePrioQdisc | CoreNetemQdisc;

export interface CoreFifoQdisc {
  readonly kind: 'pfifo_fast' | 'pfifo' | 'noqueue';
  /** Packets; `pfifo_fast`: per band, and equal to the device's `queueLength`. Unused by `noqueue`. */
  readonly limit: number;
}

export interface CoreFqCodelQdisc {
  readonly kind: 'fq_codel';
  /** Packets in all flows, what was requeued included. */
  readonly limit: number;
  /** Buckets, 1 to 65 536. */
  readonly flows: number;
  /** Bytes of a flow's turn; 0: the MTU and its link header, 256 at least. */
  readonly quantum: number;
  /** Sojourn time that may stand for `interval`, ns. */
  readonly target: number;
  readonly interval: number;
}

/** Fair queueing with pacing. */
export interface CoreFqQdisc {
  readonly kind: 'fq';
  /** Packets of one band, those of the fast path not counted. */
  readonly limit: number;
  /** Packets of one flow. */
  readonly flowLimit: number;
  /** Bytes of a flow's turn; 0: two packets of MTU size with their link headers, 256 at least. */
  readonly quantum: number;
  /** Bytes of a flow's first turn; 0: ten such packets. */
  readonly initialQuantum: number;
  /** A packet that is to leave later than that ahead is dropped, ns. */
  readonly horizon: number;
  /** Bits of IP packet (with the link header of a TAP) per second that a flow may send at most; 0: no such limit. */
  readonly maxrate: number;
}

/** Token bucket above a list bounded in bytes. */
export interface CoreTbfQdisc {
  readonly kind: 'tbf';
  /** Bytes. */
  readonly limit: number;
  /** Bits of IP packet (with the link header of a TAP) per second, at least 8. */
  readonly rate: number;
  /** The bucket, bytes; a longer packet is dropped, a longer burst is cut first. */
  readonly burst: number;
}

/** Strict priorities; a band is as long as the device's `queueLength`. */
export interface CorePrioQdisc {
  readonly kind: 'prio';
  /** 2 to 16. */
  readonly bands: number;
  /** The band of each of the 16 priorities. */
  readonly priomap: readonly number[];
}

export interface CoreNetemQdisc {
  readonly kind: 'netem';
  /** Packets, what was requeued included. */
  readonly limit: number;
  /** ns. */
  readonly delay: number;
  /** The delay is uniform in `delay` ± `jitter`, ns; order is not kept. */
  readonly jitter: number;
  /** Probability, 0 ≤ p ≤ 1. */
  readonly loss: number;
}

/** When a queue is stopped and woken; the policies by name are in `@tunq/device`. */
export interface CoreFlowControl {
  /**
   * `never`: tail drop. `filled`: after a produce attempt that left the next slot occupied (all versions but v5 and v6).
   * `last-slot`: before the produce that takes the last free slot (v5, v6).
   */
  readonly stop: 'never' | 'filled' | 'last-slot';
  /**
   * `empty`: the ring has no entry left. `spare`: the producer's slot is free (v4). `batch`: this consume zeroed slots.
   * `half`: `size / 2` entries were consumed since the stop, or the ring is empty. `any`: every consume, even if the
   * slot is not zeroed yet, so that the packet which follows may find the ring full.
   */
  readonly wake: 'empty' | 'spare' | 'batch' | 'half' | 'any';
  /** Backpressure applies only above a real qdisc (v7 and later). */
  readonly requiresQdisc: boolean;
  /** What the device does with a packet that finds the ring full although backpressure applies: requeue it, or drop it. */
  readonly onFull: 'drop' | 'busy';
}

export interface CoreDevice {
  readonly kind: 'tun' | 'tap' | 'tap+vhost' | 'macvtap';
  /** `txqueuelen` = slots of the ptr_ring. 0 is legal: every packet is dropped. */
  readonly queueLength: number;
  /** Bytes of one IP packet at most. */
  readonly mtu: number;
  /** The reader negotiated TSO: a slot holds up to 64 KiB. Otherwise segments are cut in software after the qdisc. */
  readonly tso: boolean;
  readonly flowControl: CoreFlowControl;
  /** Queues with a ring and a reader each (`IFF_MULTI_QUEUE`), 1 (default) to 256; a flow is hashed to one of them. */
  readonly queues?: number;
  /**
   * Each queue has a qdisc of its own (`mq`): default where there are several. False: one qdisc above all queues.
   * `fq` and `netem` cannot be under mq here.
   */
  readonly mq?: boolean;
}

/** The process that empties the ring: it takes packets, works on them one by one, then takes the next. */
export interface CoreReader {
  /** Work on a packet is constant, or exponential with that mean. */
  readonly service: 'constant' | 'exponential';
  /** Work per slot entry, ns. */
  readonly perPacket: number;
  /** Work per byte of the entry, ns (fractions allowed). */
  readonly perByte: number;
  /** Entries taken from the ring in one go before work on them begins (1; vhost-net 64). */
  readonly batch: number;
  /** From the first packet in an empty ring to the reader's first read, ns (scheduler, epoll). */
  readonly wakeup: number;
  /** Softirq of a queue wake-up, ns: the qdisc dequeues after it, and it takes that much CPU time from the reader. */
  readonly queueWakeup: number;
  /** vhost-net: a signal to the guest, after more than 64 buffers and at the end of a turn, ns. Default: 0. */
  readonly notify?: number;
  /**
   * Who works on what comes back. `apart`: a thread of its own, at no cost (default); `first`: the reader's loop, before
   * any packet of the ring; `last`: whoever gets the lock when the reader has nothing more to read.
   */
  readonly returns?: 'apart' | 'first' | 'last';
  /** Work on a packet that comes back, unless apart, ns. Default: 0. */
  readonly perReturn?: number;
  /** A second stage that sends what was read: work on a packet, ns; absent or 0: there is none. */
  readonly sendPerPacket?: number;
  /** The same, on a byte, ns (fractions allowed). Default: 0. */
  readonly sendPerByte?: number;
  /** Packets that the second stage holds at most; the reader waits for room. Default: 1024. */
  readonly sendQueue?: number;
  /** The reader does nothing for `length` ns every `interval` ns (exponential spacing with that mean); null: never. */
  readonly stalls: { readonly interval: number; readonly length: number } | null;
}

/** Each sender has a CPU of its own, whose time is free; these costs are those of the reader's CPU. */
export interface CoreMachine {
  /**
   * Dequeue, segmentation and `tun_net_xmit` of a packet that the softirq of a queue wake-up moves into the ring on the
   * reader's CPU, ns. Default 0.
   */
  readonly xmit?: number;
  /**
   * Wait for a lock, and the lines under it, that another CPU used last, ns: for each packet read that a sender's CPU put
   * into the ring, and for each that the softirq moves while another flow is in the qdisc. Default 0.
   */
  readonly lockWait?: number;
}

export interface CorePath {
  /** From the reader to the receiver, one way, ns. */
  readonly delay: number;
  /** From the receiver back to the sender, one way, ns. */
  readonly returnDelay: number;
  /** Bottleneck after the reader, bits of IP packet per second; 0: none. */
  readonly rate: number;
  /** Buffer before the bottleneck, packets. Unused when `rate` is 0. */
  readonly queue: number;
  /** Independent loss probability of a forward packet, 0 ≤ p < 1. */
  readonly loss: number;
  /** Forward delay varies uniformly in 0…jitter ns; order is not kept. */
  readonly jitter: number;
  /** Of what comes back, between the reader and TCP, ns (netem on an ifb of the sender's machine). Default: 0. */
  readonly ingressDelay?: number;
}

export interface CoreTrace {
  /** Records kept in the core between two calls of `takeTrace`; `step` returns early when it is nearly full. */
  readonly capacity: number;
  /** Kinds wanted; absent: all but `packet`. */
  readonly kinds?: readonly TraceKind[];
}

/** What can be asked for; with `packet` come `open`, `block` and `state`. */
export type TraceKind =
  | 'sample'
  | 'ring'
  | 'drop'
  | 'queue'
  | 'send'
  | 'ack'
  | 'congestion'
  | 'progress'
  | 'packet'
  | 'ping';

/** Kinds of records: those that can be asked for, and what follows packets. */
export type RecordKind = TraceKind | 'open' | 'block' | 'state';

/** What a run measured, in base units (ns, bytes, packets). Counters count from the start of the run. */
export interface CoreResult {
  /** Virtual time reached, ns. */
  readonly now: number;
  /** True when the duration has passed and everything in flight has drained. */
  readonly finished: boolean;
  /** TCP payload delivered in order to the application within the duration, bytes. */
  readonly goodputBytes: number;
  /** The part of it delivered in the second half of the duration, bytes. */
  readonly goodputBytesSecondHalf: number;
  /**
   * What iperf3's server reports: bytes read until it learns of the end, and ns since it told the client to begin.
   * Null before that, and where the packet that says so was dropped.
   */
  readonly report: { readonly bytes: number; readonly time: number } | null;
  /** TCP segments retransmitted within the duration. */
  readonly retransmits: number;
  readonly ringDrops: number;
  readonly qdiscDrops: number;
  readonly pathDrops: number;
  readonly queueStops: number;
  readonly queueWakes: number;
  readonly ringProduced: number;
  readonly ringConsumed: number;
  /** What it took the reader's CPU that others work beside it. */
  readonly readerCpu: ReaderCpu;
  /** Events handled, and packets (data, ACK, datagrams) put on the way. */
  readonly events: number;
  readonly packets: number;
  /** Smoothed RTT of the TCP flows, sampled every `sampleInterval` during the run, ns. NaN-free: 0 without a sample. */
  readonly rtt: { readonly min: number; readonly mean: number; readonly max: number };
  /** Every RTT measurement of TCP, ns. */
  readonly rttSamples: Distribution;
  /** Unread entries in the ring, weighted by time. */
  readonly ringOccupancy: { readonly mean: number; readonly p99: number; readonly max: number };
  /** Time a packet spent in the qdisc, in the ring (until it is read), ns. */
  readonly sojourn: { readonly qdisc: Distribution; readonly ring: Distribution };
  /** Round trips of ping flows, ns; null where there is none. */
  readonly ping: (Distribution & { readonly sent: number; readonly received: number }) | null;
  /** Datagram flows together; null where there is none. `delay` is one way, send to delivery, ns. */
  readonly udp: { readonly sent: number; readonly received: number; readonly delay: Distribution } | null;
  readonly flows: readonly CoreFlowResult[];
  /** The queues of the device, in order; the figures above are theirs together. */
  readonly queues: readonly CoreQueueResult[];
  /** Packets on their way at this instant, by place: closes the balance sent = delivered + dropped + in flight. */
  readonly balance: PacketBalance;
}

/** Of `ringProduced` packets, `softirqPackets` were put there by the reader's CPU, the rest by CPUs of senders. */
export interface ReaderCpu {
  /** Packets that softirqs of queue wake-ups put into the ring. */
  readonly softirqPackets: number;
  /** CPU time of those softirqs, waits included, ns. */
  readonly softirqTime: number;
  /** Waits for locks that another CPU used, in those softirqs and in reading, ns. */
  readonly lockWaitTime: number;
}

export interface Distribution {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface CoreFlowResult {
  readonly kind: 'tcp' | 'udp' | 'ping' | 'pktgen' | 'raw';
  readonly goodputBytes: number;
  readonly retransmits: number;
  /** Largest congestion window, bytes (0 for other kinds). */
  readonly maxCwndBytes: number;
  /**
   * Packets of pktgen or of a packet socket, 0 for other kinds: taken by the driver (pktgen) or by the qdisc; dropped by
   * ring or qdisc, which a socket does not learn of a ring; delivered within the duration; attempts that found the queue stopped.
   */
  readonly sent: number;
  readonly lost: number;
  readonly received: number;
  readonly retries: number;
  /** Smoothed RTT of this flow as above, ns. */
  readonly rtt: { readonly min: number; readonly mean: number; readonly max: number };
  /** The queue of the device that it is hashed to. */
  readonly queue: number;
}

/** One queue of the device: entries of its ring. */
export interface CoreQueueResult {
  readonly produced: number;
  readonly consumed: number;
  readonly drops: number;
  readonly stops: number;
  readonly wakes: number;
  /** Entries in the ring now that nobody has read. */
  readonly unread: number;
  /** Unread entries, weighted by time, and time until they were read, ns. */
  readonly occupancy: { readonly mean: number; readonly p99: number; readonly max: number };
  readonly sojourn: Distribution;
}

/** Forward packets (MTU-size packets; a TSO slot counts as its segments). */
export interface PacketBalance {
  /** Handed to the qdisc by TCP, UDP and ping. */
  readonly sent: number;
  readonly delivered: number;
  readonly ringDrops: number;
  readonly qdiscDrops: number;
  readonly pathDrops: number;
  readonly inQdisc: number;
  readonly inRing: number;
  readonly inReader: number;
  readonly inPath: number;
}

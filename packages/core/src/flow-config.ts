export type CoreFlow = CoreTcpFlow | CoreUdpFlow | CorePingFlow | CorePktgenFlow | CoreRawFlow;

/** A bulk TCP connection that iperf3 would make: 128 KiB writes as long as the send buffer takes them. */
export interface CoreTcpFlow {
  readonly kind: 'tcp';
  readonly congestion: 'cubic' | 'reno' | 'bbr';
  /** `SO_PRIORITY`, 0 (default) to 15: chooses the band of `pfifo_fast` and `prio`. */
  readonly priority?: number;
  /** First data, ns after the start of the run. */
  readonly start: number;
  /** The application stops writing, ns; absent: at the end of the run. */
  readonly stop?: number;
  /** The application stops after this many payload bytes; absent: never. */
  readonly bytes?: number;
}

/** Datagrams at a given mean rate; TCP is not involved, nothing is retransmitted. */
export interface CoreUdpFlow {
  readonly kind: 'udp';
  /** Payload bits per second (as `iperf3 -u -b`). */
  readonly rate: number;
  /** Payload of one datagram, bytes; the packet in the ring is 28 bytes longer (IPv4 + UDP). */
  readonly size: number;
  /** Spacing of bursts: constant, or exponential (Poisson). */
  readonly arrivals: 'constant' | 'poisson';
  /** Datagrams that arrive back to back in one burst; the burst rate is `rate / burst`. Default 1. */
  readonly burst?: number;
  readonly priority?: number;
  readonly start: number;
  readonly stop?: number;
}

/** ICMP echo: measures latency and loss under load. */
export interface CorePingFlow {
  readonly kind: 'ping';
  /** Time between requests, ns. */
  readonly interval: number;
  /** IP length of a request, bytes (84 as ping(8) sends). */
  readonly size: number;
  readonly priority?: number;
  readonly start: number;
  readonly stop?: number;
}

/** One thread of pktgen: hands packets to the driver as fast as it can, past the qdisc. */
export interface CorePktgenFlow {
  readonly kind: 'pktgen';
  /** `pkt_size`: bytes of the frame without its checksum. */
  readonly size: number;
  /** Time of an attempt that the ring takes, and of one that it drops, ns. */
  readonly perSent: number;
  readonly perLost: number;
  /**
   * From the look at the stop bit to the put into the ring, ns, at most either of these: what another thread does in
   * between this one does not see. Without meaning for one thread, and where the driver takes the transmit lock (v5, v6).
   */
  readonly race: number;
  /** The qdisc is not asked. */
  readonly priority?: undefined;
  readonly start: number;
  readonly stop?: number;
}

/** A packet socket in a loop of `sendto()`: as fast as it can, through the qdisc. */
export interface CoreRawFlow {
  readonly kind: 'raw';
  /** Bytes of the frame without its checksum. */
  readonly size: number;
  /** Time of one `sendto()`, ns. */
  readonly perSent: number;
  /** `sk_sndbuf`, bytes: the sender waits while packets of that memory are in the qdisc. */
  readonly sndbuf: number;
  readonly priority?: number;
  readonly start: number;
  readonly stop?: number;
}

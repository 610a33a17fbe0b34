import { COUNTERS_AT } from '../memory/map';
import { Histogram } from './histogram';

/** Run-wide counters, read by the host; those of a queue are in `Txq`. Packets are counted in MTU-size segments. */
@unmanaged
export class Counters {
  /** Segments handed to the qdisc. */
  sent: u64;
  delivered: u64;
  qdiscDrops: u64;
  qdiscDropSegments: u64;
  pathDrops: u64;
  pathDropSegments: u64;
  /** Segments now in the qdisc, the ring, the reader's hands, the path. */
  inQdisc: u64;
  inRing: u64;
  inReader: u64;
  inPath: u64;

  /** Packets of any kind put on the way. */
  packets: u64;

  goodputBytes: u64;
  goodputBytesFirstHalf: u64;
  /** TCP payload read by applications at any time, and what iperf3's server reports: bytes, and ns; 0 before it does. */
  readBytes: u64;
  reportBytes: u64;
  reportNs: u64;
  retransmits: u64;

  /** Packets that the softirq of a wake put into the ring, and what it took the reader's CPU, ns. */
  softirqPackets: u64;
  softirqNs: u64;
  /** Waits of the reader's CPU for what another one used, in those softirqs and in reading, ns. */
  lockWaitNs: u64;

  pingsSent: u64;
  pingsReceived: u64;
  datagramsSent: u64;
  datagramsReceived: u64;

  rttSampleMin: u64;
  rttSampleMax: u64;
  rttSampleSum: u64;
  rttSampleCount: u64;

  rtt: Histogram;
  /** Of all queues together; with one, the histograms of that queue. */
  occupancy: Histogram;
  qdiscSojourn: Histogram;
  ringSojourn: Histogram;
  ping: Histogram;
  datagram: Histogram;
}

export const counters: Counters = changetype<Counters>(COUNTERS_AT);

import { Flow } from '../flow';
import { Packet } from '../packet';
import { OooRange } from './reassembly';

/** The receiving end of a connection: the fields of `struct tcp_sock` that a bulk receiver needs. Times in ns or µs as named. */
@unmanaged
export class Receiver {
  flow: Flow;
  /** 1: the receiver is at rest (steady.ts), and what its ACKs offer before and after the application has read. */
  steady: u32;
  steadyWindow: u32;
  readWindow: u32;
  /** Until then all that depends on the time is known (quiet.ts), ns; 0: it is not. */
  quietUntil: u64;
  /** MSS that we advertised (`advmss`) and the one that we see (`rcv_mss`). */
  advmss: u32;
  rcvMss: u32;

  rcvNxt: u32;
  /** `rcv_nxt` and window of the last ACK that left. */
  rcvWup: u32;
  rcvWnd: u32;
  /** Bytes the application has read up to. */
  copiedSeq: u32;
  /** Payload of the first packet among what it has not read. */
  firstUnread: u32;

  rcvbuf: u32;
  windowClamp: u32;
  rcvSsthresh: u32;
  /** Share of the buffer that is window, in 1/256 (`scaling_ratio`). */
  scalingRatio: u32;
  windowScale: u32;
  /** Memory of data not yet read, and of data out of order, bytes (`sk_rmem_alloc`). */
  queuedMem: u32;
  oooMem: u32;

  /** `rcvq_space`: what was read in the last RTT (dynamic right-sizing). */
  spaceSeq: u32;
  spaceBytes: u32;
  spaceTime: u64;
  /** `rcv_rtt_est`: 8 times the RTT, µs. */
  rttUs8: u32;
  rttSeq: u32;
  rttTime: u64;
  lastTsecr: u32;
  tsRecent: u32;

  /** `icsk_ack`. */
  ackScheduled: u32;
  /** The delayed ACK's timer runs for an ACK that has not left yet, and the tick it was last set for. */
  ackTimer: u32;
  ackTimeout: u32;
  ackNow: u32;
  ackPushed: u32;
  quick: u32;
  /** Delayed-ACK estimate, ticks; 0 before the first data. */
  ato: u32;
  /** `TCP_ATO_MIN`, `TCP_DELACK_MAX`, ticks. */
  leastAto: u32;
  mostAto: u32;
  /** Tick of the latest data (`lrcvtime`). */
  lastReceived: u32;
  rtoTicks: u32;
  /** The receiver's own estimate of the RTT, of its handshake (`srtt_us`): 8 times µs, and ticks. */
  srttUs8: u32;
  srttTicks: u32;

  compressedAck: u32;
  compressedRcvNxt: u32;
  /** The timer is within its slack; it is in the list `State.compressedHead`, and its link there. */
  compressedDue: u32;
  compressedListed: u32;
  compressedNext: usize;
  dupAckCounter: u32;

  /** Data out of order, in order of sequence; the last range is where most arrivals go. */
  oooHead: OooRange | null;
  oooTail: OooRange | null;

  /** SACK blocks, the most recent first (RFC 2018 §4), and a DSACK waiting to be sent. */
  sackCount: u32;
  sackStart0: u32;
  sackEnd0: u32;
  sackStart1: u32;
  sackEnd1: u32;
  sackStart2: u32;
  sackEnd2: u32;
  sackStart3: u32;
  sackEnd3: u32;
  dsack: u32;
  dsackStart: u32;
  dsackEnd: u32;

  /** Where reading takes time (guest.ts): 1 in the list of those that wait to be read, and the link there. */
  readQueued: u32;
  readNext: usize;
  /** Packets that came while the process had the socket (`sk_backlog`). */
  backlogHead: Packet | null;
  backlogTail: Packet | null;
}

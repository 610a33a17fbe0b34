import { Flow } from '../flow';
import { state } from '../state';
import { TcpSkb } from './skb';

export const CC_RENO: u32 = 0;
export const CC_CUBIC: u32 = 1;
export const CC_BBR: u32 = 2;

/** `icsk_ca_state`. */
export const CA_OPEN: u32 = 0;
export const CA_DISORDER: u32 = 1;
export const CA_CWR: u32 = 2;
export const CA_RECOVERY: u32 = 3;
export const CA_LOSS: u32 = 4;

/** `icsk_pending`: which purpose the retransmission timer serves. */
export const PENDING_NONE: u32 = 0;
export const PENDING_RETRANS: u32 = 1;
export const PENDING_REO: u32 = 2;
export const PENDING_PROBE: u32 = 3;
export const PENDING_ZERO_WINDOW: u32 = 4;

/** `sk_pacing_status`: nobody paces, the pacing timer of the socket, sch_fq. */
export const PACING_NONE: u32 = 0;
export const PACING_NEEDED: u32 = 1;
export const PACING_FQ: u32 = 2;

/** "No slow start threshold yet" (`TCP_INFINITE_SSTHRESH`). */
export const INFINITE_SSTHRESH: u32 = 0x7fffffff;

/** The sending end of a connection: the fields of `struct tcp_sock` that a bulk sender needs. Times in ns or µs as named. */
@unmanaged
export class Tcp {
  flow: Flow;
  congestion: u32;
  mss: u32;

  sndUna: u32;
  sndNxt: u32;
  /** First byte that the application has not written. */
  writeSeq: u32;
  pushedSeq: u32;
  sndWnd: u32;
  maxWindow: u32;
  /** Sequence number of the smallest segment sent short (`snd_sml`, Nagle). */
  sndSml: u32;

  /** Oldest unacknowledged skb, first unsent skb, and the last of all. */
  head: TcpSkb | null;
  sendHead: TcpSkb | null;
  tail: TcpSkb | null;
  /** List by time of sending. */
  sortedHead: TcpSkb | null;
  sortedTail: TcpSkb | null;
  /** Where the search for segments to retransmit goes on, and where the last SACK was applied. */
  retransmitHint: TcpSkb | null;
  sackHint: TcpSkb | null;
  /** First skb above the highest SACKed byte; `highestSackSeq` is that byte. */
  highestSackSeq: u32;
  /** `recv_sack_cache`: the blocks of the last ACK that had some, in order, at the end of the four. */
  cacheStart0: u32;
  cacheEnd0: u32;
  cacheStart1: u32;
  cacheEnd1: u32;
  cacheStart2: u32;
  cacheEnd2: u32;
  cacheStart3: u32;
  cacheEnd3: u32;

  packetsOut: u32;
  sackedOut: u32;
  lostOut: u32;
  retransOut: u32;
  maxPacketsOut: u32;
  cwndUsageSeq: u32;
  isCwndLimited: u32;
  sndCwndUsed: u32;

  cwnd: u32;
  cwndCnt: u32;
  ssthresh: u32;
  priorSsthresh: u32;
  priorCwnd: u32;
  prrDelivered: u32;
  prrOut: u32;
  highSeq: u32;
  caState: u32;
  delivered: u32;
  lost: u32;
  reordering: u32;
  reordSeen: u32;

  undoMarker: u32;
  undoRetrans: i32;
  /** ms timestamp of the first retransmission of this episode; 0: none. */
  retransStamp: u32;
  frto: u32;
  retransmits: u32;
  backoff: u32;

  /** RTT estimator, µs: `srtt_us` is 8 times, `mdev_us` and the others 4 times the value (RFC 6298). */
  srttUs: u32;
  mdevUs: u32;
  mdevMaxUs: u32;
  rttvarUs: u32;
  rttSeq: u32;
  /** 0xffffffff until the first sample. */
  minRttUs: u32;
  rtoNs: u64;
  /** Of what that is in whole ticks: the smallest number of µs with as many ticks; 0: not known. */
  rtoFrom: u32;
  /** The same of the loss probe, and the tick in which it was set for the last time. */
  probeFrom: u32;
  probeTick: u64;

  rackMstamp: u64;
  rackRttUs: u32;
  rackEndSeq: u32;
  rackAdvanced: u32;
  rackReoWndSteps: u32;
  rackReoWndPersist: u32;
  rackDsackSeen: u32;
  rackLastDelivered: u32;
  tlpHighSeq: u32;
  tlpRetrans: u32;
  pending: u32;

  /** Bytes per second, or, unless `rateUs` is 0, still to be divided by that (pacing.ts). */
  rateBytes: u64;
  rateUs: u32;
  /** `sk_pacing_status`: who holds packets back to that rate. */
  pacingStatus: u32;
  /** Data segments sent (`data_segs_out`): the first ten are not paced. */
  dataSegsOut: u32;
  /** `sk_wmem_alloc`: bytes in the qdisc; `sk_wmem_queued`: bytes in both queues; `sk_sndbuf`. */
  wmemAlloc: u32;
  wmemQueued: u32;
  sndbuf: u32;
  /** TSQ held output back: the next `skb_orphan` restarts it. */
  tsqThrottled: u32;
  /** The application waits for room in the send buffer (`SOCK_NOSPACE`). */
  noSpace: u32;
  /** `tcp_wstamp_ns`: when the latest skb left, or when pacing lets the next one leave, ns. */
  wstampNs: u64;
  /** Time of the last transmission (`lsndtime`), ns. */
  lastSentAt: u64;
  /** Rate samples: the latest delivered segment's time of sending, and when the last delivery was noticed, ns. */
  firstTxAt: u64;
  deliveredAt: u64;
  /** Segments that have to be delivered until samples are limited by the window again; 0: they are. */
  appLimited: u32;
  /** Last quotient of `tsoSegments`, and its product with the MSS. */
  tsoSegments: u32;
  tsoBytes: u32;
  pad: u32;
  cwndStamp: u64;
  /** Timestamp option: latest from the receiver, ms. */
  tsRecent: u32;
  /** The application will write no more. */
  closed: u32;
  /** Private state of the congestion control (`icsk_ca_priv`). */
  ca: usize;
}

export function tcpLeftOut(tp: Tcp): u32 {
  return tp.sackedOut + tp.lostOut;
}

/** RFC 6675 "pipe" as Linux counts it: `tcp_packets_in_flight`. */
export function tcpInFlight(tp: Tcp): u32 {
  return tp.packetsOut - tp.sackedOut - tp.lostOut + tp.retransOut;
}

export function tcpInSlowStart(tp: Tcp): bool {
  return tp.cwnd < tp.ssthresh;
}

export function tcpWndEnd(tp: Tcp): u32 {
  return tp.sndUna + tp.sndWnd;
}

export function tcpInInitialSlowStart(tp: Tcp): bool {
  return tp.ssthresh >= INFINITE_SSTHRESH;
}

export function tcpInCwndReduction(tp: Tcp): bool {
  return tp.caState == CA_CWR || tp.caState == CA_RECOVERY;
}

/** `tcp_current_ssthresh`. */
export function tcpCurrentSsthresh(tp: Tcp): u32 {
  if (tcpInCwndReduction(tp)) return tp.ssthresh;
  return max(tp.ssthresh, (tp.cwnd >> 1) + (tp.cwnd >> 2));
}

/** `tcp_is_cwnd_limited`. */
export function tcpIsCwndLimited(tp: Tcp): bool {
  if (tp.isCwndLimited) return true;
  return tcpInSlowStart(tp) && tp.cwnd < 2 * tp.maxPacketsOut;
}

/** Times of the kernel's µs clock. */
export function toUs(ns: u64): u64 {
  return ns / 1000;
}

/** `tcp_stamp_us_delta` from then to now: 0 for a time that lies ahead, as that of a paced packet may. */
export function elapsedUs(since: u64): u64 {
  return state.now > since ? toUs(state.now - since) : 0;
}

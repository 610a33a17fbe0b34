/** What one ACK brought, gathered on its way through the input functions (`struct tcp_sacktag_state`, `rate_sample`). */
@unmanaged
export class AckState {
  flags: u32;
  /** Segments newly SACKed. */
  sackDelivered: u32;
  /** Lowest sequence number that was delivered out of order; `snd_nxt` if none. */
  reord: u32;
  /** The sample is of the latest sent of the segments that this ACK delivered: the end of it. */
  lastEndSeq: u32;
  /** Times of sending of the first and the last newly SACKed original; 0: none. */
  firstSackAt: u64;
  lastSackAt: u64;

  /** When what had been delivered at that segment's sending was noticed, ns (`prior_mstamp`); 0: no sample. */
  priorAt: u64;
  /** Segments delivered by then (`prior_delivered`). */
  priorDelivered: u32;
  appLimited: u32;
  /** When that segment was sent, and the first of those that were sent over the time of the sample, ns. */
  sentAt: u64;
  firstTxAt: u64;
  /** The longer of the time of sending and the time of delivery, µs; < 0: none. */
  intervalUs: i64;
  /** Segments delivered over that time; < 0: none. */
  delivered: i32;
  /** Delivered and lost with this ACK (`acked_sacked`, `losses`). */
  ackedSacked: u32;
  losses: u32;
  /** In flight before this ACK (`prior_in_flight`). */
  priorInFlight: u32;
  /** RTT of the last segment delivered, µs; < 0: none. */
  rttUs: i64;
  /** The receiver may have delayed this ACK. */
  ackDelayed: u32;
  /** Timestamp echoed by this ACK, ms. */
  tsecr: u32;
}

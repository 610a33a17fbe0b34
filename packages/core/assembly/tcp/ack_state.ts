/** What one ACK brought, gathered on its way through the input functions (`struct tcp_sacktag_state`). */
@unmanaged
export class AckState {
  flags: u32;
  /** Segments newly SACKed. */
  sackDelivered: u32;
  /** Lowest sequence number that was delivered out of order; `snd_nxt` if none. */
  reord: u32;
  pad: u32;
  /** Times of sending of the first and the last newly SACKed original; 0: none. */
  firstSackAt: u64;
  lastSackAt: u64;
}

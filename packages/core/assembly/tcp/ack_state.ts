import { TcpSkb } from './skb';

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
  /** The latest sent of the segments delivered by this ACK: when, and what had been delivered by then (`rate_sample`). */
  latestSentAt: u64;
  priorDelivered: u32;
  pad2: u32;
}

/** `tcp_rate_skb_delivered`, the part that RACK needs: notes the state at sending of the latest delivered segment. */
export function noteDelivered(ack: AckState, skb: TcpSkb): void {
  if (skb.sentAt < ack.latestSentAt) return;
  ack.latestSentAt = skb.sentAt;
  ack.priorDelivered = skb.delivered;
}

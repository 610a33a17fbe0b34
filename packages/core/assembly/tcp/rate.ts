import { state } from '../state';
import { AckState } from './ack_state';
import { after } from './seq';
import { SACKED_ACKED, TcpSkb } from './skb';
import { Tcp, tcpInFlight, toUs } from './tcp';

/**
 * Delivery rate samples (draft-cheng-iccrg-delivery-rate-estimation; net/ipv4/tcp.c, tcp_input.c): each ACK gives
 * the rate at which segments were delivered between the sending of one and its own delivery. BBR lives on them; RACK
 * needs only what had been delivered at the time of sending.
 */

/** `SKB_TRUESIZE(1)`: no more than that in the queues below means nothing. */
const SKB_TRUESIZE_ONE: u32 = 577;

/** `tcp_rate_skb_sent`. */
export function rateSkbSent(tp: Tcp, skb: TcpSkb): void {
  if (tp.packetsOut == 0) {
    // After idle the sample starts with the sending, not with the last delivery.
    tp.firstTxAt = skb.sentAt;
    tp.deliveredAt = skb.sentAt;
  }
  skb.firstTxAt = tp.firstTxAt;
  skb.deliveredAt = tp.deliveredAt;
  skb.delivered = tp.delivered;
  skb.appLimited = tp.appLimited;
}

/** `tcp_rate_skb_delivered`: the sample of an ACK is that of the latest sent segment that it delivers. */
export function rateSkbDelivered(tp: Tcp, ack: AckState, skb: TcpSkb): void {
  if (skb.deliveredAt == 0) return;
  const sentAt = skb.sentAt;
  const latest = sentAt > tp.firstTxAt || (sentAt == tp.firstTxAt && after(skb.endSeq, ack.lastEndSeq));
  if (ack.priorAt == 0 || latest) {
    ack.priorDelivered = skb.delivered;
    ack.priorAt = skb.deliveredAt;
    ack.appLimited = skb.appLimited;
    ack.lastEndSeq = skb.endSeq;
    ack.sentAt = sentAt;
    ack.firstTxAt = skb.firstTxAt;
    tp.firstTxAt = sentAt;
  }
  // A SACKed skb stays until it is acknowledged: it must not give a second sample.
  if (skb.sacked & SACKED_ACKED) skb.deliveredAt = 0;
}

/** `tcp_rate_gen`: completes the sample of an ACK that delivered and lost so many segments. */
export function rateGen(tp: Tcp, ack: AckState, delivered: u32, lost: u32): void {
  // The bubble has been acknowledged and is gone.
  if (tp.appLimited != 0 && after(tp.delivered, tp.appLimited)) tp.appLimited = 0;
  if (delivered != 0) tp.deliveredAt = state.now;
  ack.ackedSacked = delivered;
  ack.losses = lost;
  if (ack.priorAt == 0) {
    ack.delivered = -1;
    ack.intervalUs = -1;
    return;
  }
  ack.delivered = <i32>(tp.delivered - ack.priorDelivered);
  const sendUs = <i64>toUs(ack.sentAt) - <i64>toUs(ack.firstTxAt);
  const ackUs = <i64>toUs(state.now) - <i64>toUs(ack.priorAt);
  // The slower of sending and of the ACKs: either may have been compressed.
  ack.intervalUs = max(sendUs, ackUs);
  // Shorter than any round trip: the ACK of an original was taken for that of its retransmission.
  if (ack.intervalUs < <i64>tp.minRttUs) ack.intervalUs = -1;
}

/** `tcp_rate_check_app_limited`: nothing to send, nothing below, the window open: the application is what limits. */
export function rateCheckAppLimited(tp: Tcp): void {
  if (tp.writeSeq - tp.sndNxt >= tp.mss || tp.wmemAlloc >= SKB_TRUESIZE_ONE) return;
  const inFlight = tcpInFlight(tp);
  if (inFlight >= tp.cwnd || tp.lostOut > tp.retransOut) return;
  tp.appLimited = max(tp.delivered + inFlight, 1);
}

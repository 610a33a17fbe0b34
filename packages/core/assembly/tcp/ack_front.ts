import { Packet } from '../packet';
import { congestionAcked, congestionAvoid, congestionHasOwnControl } from './congestion';
import { updatePacingRate } from './pacing';
import { segmentsOf } from './queue';
import { rackSample, rackUpdateReoWnd } from './rack';
import { rttSample } from './rtt';
import { before } from './seq';
import { CA_OPEN, elapsedUs, Tcp } from './tcp';
import { setXmitTimer } from './timers';

/**
 * The commonest ACK: nothing is amiss, and it acknowledges whole segments off the front of the oldest burst, not all of
 * it. It does what `acknowledge` does then: of the flags of such an ACK (data acknowledged, `snd_una` advanced, perhaps
 * the window) and of its one time of sending all else follows, so that nothing has to be gathered and looked at again.
 * True if the ACK was such a one; else nothing has happened.
 */
export function ackFront(tp: Tcp, packet: Packet): bool {
  if (tp.head == tp.sendHead || congestionHasOwnControl(tp)) return false;
  const skb = tp.head!;
  // Each of them 0: Open, nothing SACKed by this or an earlier ACK, no probe outstanding, no marks.
  assert(CA_OPEN == 0);
  if ((tp.caState | tp.sackedOut | packet.truesize | tp.tlpHighSeq | <u32>skb.sacked) != 0) return false;
  const una = tp.sndUna;
  const acked = packet.seq;
  const bytes = acked - una;
  const pcount = skb.pcount;
  // One byte at least, and not the last one.
  if (skb.seq != una || bytes - 1 >= skb.endSeq - una - 1 || pcount == 1) return false;
  const left = bytes == 2 * skb.mss ? pcount - 2 : segmentsOf(skb.endSeq - acked, skb.mss);
  const delivered = pcount - left;
  const sentAt = skb.sentAt;
  if (delivered == 0 || sentAt == 0 || skb.deliveredAt == 0) return false;

  tp.retransmits = 0;
  if (!before(packet.tsval, tp.tsRecent)) tp.tsRecent = packet.tsval;
  const window = packet.window;
  tp.sndWnd = window;
  if (window > tp.maxWindow) tp.maxWindow = window;
  tp.sndUna = acked;
  // tcp_tso_acked
  skb.seq = acked;
  skb.truesize -= bytes;
  skb.pcount = left;
  tp.wmemQueued -= bytes;
  tp.packetsOut -= delivered;
  const rttUs = <i64>elapsedUs(sentAt);
  rackSample(tp, 0, skb.endSeq, sentAt, <u32>rttUs);
  // tcp_rate_skb_delivered
  tp.firstTxAt = sentAt;
  rttSample(tp, rttUs, rttUs);
  congestionAcked(tp, rttUs);
  tp.delivered += delivered;
  rackUpdateReoWnd(tp, skb.delivered);
  setXmitTimer(tp);
  congestionAvoid(tp, delivered);
  updatePacingRate(tp);
  return true;
}

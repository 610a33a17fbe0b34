import { RACK_RECOVERY_THRESH, TCP_REORDERING, TIMEOUT_MIN_US } from './constants';
import { usToJiffies } from './jiffies';
import { sortedRemove } from './queue';
import { verifyRetransmitHint } from './retransmit';
import { after, before } from './seq';
import { LOST, RETRANS, SACKED_ACKED, SACKED_RETRANS, TcpSkb } from './skb';
import { CA_RECOVERY, elapsedUs, PENDING_REO, Tcp } from './tcp';
import { armTicks } from './timers';

/** RACK (RFC 8985): a segment is lost when one sent sufficiently later has been delivered. */

/** `tcp_skb_sent_after`: later in time, or at the same time with a higher end. */
function sentAfter(t1: u64, t2: u64, end1: u32, end2: u32): bool {
  return t1 > t2 || (t1 == t2 && after(end1, end2));
}

/** `tcp_rack_advance`: a segment with these marks, sent at `sentAt`, was delivered just now. */
export function rackAdvance(tp: Tcp, sacked: u8, endSeq: u32, sentAt: u64): void {
  rackSample(tp, sacked, endSeq, sentAt, <u32>elapsedUs(sentAt));
}

/** The same, when the time since then is known, µs. */
export function rackSample(tp: Tcp, sacked: u8, endSeq: u32, sentAt: u64, rttUs: u32): void {
  // Probably the ACK of the original: sooner than any round trip.
  if (rttUs < tp.minRttUs && sacked & RETRANS) return;
  tp.rackAdvanced = 1;
  tp.rackRttUs = rttUs;
  if (sentAfter(sentAt, tp.rackMstamp, endSeq, tp.rackEndSeq)) {
    tp.rackMstamp = sentAt;
    tp.rackEndSeq = endSeq;
  }
}

/** `tcp_rack_reo_wnd`, µs. */
function reorderingWindow(tp: Tcp): u32 {
  if (!tp.reordSeen) {
    if (tp.caState >= CA_RECOVERY) return 0;
    if (tp.sackedOut >= tp.reordering) return 0;
  }
  return min((tp.minRttUs >> 2) * tp.rackReoWndSteps, tp.srttUs >> 3);
}

/** `tcp_mark_skb_lost`. */
export function markLost(tp: Tcp, skb: TcpSkb): void {
  const sacked = skb.sacked;
  if (sacked & SACKED_ACKED) return;
  verifyRetransmitHint(tp, skb);
  if (sacked & LOST) {
    if (sacked & SACKED_RETRANS) {
      skb.sacked &= ~SACKED_RETRANS;
      tp.retransOut -= skb.pcount;
      tp.lost += skb.pcount;
    }
    return;
  }
  tp.lostOut += skb.pcount;
  tp.lost += skb.pcount;
  skb.sacked |= LOST;
}

/** `tcp_rack_detect_loss`: marks what is lost; returns the time until the next might be, µs (0: none waits). */
export function rackDetectLoss(tp: Tcp): u32 {
  const window = reorderingWindow(tp);
  let timeout: u32 = 0;
  let skb = tp.sortedHead;
  while (skb != null) {
    const later = skb.later;
    const sacked = skb.sacked;
    if (sacked & LOST && !(sacked & SACKED_RETRANS)) {
      skb = later;
      continue;
    }
    if (!sentAfter(tp.rackMstamp, skb.sentAt, tp.rackEndSeq, skb.endSeq)) break;
    const remaining = <i32>(tp.rackRttUs + window) - <i32>elapsedUs(skb.sentAt);
    if (remaining <= 0) {
      markLost(tp, skb);
      sortedRemove(tp, skb);
    } else {
      timeout = max(timeout, <u32>remaining);
    }
    skb = later;
  }
  return timeout;
}

/** `tcp_rack_mark_lost`: true if the reordering timer was set (the caller leaves the RTO alone). */
export function rackMarkLost(tp: Tcp): bool {
  if (!tp.rackAdvanced) return false;
  tp.rackAdvanced = 0;
  const timeout = rackDetectLoss(tp);
  if (timeout == 0) return false;
  armTicks(tp, PENDING_REO, usToJiffies(timeout + TIMEOUT_MIN_US), 0);
  return true;
}

/** `tcp_rack_update_reo_wnd`: a DSACK widens the window by min_rtt/4 for the next 16 recoveries. */
export function rackUpdateReoWnd(tp: Tcp, priorDelivered: u32): void {
  if (priorDelivered == 0) return;
  if (tp.rackDsackSeen) widenReoWnd(tp, priorDelivered);
  else if (tp.rackReoWndPersist == 0) tp.rackReoWndSteps = 1;
}

function widenReoWnd(tp: Tcp, priorDelivered: u32): void {
  tp.rackDsackSeen = 0;
  if (!before(priorDelivered, tp.rackLastDelivered)) {
    tp.rackReoWndSteps = min(0xff, tp.rackReoWndSteps + 1);
    tp.rackLastDelivered = tp.delivered;
    tp.rackReoWndPersist = RACK_RECOVERY_THRESH;
  } else if (tp.rackReoWndPersist == 0) {
    tp.rackReoWndSteps = 1;
  }
}

/** `tcp_check_sack_reordering`: a hole below `fack` was filled by an original: packets overtook each other. */
export function checkReordering(tp: Tcp, lowSeq: u32, fack: u32): void {
  if (!before(lowSeq, fack)) return;
  const metric = fack - lowSeq;
  if (metric > tp.reordering * tp.mss) tp.reordering = min((metric + tp.mss - 1) / tp.mss, 300);
  tp.reordSeen++;
}

export function reorderingInit(tp: Tcp): void {
  tp.reordering = TCP_REORDERING;
  tp.rackReoWndSteps = 1;
}

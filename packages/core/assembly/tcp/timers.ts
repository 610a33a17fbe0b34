import { TIMER_RETRANSMIT } from '../events/kinds';
import { timerSetWheel, timerStays, timerStop } from '../events/timer';
import { NEVER, state } from '../state';
import { congestionHasOwnControl } from './congestion';
import { RESOURCE_PROBE_NS, RTO_MAX_NS, RTO_MIN_US, TIMEOUT_INIT_US, TIMEOUT_MIN_US } from './constants';
import { jiffiesNow, jiffyNs, jiffyUs, leastUs, usToJiffies } from './jiffies';
import { fitsWindow, NAGLE_OFF, writeWakeup, writeXmit } from './output';
import { pacingDelay } from './pacing';
import { cwndReduction } from './prr';
import { fragment, rtxEmpty, rtxTail } from './queue';
import { markLost, rackDetectLoss } from './rack';
import { enterLoss, enterRecovery } from './recovery';
import { retransmitLost, retransmitSkb, retransmitSkbOnce } from './retransmit';
import {
  CA_CWR,
  CA_OPEN,
  CA_RECOVERY,
  elapsedUs,
  PENDING_NONE,
  PENDING_PROBE,
  PENDING_REO,
  PENDING_RETRANS,
  PENDING_ZERO_WINDOW,
  Tcp,
  tcpInFlight,
  toUs,
} from './tcp';

/** The one retransmission timer of a connection, with its four purposes (`icsk_pending`). */

/** `tcp_reset_xmit_timer`: `delay` ns from now, in whole ticks. */
function armTimer(tp: Tcp, purpose: u32, delay: u64): void {
  tp.pending = purpose;
  const ticks = min(delay, RTO_MAX_NS) / jiffyNs();
  timerSetWheel(tp.flow.timer(TIMER_RETRANSMIT), ticks, TIMER_RETRANSMIT, changetype<usize>(tp.flow));
}

/** The same, `ticks` from now and `pacing` ns on top, which is 0 but for a paced socket. */
export function armTicks(tp: Tcp, purpose: u32, ticks: u64, pacing: u64): void {
  const delay = ticks * jiffyNs();
  if (pacing != 0 || delay > RTO_MAX_NS) {
    armTimer(tp, purpose, delay + pacing);
    return;
  }
  tp.pending = purpose;
  const timer = tp.flow.timer(TIMER_RETRANSMIT);
  // So it is with most ACKs: several come in a tick.
  if (timerStays(timer, ticks)) return;
  timerSetWheel(timer, ticks, TIMER_RETRANSMIT, changetype<usize>(tp.flow));
}

export function armRetransmit(tp: Tcp, delay: u64): void {
  armTimer(tp, PENDING_RETRANS, delay);
}

function stopTimer(tp: Tcp): void {
  tp.pending = PENDING_NONE;
  timerStop(tp.flow.timer(TIMER_RETRANSMIT));
}

/** `tcp_rto_delta_us`: time left of the oldest segment's RTO, µs. */
function rtoDeltaUs(tp: Tcp): i64 {
  return <i64>toUs(tp.head!.sentAt) + <i64>toUs(tp.rtoNs) - <i64>toUs(state.now);
}

/** `tcp_rearm_rto`. */
export function rearmRto(tp: Tcp): void {
  if (tp.packetsOut == 0) {
    stopTimer(tp);
    return;
  }
  if (tp.pending == PENDING_REO || tp.pending == PENDING_PROBE) {
    armTicks(tp, PENDING_RETRANS, usToJiffies(<u64>max<i64>(rtoDeltaUs(tp), 1)), pacingDelay(tp));
  } else {
    armRetransmit(tp, tp.rtoNs + pacingDelay(tp));
  }
}

/** `tcp_schedule_loss_probe` (RFC 8985 §7.2): after two RTTs, or when the RTO is due if that is sooner. */
export function scheduleLossProbe(tp: Tcp, advancingRto: bool): bool {
  if (tp.packetsOut == 0 || (tp.caState != CA_OPEN && tp.caState != CA_CWR)) return false;
  let us: u64 = TIMEOUT_INIT_US;
  // A lone segment may be waiting for the receiver's delayed ACK.
  if (tp.srttUs != 0) us = <u64>(tp.srttUs >> 2) + <u64>(tp.packetsOut == 1 ? RTO_MIN_US : TIMEOUT_MIN_US);
  // The RTO is later, but for those of long paths: no division tells that. Rounding takes off less than 2 µs.
  const least = advancingRto ? us * 1000 : state.now + (us + 2) * 1000 - tp.head!.sentAt;
  if (least > tp.rtoNs) {
    const rtoUs = advancingRto ? <i64>toUs(tp.rtoNs) : rtoDeltaUs(tp);
    if (rtoUs > 0) us = min(us, <u64>rtoUs);
  }
  if (!probeStays(tp, <u32>us)) armProbe(tp, us);
  return true;
}

/** So it is with most ACKs: the probe was set in this tick, for as many ticks ahead, and has been the timer's purpose since. */
function probeStays(tp: Tcp, us: u32): bool {
  if (tp.pending != PENDING_PROBE || us - tp.probeFrom >= jiffyUs()) return false;
  return tp.probeTick == jiffiesNow() && tp.wstampNs <= state.now;
}

function armProbe(tp: Tcp, us: u64): void {
  const ticks = usToJiffies(us);
  const pacing = pacingDelay(tp);
  armTicks(tp, PENDING_PROBE, ticks, pacing);
  tp.probeFrom = leastUs(ticks);
  tp.probeTick = pacing == 0 ? jiffiesNow() : NEVER;
}

/** `tcp_set_xmit_timer`. */
export function setXmitTimer(tp: Tcp): void {
  if (!scheduleLossProbe(tp, true)) rearmRto(tp);
}

/** `tcp_send_loss_probe`: one new segment if there is one, else the last one again. */
function sendLossProbe(tp: Tcp): void {
  if (tp.tlpHighSeq == 0) {
    tp.tlpRetrans = 0;
    const next = tp.sendHead;
    let sent = false;
    if (next != null && fitsWindow(tp, next)) {
      const before = tp.packetsOut;
      writeXmit(tp, NAGLE_OFF, 2);
      sent = tp.packetsOut > before;
    } else if (!rtxEmpty(tp)) {
      let skb = rtxTail(tp);
      const mss = tp.mss;
      if (skb.pcount > 1 && skb.endSeq - skb.seq > (skb.pcount - 1) * mss) {
        skb = fragment(tp, skb, (skb.pcount - 1) * mss);
      }
      if (retransmitSkbOnce(tp, skb, 1)) {
        tp.tlpRetrans = 1;
        sent = true;
      }
    }
    if (sent) {
      tp.tlpHighSeq = tp.sndNxt;
      tp.pending = PENDING_NONE;
    }
  }
  // A probe restarts the RTO from now; without one, it stays due when it was.
  rearmRto(tp);
}

/** `tcp_rack_reo_timeout`: the reordering window of some segment has passed. */
function reorderingTimeout(tp: Tcp): void {
  const inFlight = tcpInFlight(tp);
  const lost = tp.lost;
  rackDetectLoss(tp);
  if (inFlight != tcpInFlight(tp)) {
    if (tp.caState != CA_RECOVERY) {
      enterRecovery(tp);
      if (!congestionHasOwnControl(tp)) cwndReduction(tp, 1, tp.lost - lost, 0);
    }
    retransmitLost(tp);
  }
  if (tp.pending != PENDING_RETRANS) rearmRto(tp);
}

/** `tcp_timeout_mark_lost`: all that could have been acknowledged by now. */
export function timeoutMarkLost(tp: Tcp): void {
  const first = tp.head;
  let skb = first;
  while (skb != null && skb != tp.sendHead) {
    const next = skb.next;
    const age = <i64>elapsedUs(skb.sentAt);
    if (skb == first || <i64>tp.rackRttUs - age <= 0) markLost(tp, skb);
    skb = next;
  }
  tp.retransmitHint = null;
}

/** `tcp_retransmit_timer` (RFC 6298 §5.4–5.7). */
function retransmitTimeout(tp: Tcp): void {
  if (tp.packetsOut == 0) return;
  enterLoss(tp);
  tp.retransmits++;
  retransmitSkb(tp, tp.head!, 1);
  tp.backoff++;
  tp.rtoNs = min(tp.rtoNs << 1, RTO_MAX_NS);
  tp.rtoFrom = 0;
  armRetransmit(tp, tp.rtoNs);
}

/** `tcp_check_probe_timer`: data wait, nothing is in flight, so that no ACK will restart the output. */
export function armZeroWindow(tp: Tcp): void {
  if (tp.pending == PENDING_NONE)
    armTimer(tp, PENDING_ZERO_WINDOW, max(tp.rtoNs, <u64>RTO_MIN_US * 1000) + pacingDelay(tp));
}

/** `tcp_probe_timer`, `tcp_send_probe0`: one segment, even beyond a closed window; the receiver repeats its window. */
function zeroWindowTimeout(tp: Tcp): void {
  if (tp.packetsOut != 0 || tp.sendHead == null) return;
  writeWakeup(tp);
  // The device or the qdisc refused it (TCP_RESOURCE_PROBE_INTERVAL).
  if (tp.packetsOut == 0) armTimer(tp, PENDING_ZERO_WINDOW, RESOURCE_PROBE_NS);
}

/** `tcp_write_timer_handler`. */
export function onRetransmitTimer(tp: Tcp): void {
  if (state.ended) return;
  const purpose = tp.pending;
  if (purpose == PENDING_REO) {
    reorderingTimeout(tp);
  } else if (purpose == PENDING_PROBE) {
    sendLossProbe(tp);
  } else if (purpose == PENDING_RETRANS) {
    tp.pending = PENDING_NONE;
    retransmitTimeout(tp);
  } else if (purpose == PENDING_ZERO_WINDOW) {
    tp.pending = PENDING_NONE;
    zeroWindowTimeout(tp);
  }
}

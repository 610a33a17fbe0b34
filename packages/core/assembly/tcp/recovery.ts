import { state } from '../state';
import { TRACE_CONGESTION, traceWants, traceWrite } from '../stats/trace';
import { AckState } from './ack_state';
import { congestionLoss, congestionSsthresh, congestionUndo } from './congestion';
import { RACK_RECOVERY_THRESH, TCP_REORDERING } from './constants';
import {
  FLAG_DATA_SACKED,
  FLAG_LOST_RETRANS,
  FLAG_ORIG_SACK_ACKED,
  FLAG_SET_XMIT_TIMER,
  FLAG_SND_UNA_ADVANCED,
} from './flags';
import { endCwndReduction, initCwndReduction } from './prr';
import { rtxEmpty } from './queue';
import { checkReordering, rackMarkLost } from './rack';
import { highestSackSeq } from './sack';
import { after, before } from './seq';
import { EVER_RETRANS, LOST } from './skb';
import {
  CA_CWR,
  CA_DISORDER,
  CA_LOSS,
  CA_OPEN,
  CA_RECOVERY,
  Tcp,
  tcpCurrentSsthresh,
  tcpInCwndReduction,
  tcpInFlight,
  tcpLeftOut,
  tcpWndEnd,
} from './tcp';
import { timeoutMarkLost } from './timers';

/** What output has to do after an ACK (`REXMIT_*`). */
export const REXMIT_NONE: u32 = 0;
export const REXMIT_LOST: u32 = 1;
export const REXMIT_NEW: u32 = 2;

/** `tcp_set_ca_state`. */
function setState(tp: Tcp, to: u32): void {
  if (to == CA_LOSS) congestionLoss(tp);
  tp.caState = to;
  if (traceWants(TRACE_CONGESTION)) {
    traceWrite(TRACE_CONGESTION, to, tp.flow.index, tp.cwnd, tp.ssthresh, tp.lostOut, tp.retransOut, tp.sackedOut);
  }
}

/** `tcp_init_undo`. */
function initUndo(tp: Tcp): void {
  // 0 stands for "none"; streams begin at 0 here, and the byte before does as well.
  tp.undoMarker = tp.sndUna != 0 ? tp.sndUna : u32.MAX_VALUE;
  tp.undoRetrans = tp.retransOut != 0 ? <i32>tp.retransOut : -1;
}

/** `tcp_enter_cwr`: the local queue refused a packet. */
export function enterCwr(tp: Tcp): void {
  tp.priorSsthresh = 0;
  if (tp.caState >= CA_CWR) return;
  tp.undoMarker = 0;
  initCwndReduction(tp);
  setState(tp, CA_CWR);
}

/** `tcp_enter_recovery`. */
export function enterRecovery(tp: Tcp): void {
  tp.priorSsthresh = 0;
  initUndo(tp);
  if (!tcpInCwndReduction(tp)) {
    tp.priorSsthresh = tcpCurrentSsthresh(tp);
    initCwndReduction(tp);
  }
  setState(tp, CA_RECOVERY);
}

/** `tcp_enter_loss`: the retransmission timer fired (RFC 5681 §3.1, F-RTO of RFC 5682). */
export function enterLoss(tp: Tcp): void {
  const newRecovery = tp.caState < CA_RECOVERY;
  timeoutMarkLost(tp);
  if (tp.caState <= CA_DISORDER || !after(tp.highSeq, tp.sndUna) || (tp.caState == CA_LOSS && tp.retransmits == 0)) {
    tp.priorSsthresh = tcpCurrentSsthresh(tp);
    tp.priorCwnd = tp.cwnd;
    tp.ssthresh = congestionSsthresh(tp);
    initUndo(tp);
  }
  tp.cwnd = tcpInFlight(tp) + 1;
  tp.cwndCnt = 0;
  tp.cwndStamp = state.now;
  // Many duplicate ACKs and still a timeout: the degree of reordering was overestimated.
  if (tp.caState <= CA_DISORDER && tp.sackedOut >= TCP_REORDERING) {
    tp.reordering = min(tp.reordering, TCP_REORDERING);
  }
  setState(tp, CA_LOSS);
  tp.highSeq = tp.sndNxt;
  tp.tlpHighSeq = 0;
  tp.frto = newRecovery || tp.retransmits != 0 ? 1 : 0;
}

/** `tcp_any_retrans_done`. */
function anyRetransDone(tp: Tcp): bool {
  if (tp.retransOut != 0) return true;
  return !rtxEmpty(tp) && (tp.head!.sacked & EVER_RETRANS) != 0;
}

/** `tcp_packet_delayed`: this ACK answers an original, sent before the first retransmission (Eifel, RFC 3522). */
function packetDelayed(tp: Tcp, tsecr: u32): bool {
  return tp.retransStamp != 0 && before(tsecr, tp.retransStamp);
}

/** `tcp_undo_cwnd_reduction`. */
function undoReduction(tp: Tcp, unmarkLoss: bool): void {
  if (unmarkLoss) {
    let skb = tp.head;
    while (skb != null && skb != tp.sendHead) {
      skb.sacked &= ~LOST;
      skb = skb.next;
    }
    tp.lostOut = 0;
    tp.retransmitHint = null;
  }
  if (tp.priorSsthresh != 0) {
    tp.cwnd = congestionUndo(tp);
    if (tp.priorSsthresh > tp.ssthresh) tp.ssthresh = tp.priorSsthresh;
  }
  tp.cwndStamp = state.now;
  tp.undoMarker = 0;
  tp.rackAdvanced = 1;
}

/** `tcp_may_undo`. */
function mayUndo(tp: Tcp, tsecr: u32): bool {
  return tp.undoMarker != 0 && (tp.undoRetrans == 0 || packetDelayed(tp, tsecr));
}

/** `tcp_try_undo_recovery`. */
function tryUndoRecovery(tp: Tcp, tsecr: u32): void {
  if (mayUndo(tp, tsecr)) undoReduction(tp, false);
  else if (tp.rackReoWndPersist != 0) tp.rackReoWndPersist--;
  setState(tp, CA_OPEN);
}

/** `tcp_try_undo_dsack`: every retransmission turned out to be a duplicate. */
function tryUndoDsack(tp: Tcp): bool {
  if (tp.undoMarker == 0 || tp.undoRetrans != 0) return false;
  tp.rackReoWndPersist = min(RACK_RECOVERY_THRESH, tp.rackReoWndPersist + 1);
  undoReduction(tp, false);
  return true;
}

/** `tcp_try_undo_loss`. */
function tryUndoLoss(tp: Tcp, frto: bool, tsecr: u32): bool {
  if (!frto && !mayUndo(tp, tsecr)) return false;
  undoReduction(tp, true);
  tp.retransmits = 0;
  setState(tp, CA_OPEN);
  return true;
}

/** `tcp_try_undo_partial`: true when retransmissions are still out and nothing more should be marked. */
function tryUndoPartial(tp: Tcp, priorUna: u32, tsecr: u32): bool {
  if (tp.undoMarker == 0 || !packetDelayed(tp, tsecr)) return false;
  checkReordering(tp, priorUna, highestSackSeq(tp));
  if (tp.retransOut != 0) return true;
  if (!anyRetransDone(tp)) tp.retransStamp = 0;
  undoReduction(tp, true);
  tryKeepOpen(tp);
  return false;
}

/** `tcp_try_keep_open`. */
export function tryKeepOpen(tp: Tcp): void {
  const to = tcpLeftOut(tp) != 0 || anyRetransDone(tp) ? CA_DISORDER : CA_OPEN;
  if (tp.caState == to) return;
  setState(tp, to);
  tp.highSeq = tp.sndNxt;
}

/** `tcp_try_to_open`. */
function tryToOpen(tp: Tcp): void {
  if (!anyRetransDone(tp)) tp.retransStamp = 0;
  if (tp.caState != CA_CWR) tryKeepOpen(tp);
}

/** `tcp_identify_packet_loss`. */
function identifyLoss(tp: Tcp, ack: AckState): void {
  if (rtxEmpty(tp)) return;
  const before = tp.retransOut;
  if (rackMarkLost(tp)) ack.flags &= ~FLAG_SET_XMIT_TIMER;
  if (before > tp.retransOut) ack.flags |= FLAG_LOST_RETRANS;
}

/** `tcp_process_loss`: an ACK in the loss state (RFC 5682). */
function processLoss(tp: Tcp, ack: AckState, duplicate: bool, tsecr: u32): u32 {
  const recovered = !before(tp.sndUna, tp.highSeq);
  if (ack.flags & FLAG_SND_UNA_ADVANCED && tryUndoLoss(tp, false, tsecr)) return REXMIT_NONE;
  if (tp.frto) {
    // Data that were never retransmitted have been delivered: the timeout was spurious.
    if (ack.flags & FLAG_ORIG_SACK_ACKED && tryUndoLoss(tp, true, tsecr)) return REXMIT_NONE;
    if (after(tp.sndNxt, tp.highSeq)) {
      if (ack.flags & FLAG_DATA_SACKED || duplicate) tp.frto = 0;
    } else if (ack.flags & FLAG_SND_UNA_ADVANCED && !recovered) {
      tp.highSeq = tp.sndNxt;
      if (tp.sendHead != null && after(tcpWndEnd(tp), tp.sndNxt)) return REXMIT_NEW;
      tp.frto = 0;
    }
  }
  if (recovered) {
    tryUndoRecovery(tp, tsecr);
    return REXMIT_NONE;
  }
  return REXMIT_LOST;
}

/** `tcp_fastretrans_alert`: the state machine for an ACK that is not plain progress. Returns what to send. */
export function recoveryAlert(tp: Tcp, ack: AckState, priorUna: u32, duplicate: bool, tsecr: u32): u32 {
  let rexmit = REXMIT_NONE;
  if (tp.caState == CA_OPEN) {
    tp.retransStamp = 0;
  } else if (!before(tp.sndUna, tp.highSeq)) {
    if (tp.caState == CA_CWR) {
      // One ACK beyond the point of reduction, so that a partial one does not end it.
      if (tp.sndUna != tp.highSeq) {
        endCwndReduction(tp);
        setState(tp, CA_OPEN);
      }
    } else if (tp.caState == CA_RECOVERY) {
      tryUndoRecovery(tp, tsecr);
      endCwndReduction(tp);
    }
  }
  if (tp.caState == CA_RECOVERY) {
    if (ack.flags & FLAG_SND_UNA_ADVANCED && tryUndoPartial(tp, priorUna, tsecr)) return REXMIT_NONE;
    if (tryUndoDsack(tp)) tryToOpen(tp);
    identifyLoss(tp, ack);
    if (tp.caState != CA_RECOVERY) {
      if (tp.lostOut == 0) return REXMIT_NONE;
      enterRecovery(tp);
    }
    return REXMIT_LOST;
  }
  if (tp.caState == CA_LOSS) {
    rexmit = processLoss(tp, ack, duplicate, tsecr);
    identifyLoss(tp, ack);
    if (!(tp.caState == CA_OPEN || ack.flags & FLAG_LOST_RETRANS)) return rexmit;
  } else {
    if (tp.caState <= CA_DISORDER) tryUndoDsack(tp);
    identifyLoss(tp, ack);
  }
  if (tp.lostOut == 0) {
    tryToOpen(tp);
    return rexmit;
  }
  enterRecovery(tp);
  return REXMIT_LOST;
}

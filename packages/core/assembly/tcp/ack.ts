import { appWake } from '../app/wake';
import { ACK_STATE_AT } from '../memory/map';
import { Packet, sackBlock } from '../packet';
import { state } from '../state';
import { POINT_BACK, tracePacket } from '../stats/packet_trace';
import { TRACE_ACK, trace, traceWants, traceWrite } from '../stats/trace';
import { ackFront } from './ack_front';
import { AckState } from './ack_state';
import { congestionAcked, congestionAvoid, congestionControlOwn, congestionHasOwnControl } from './congestion';
import { TCP_REORDERING } from './constants';
import {
  FLAG_CA_ALERT,
  FLAG_DATA_ACKED,
  FLAG_DATA_SACKED,
  FLAG_DSACK_TLP,
  FLAG_FORWARD_PROGRESS,
  FLAG_NOT_DUP,
  FLAG_ORIG_SACK_ACKED,
  FLAG_RETRANS_DATA_ACKED,
  FLAG_SET_XMIT_TIMER,
  FLAG_SND_UNA_ADVANCED,
  FLAG_WIN_UPDATE,
} from './flags';
import { timestampMs } from './jiffies';
import { NAGLE_OFF, pushPending, writeXmit } from './output';
import { updatePacingRate } from './pacing';
import { cwndReduction, endCwndReduction, initCwndReduction } from './prr';
import { queueRemove, rtxEmpty, segmentsOf } from './queue';
import { checkReordering, rackAdvance, rackUpdateReoWnd } from './rack';
import { rateGen, rateSkbDelivered } from './rate';
import { REXMIT_NEW, REXMIT_NONE, recoveryAlert, tryKeepOpen } from './recovery';
import { retransmitLost } from './retransmit';
import { rttSample } from './rtt';
import { applySack, highestSackSeq } from './sack';
import { after, before } from './seq';
import { LOST, RETRANS, SACKED_ACKED, SACKED_RETRANS, TcpSkb } from './skb';
import { checkSpace } from './sndbuf';
import { CA_CWR, CA_OPEN, elapsedUs, Tcp, tcpInCwndReduction, tcpInFlight } from './tcp';
import { setXmitTimer } from './timers';

/** `INT_MAX / USEC_PER_MSEC`: the longest RTT that a timestamp tells (`tcp_rtt_tsopt_us`), ms. */
const TIMESTAMP_RTT_MAX_MS: u32 = 2147483;

const ackState: AckState = changetype<AckState>(ACK_STATE_AT);

/** Segments of an skb with marks are acknowledged: the counters lose them. Returns those that this delivers. */
function ackedMarked(tp: Tcp, ack: AckState, skb: TcpSkb, pcount: u32): u32 {
  const sacked = skb.sacked;
  if (sacked & LOST) tp.lostOut -= pcount;
  if (sacked & RETRANS) {
    if (sacked & SACKED_RETRANS) tp.retransOut -= pcount;
    ack.flags |= FLAG_RETRANS_DATA_ACKED;
  }
  if (sacked & SACKED_ACKED) {
    tp.sackedOut -= pcount;
    return 0;
  }
  rackAdvance(tp, sacked, skb.endSeq, skb.sentAt);
  rateSkbDelivered(tp, ack, skb);
  return pcount;
}

/** `tcp_clean_rtx_queue`: frees what is acknowledged, and measures the RTT on it. Returns delivered segments. */
function cleanRtxQueue(tp: Tcp, ack: AckState, priorUna: u32, priorFack: u32): u32 {
  let firstAckAt: u64 = 0;
  let lastAckAt: u64 = 0;
  let delivered: u32 = 0;
  let reord = tp.sndNxt;
  let fully = true;
  let flags: u32 = 0;
  const una = tp.sndUna;
  const priorSacked = tp.sackedOut;
  const priorPackets = tp.packetsOut;
  let packetsOut = priorPackets;
  while (!rtxEmpty(tp)) {
    const skb = tp.head!;
    const sacked = skb.sacked;
    const start = skb.seq;
    const end = skb.endSeq;
    let pcount = skb.pcount;
    if (after(end, una)) {
      if (pcount == 1 || !after(una, start)) break;
      // tcp_tso_acked: whole segments off the front of a burst.
      const trimmed = una - start;
      // Whole segments are acknowledged two by two, mostly: then a subtraction gives what the division would.
      const left = trimmed == 2 * skb.mss ? pcount - 2 : segmentsOf(end - una, skb.mss);
      skb.seq = una;
      skb.truesize -= trimmed;
      tp.wmemQueued -= trimmed;
      pcount -= left;
      skb.pcount = left;
      if (pcount == 0) break;
      fully = false;
    }
    flags |= FLAG_DATA_ACKED;
    packetsOut -= pcount;
    if (!(sacked & (RETRANS | SACKED_ACKED))) {
      lastAckAt = skb.sentAt;
      if (firstAckAt == 0) firstAckAt = lastAckAt;
      if (before(start, reord)) reord = start;
      if (!after(end, tp.highSeq)) flags |= FLAG_ORIG_SACK_ACKED;
    }
    if (sacked == 0) {
      delivered += pcount;
      rackAdvance(tp, 0, end, lastAckAt);
      rateSkbDelivered(tp, ack, skb);
    } else {
      delivered += ackedMarked(tp, ack, skb, pcount);
    }
    if (!fully) break;
    queueRemove(tp, skb);
  }
  tp.packetsOut = packetsOut;
  ack.flags |= flags;
  let seqRtt: i64 = -1;
  let caRtt: i64 = -1;
  let sackRtt: i64 = -1;
  if (firstAckAt != 0 && !(ack.flags & FLAG_RETRANS_DATA_ACKED)) {
    caRtt = <i64>elapsedUs(lastAckAt);
    seqRtt = firstAckAt == lastAckAt ? caRtt : <i64>elapsedUs(firstAckAt);
    // Less than a full segment, alone: the receiver may have waited for a second one (FLAG_ACK_MAYBE_DELAYED).
    if (
      tp.sndUna - priorUna < tp.mss &&
      congestionHasOwnControl(tp) &&
      priorPackets - tp.packetsOut == 1 &&
      fully &&
      priorSacked == 0
    ) {
      if (ack.priorDelivered == tp.delivered && !(ack.flags & FLAG_CA_ALERT)) ack.ackDelayed = 1;
    }
  }
  if (ack.firstSackAt != 0) {
    sackRtt = <i64>elapsedUs(ack.firstSackAt);
    caRtt = <i64>elapsedUs(ack.lastSackAt);
  }
  const measured = updateRtt(tp, ack, seqRtt, sackRtt, caRtt);
  if (ack.flags & FLAG_DATA_ACKED) {
    ack.flags |= FLAG_SET_XMIT_TIMER;
    if (before(reord, priorFack)) checkReordering(tp, reord, priorFack);
  } else if (!rtxEmpty(tp) && measured && sackRtt >= 0 && sackRtt > <i64>elapsedUs(tp.head!.sentAt)) {
    // The SACKed data left before the head was sent (again): the RTO need not wait for the head any longer.
    ack.flags |= FLAG_SET_XMIT_TIMER;
  }
  if (delivered != 0 || ack.sackDelivered != 0) congestionAcked(tp, ack.rttUs);
  return delivered;
}

/** `tcp_ack_update_rtt`. */
function updateRtt(tp: Tcp, ack: AckState, seqRtt: i64, sackRtt: i64, caRtt: i64): bool {
  let rtt = seqRtt >= 0 ? seqRtt : sackRtt;
  if (rtt < 0 && ack.flags & FLAG_DATA_ACKED) {
    // Only retransmissions were acknowledged: the timestamp option tells them apart, to a millisecond.
    const ms = timestampMs(state.now) - ack.tsecr;
    // What was sent ahead of its paced time has a timestamp that lies ahead, too.
    if (ms <= TIMESTAMP_RTT_MAX_MS) {
      rtt = <i64>max<u32>(ms, 1) * 1000;
      caRtt = rtt;
    }
  }
  ack.rttUs = caRtt;
  if (rtt < 0) return false;
  rttSample(tp, rtt, caRtt);
  return true;
}

/** `tcp_process_tlp_ack` (RFC 8985 §7.4). */
function processTlpAck(tp: Tcp, acked: u32, flags: u32): void {
  if (before(acked, tp.tlpHighSeq)) return;
  if (!tp.tlpRetrans || flags & FLAG_DSACK_TLP) {
    tp.tlpHighSeq = 0;
  } else if (after(acked, tp.tlpHighSeq)) {
    // Only the probe repaired the loss: there was one, and the window must know.
    initCwndReduction(tp);
    tp.caState = CA_CWR;
    endCwndReduction(tp);
    tryKeepOpen(tp);
  } else if (!(flags & (FLAG_SND_UNA_ADVANCED | FLAG_NOT_DUP | FLAG_DATA_SACKED))) {
    tp.tlpHighSeq = 0;
  }
}

/** `tcp_ack_update_window`: the sender's view of the receiver's window. */
function updateWindow(tp: Tcp, packet: Packet, acked: u32): u32 {
  if (!after(acked, tp.sndUna) && packet.window <= tp.sndWnd) return 0;
  if (packet.window == tp.sndWnd) return 0;
  tp.sndWnd = packet.window;
  if (tp.sndWnd > tp.maxWindow) tp.maxWindow = tp.sndWnd;
  return FLAG_WIN_UPDATE;
}

/** `tcp_may_raise_cwnd`. */
function mayRaise(tp: Tcp, flags: u32): bool {
  if (tp.reordering > TCP_REORDERING) return (flags & FLAG_FORWARD_PROGRESS) != 0;
  return (flags & FLAG_DATA_ACKED) != 0;
}

/** `tcp_cong_control`. */
function congestionControl(tp: Tcp, ack: AckState, delivered: u32, lost: u32): void {
  const flags = ack.flags;
  if (congestionHasOwnControl(tp)) {
    rateGen(tp, ack, delivered, lost);
    congestionControlOwn(tp, ack);
    return;
  }
  if (tcpInCwndReduction(tp)) cwndReduction(tp, delivered, lost, flags);
  else if (mayRaise(tp, flags)) congestionAvoid(tp, delivered);
  updatePacingRate(tp);
}

/** What an ACK that is not of the future acknowledges or SACKs, and what follows from it but output: a `REXMIT_`. */
function acknowledge(tp: Tcp, packet: Packet): u32 {
  const acked = packet.seq;
  const priorUna = tp.sndUna;
  const ack = ackState;
  ack.flags = 0;
  ack.sackDelivered = 0;
  ack.reord = tp.sndNxt;
  ack.firstSackAt = 0;
  ack.lastSackAt = 0;
  ack.priorAt = 0;
  ack.priorDelivered = 0;
  ack.ackDelayed = 0;
  ack.rttUs = -1;
  ack.tsecr = packet.tsecr;
  if (congestionHasOwnControl(tp)) ack.priorInFlight = tcpInFlight(tp);
  const priorPackets = tp.packetsOut;
  const priorLost = tp.lost;
  if (before(acked, priorUna)) {
    if (packet.truesize == 0) return REXMIT_NONE;
    applySack(tp, packet, priorUna, ack);
    tp.delivered += ack.sackDelivered;
    return recoveryAlert(tp, ack, priorUna, false, packet.tsecr);
  }
  if (after(acked, priorUna)) {
    ack.flags |= FLAG_SND_UNA_ADVANCED;
    tp.retransmits = 0;
  }
  const priorFack = highestSackSeq(tp);
  if (!before(packet.tsval, tp.tsRecent)) tp.tsRecent = packet.tsval;
  ack.flags |= updateWindow(tp, packet, acked);
  tp.sndUna = acked;
  if (packet.truesize != 0) applySack(tp, packet, priorUna, ack);
  if (priorPackets == 0) return REXMIT_NONE;
  const delivered = cleanRtxQueue(tp, ack, priorUna, priorFack) + ack.sackDelivered;
  tp.delivered += delivered;
  rackUpdateReoWnd(tp, ack.priorDelivered);
  if (tp.tlpHighSeq != 0) processTlpAck(tp, acked, ack.flags);
  let rexmit = REXMIT_NONE;
  if (!(ack.flags & FLAG_NOT_DUP) || ack.flags & FLAG_CA_ALERT || tp.caState != CA_OPEN) {
    const duplicate = !(ack.flags & (FLAG_SND_UNA_ADVANCED | FLAG_NOT_DUP));
    rexmit = recoveryAlert(tp, ack, priorUna, duplicate, packet.tsecr);
  }
  if (ack.flags & FLAG_SET_XMIT_TIMER) setXmitTimer(tp);
  congestionControl(tp, ack, delivered, tp.lost - priorLost);
  return rexmit;
}

function traceAck(tp: Tcp, packet: Packet): void {
  tracePacket(POINT_BACK, packet);
  if (!traceWants(TRACE_ACK)) return;
  const blocks = packet.truesize;
  // Without blocks, what stands in their place is of another packet.
  const start = blocks == 0 ? 0 : load<u32>(sackBlock(packet, 0));
  const end = blocks == 0 ? 0 : load<u32>(sackBlock(packet, 0), 4);
  traceWrite(TRACE_ACK, blocks, tp.flow.index, packet.seq, packet.window, tp.cwnd, start, end);
}

/** `tcp_ack`: an ACK arrives at the sender. */
export function tcpAck(tp: Tcp, packet: Packet): void {
  if (trace.mask != 0) traceAck(tp, packet);
  if (after(packet.seq, tp.sndNxt)) return;
  if (!ackFront(tp, packet)) {
    const rexmit = acknowledge(tp, packet);
    // tcp_xmit_recovery
    if (rexmit == REXMIT_NEW) writeXmit(tp, NAGLE_OFF, 0);
    else if (rexmit != REXMIT_NONE) retransmitLost(tp);
  }
  // tcp_data_snd_check
  pushPending(tp);
  if (checkSpace(tp)) appWake(tp.flow);
}

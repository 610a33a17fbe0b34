import { config } from '../config';
import { AckState } from './ack_state';
import { bbrLtBwSample } from './bbr_lt';
import { bbrAdvanceCycle, bbrInflight, bbrInNetAtEdt, bbrResetMode, bbrResetProbeBwMode } from './bbr_model';
import {
  BBR_DRAIN,
  BBR_PROBE_BW,
  BBR_PROBE_RTT,
  BBR_STARTUP,
  BBR_UNIT,
  Bbr,
  BW_ROUNDS,
  BW_SCALE,
  bbrBw,
  bbrMaxBw,
  bbrOf,
  bbrSaveCwnd,
  CWND_GAIN,
  CWND_MIN_TARGET,
  CYCLE_LENGTH,
  DRAIN_GAIN,
  deliveredSince,
  deliveredUs,
  FULL_BW_COUNT,
  FULL_BW_DENOMINATOR,
  FULL_BW_NUMERATOR,
  HIGH_GAIN,
  MIN_RTT_WINDOW_S,
  PROBE_RTT_MS,
} from './bbr_state';
import { jiffiesNow, usToJiffies } from './jiffies';
import { after, before } from './seq';
import { Tcp, tcpInFlight } from './tcp';

/** `bbr_update_model`: bandwidth, ACK aggregation, the modes and the least RTT, from the sample of one ACK. */

/** `bbr_extra_acked_win_rtts`, `bbr_ack_epoch_acked_reset_thresh`. */
const EXTRA_ACKED_ROUNDS: u32 = 5;
const ACK_EPOCH_RESET: u32 = 0xfffff;

/** `tcp_jiffies32`, not 0 at the start, since 0 means "not yet". */
export function ticks(): u32 {
  return <u32>jiffiesNow() + 1000000;
}

function setBw(b: Bbr, round: u32, bw: u32, from: u32): void {
  if (from <= 0) {
    b.bw0 = bw;
    b.bw0Round = round;
  }
  if (from <= 1) {
    b.bw1 = bw;
    b.bw1Round = round;
  }
  b.bw2 = bw;
  b.bw2Round = round;
}

/** `minmax_running_max` over `BW_ROUNDS` rounds (Kathleen Nichols' windowed filter, lib/win_minmax.c). */
function bwFilter(b: Bbr, round: u32, bw: u32): void {
  if (bw >= b.bw0 || round - b.bw2Round > BW_ROUNDS) {
    setBw(b, round, bw, 0);
    return;
  }
  if (bw >= b.bw1) setBw(b, round, bw, 1);
  else if (bw >= b.bw2) setBw(b, round, bw, 2);
  const age = round - b.bw0Round;
  if (age > BW_ROUNDS) {
    // The best is too old: the others move up.
    b.bw0 = b.bw1;
    b.bw0Round = b.bw1Round;
    b.bw1 = b.bw2;
    b.bw1Round = b.bw2Round;
    b.bw2 = bw;
    b.bw2Round = round;
    if (round - b.bw0Round > BW_ROUNDS) {
      b.bw0 = b.bw1;
      b.bw0Round = b.bw1Round;
      b.bw1 = b.bw2;
      b.bw1Round = b.bw2Round;
    }
  } else if (b.bw1Round == b.bw0Round && age > BW_ROUNDS / 4) {
    setBw(b, round, bw, 1);
  } else if (b.bw2Round == b.bw1Round && age > BW_ROUNDS / 2) {
    setBw(b, round, bw, 2);
  }
}

/** `bbr_update_bw`. */
function updateBw(tp: Tcp, b: Bbr, ack: AckState): void {
  b.roundStart = 0;
  if (ack.delivered < 0 || ack.intervalUs <= 0) return;
  if (!before(ack.priorDelivered, b.nextRttDelivered)) {
    b.nextRttDelivered = tp.delivered;
    b.rounds++;
    b.roundStart = 1;
    b.packetConservation = 0;
  }
  bbrLtBwSample(tp, ack);
  const bw = ((<u64>ack.delivered) << BW_SCALE) / <u64>ack.intervalUs;
  // A sample that the application limited says only how much there is at least.
  if (!ack.appLimited || bw >= <u64>bbrMaxBw(b)) bwFilter(b, b.rounds, <u32>bw);
}

/** `bbr_update_ack_aggregation`: how far the ACKs run ahead of the bandwidth. */
function updateAckAggregation(tp: Tcp, b: Bbr, ack: AckState): void {
  if (ack.ackedSacked == 0 || ack.delivered < 0 || ack.intervalUs <= 0) return;
  if (b.roundStart) {
    b.extraAckedRounds = min(0x1f, b.extraAckedRounds + 1);
    if (b.extraAckedRounds >= EXTRA_ACKED_ROUNDS) {
      b.extraAckedRounds = 0;
      b.extraAckedIndex ^= 1;
      if (b.extraAckedIndex) b.extraAcked1 = 0;
      else b.extraAcked0 = 0;
    }
  }
  const epoch = deliveredSince(tp, b.ackEpochUs);
  let expected = <u32>((<u64>bbrBw(b) * epoch) >> BW_SCALE);
  if (b.ackEpochAcked <= expected || b.ackEpochAcked + ack.ackedSacked >= ACK_EPOCH_RESET) {
    b.ackEpochAcked = 0;
    b.ackEpochUs = deliveredUs(tp);
    expected = 0;
  }
  b.ackEpochAcked = min(0xfffff, b.ackEpochAcked + ack.ackedSacked);
  const extra = min(b.ackEpochAcked - expected, tp.cwnd);
  if (b.extraAckedIndex) b.extraAcked1 = max(b.extraAcked1, extra);
  else b.extraAcked0 = max(b.extraAcked0, extra);
}

/** `bbr_is_next_cycle_phase`. */
function isNextPhase(tp: Tcp, b: Bbr, ack: AckState): bool {
  const full = deliveredSince(tp, b.cycleUs) > b.minRttUs;
  if (b.pacingGain == BBR_UNIT) return full;
  const inFlight = bbrInNetAtEdt(tp, ack.priorInFlight);
  const bw = bbrMaxBw(b);
  // Probing goes on until the path is fuller or loses; draining ends as soon as it is not fuller than it need be.
  if (b.pacingGain > BBR_UNIT) return full && (ack.losses != 0 || inFlight >= bbrInflight(tp, bw, b.pacingGain));
  return full || inFlight <= bbrInflight(tp, bw, BBR_UNIT);
}

/** `bbr_check_full_bw_reached`: three rounds without a quarter more. */
function checkFullBw(b: Bbr, ack: AckState): void {
  if (b.fullBwReached || !b.roundStart || ack.appLimited) return;
  const threshold = (<u64>b.fullBw * FULL_BW_NUMERATOR) / FULL_BW_DENOMINATOR;
  if (<u64>bbrMaxBw(b) >= threshold) {
    b.fullBw = bbrMaxBw(b);
    b.fullBwCount = 0;
    return;
  }
  b.fullBwCount++;
  b.fullBwReached = b.fullBwCount >= FULL_BW_COUNT ? 1 : 0;
}

/** `bbr_check_drain`. */
function checkDrain(tp: Tcp, b: Bbr): void {
  if (b.mode == BBR_STARTUP && b.fullBwReached) {
    b.mode = BBR_DRAIN;
    tp.ssthresh = bbrInflight(tp, bbrMaxBw(b), BBR_UNIT);
  }
  if (b.mode == BBR_DRAIN && bbrInNetAtEdt(tp, tcpInFlight(tp)) <= bbrInflight(tp, bbrMaxBw(b), BBR_UNIT)) {
    bbrResetProbeBwMode(tp);
  }
}

/** `bbr_check_probe_rtt_done`. */
export function bbrCheckProbeRttDone(tp: Tcp): void {
  const b = bbrOf(tp);
  if (b.probeRttDoneStamp == 0 || !after(ticks(), b.probeRttDoneStamp)) return;
  b.minRttStamp = ticks();
  tp.cwnd = max(tp.cwnd, b.priorCwnd);
  bbrResetMode(tp);
}

/** `bbr_update_min_rtt`: the least RTT of ten seconds; if it is older, almost nothing is sent for 200 ms to see it. */
function updateMinRtt(tp: Tcp, b: Bbr, ack: AckState): void {
  const expired = after(ticks(), b.minRttStamp + MIN_RTT_WINDOW_S * config.hz);
  if (ack.rttUs >= 0 && (ack.rttUs < <i64>b.minRttUs || (expired && !ack.ackDelayed))) {
    b.minRttUs = <u32>ack.rttUs;
    b.minRttStamp = ticks();
  }
  if (expired && !b.idleRestart && b.mode != BBR_PROBE_RTT) {
    b.mode = BBR_PROBE_RTT;
    bbrSaveCwnd(tp);
    b.probeRttDoneStamp = 0;
  }
  if (b.mode == BBR_PROBE_RTT) {
    // What this mode delivers says nothing about the bandwidth.
    tp.appLimited = max(tp.delivered + tcpInFlight(tp), 1);
    if (b.probeRttDoneStamp == 0) {
      if (tcpInFlight(tp) <= CWND_MIN_TARGET) {
        b.probeRttDoneStamp = ticks() + <u32>usToJiffies(PROBE_RTT_MS * 1000);
        b.probeRttRoundDone = 0;
        b.nextRttDelivered = tp.delivered;
      }
    } else {
      if (b.roundStart) b.probeRttRoundDone = 1;
      if (b.probeRttRoundDone) bbrCheckProbeRttDone(tp);
    }
  }
  if (ack.delivered > 0) b.idleRestart = 0;
}

/** `bbr_pacing_gain`: probe, drain what that queued, then cruise. */
function cycleGain(index: u32): u32 {
  if (index == 0) return (BBR_UNIT * 5) / 4;
  return index == 1 ? (BBR_UNIT * 3) / 4 : BBR_UNIT;
}

/** `bbr_update_gains`. */
function updateGains(b: Bbr): void {
  if (b.mode == BBR_STARTUP) {
    b.pacingGain = HIGH_GAIN;
    b.cwndGain = HIGH_GAIN;
  } else if (b.mode == BBR_DRAIN) {
    b.pacingGain = DRAIN_GAIN;
    b.cwndGain = HIGH_GAIN;
  } else if (b.mode == BBR_PROBE_BW) {
    b.pacingGain = b.ltUseBw ? BBR_UNIT : cycleGain(b.cycleIndex);
    b.cwndGain = CWND_GAIN;
  } else {
    b.pacingGain = BBR_UNIT;
    b.cwndGain = BBR_UNIT;
  }
}

/** `bbr_update_model`. */
export function bbrUpdateModel(tp: Tcp, ack: AckState): void {
  const b = bbrOf(tp);
  assert(b.cycleIndex < CYCLE_LENGTH);
  updateBw(tp, b, ack);
  updateAckAggregation(tp, b, ack);
  if (b.mode == BBR_PROBE_BW && isNextPhase(tp, b, ack)) bbrAdvanceCycle(tp);
  checkFullBw(b, ack);
  checkDrain(tp, b);
  updateMinRtt(tp, b, ack);
  updateGains(b);
}

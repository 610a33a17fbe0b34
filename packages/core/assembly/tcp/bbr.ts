import { AckState } from './ack_state';
import { bbrLtBwSampling, bbrResetLtBw } from './bbr_lt';
import { bbrBdp, bbrInitPacingRate, bbrMinTsoSegs, bbrQuantization, bbrSetPacingRate } from './bbr_model';
import {
  BBR_PROBE_BW,
  BBR_PROBE_RTT,
  BBR_STARTUP,
  BBR_UNIT,
  Bbr,
  BW_SCALE,
  bbrBw,
  bbrOf,
  bbrSaveCwnd,
  CWND_MIN_TARGET,
  nowUs,
} from './bbr_state';
import { bbrCheckProbeRttDone, bbrUpdateModel, ticks } from './bbr_update';
import { INIT_CWND } from './constants';
import { usToJiffies } from './jiffies';
import { CA_LOSS, CA_RECOVERY, INFINITE_SSTHRESH, PACING_NEEDED, PACING_NONE, Tcp, tcpInFlight } from './tcp';

/**
 * BBR v1 (draft-cardwell-iccrg-bbr-congestion-control-00) in the integer arithmetic of net/ipv4/tcp_bbr.c: the hooks
 * of the congestion control. bbr_update.ts has the estimates and modes, bbr_model.ts what follows from them.
 */

export { Bbr, bbrMinTsoSegs };

/** `bbr_extra_acked_max_us`: the window grows by the aggregation of at most 100 ms. */
const EXTRA_ACKED_MAX_US: u64 = 100000;

/** `bbr_init`, `ageUs` ago. */
export function bbrInit(tp: Tcp, ageUs: u32): void {
  const b = bbrOf(tp);
  memory.fill(tp.ca, 0, offsetof<Bbr>());
  tp.ssthresh = INFINITE_SSTHRESH;
  b.nextRttDelivered = tp.delivered;
  b.minRttUs = tp.minRttUs;
  b.minRttStamp = ticks() - <u32>usToJiffies(ageUs);
  b.mode = BBR_STARTUP;
  bbrInitPacingRate(tp);
  bbrResetLtBw(tp);
  b.ackEpochUs = nowUs();
  if (tp.pacingStatus == PACING_NONE) tp.pacingStatus = PACING_NEEDED;
}

/** `bbr_set_cwnd_to_recover_or_restore`: true if recovery alone sets the window. */
function recoverOrRestore(tp: Tcp, b: Bbr, ack: AckState): bool {
  let cwnd = tp.cwnd;
  if (ack.losses != 0) cwnd = <u32>max<i32>(<i32>cwnd - <i32>ack.losses, 1);
  const prior = b.prevCaState;
  if (tp.caState == CA_RECOVERY && prior != CA_RECOVERY) {
    // The first round of a recovery sends what was delivered, no more.
    b.packetConservation = 1;
    b.nextRttDelivered = tp.delivered;
    cwnd = tcpInFlight(tp) + ack.ackedSacked;
  } else if (prior >= CA_RECOVERY && tp.caState < CA_RECOVERY) {
    cwnd = max(cwnd, b.priorCwnd);
    b.packetConservation = 0;
  }
  b.prevCaState = tp.caState;
  if (b.packetConservation) cwnd = max(cwnd, tcpInFlight(tp) + ack.ackedSacked);
  tp.cwnd = cwnd;
  return b.packetConservation != 0;
}

/** `bbr_ack_aggregation_cwnd`. */
function aggregationCwnd(b: Bbr): u32 {
  if (!b.fullBwReached) return 0;
  const most = <u32>((<u64>bbrBw(b) * EXTRA_ACKED_MAX_US) >> BW_SCALE);
  return min(max(b.extraAcked0, b.extraAcked1), most);
}

/** `bbr_set_cwnd`. */
function setCwnd(tp: Tcp, b: Bbr, ack: AckState): void {
  const acked = ack.ackedSacked;
  if (acked != 0 && !recoverOrRestore(tp, b, ack)) {
    const target = bbrQuantization(tp, bbrBdp(b, bbrBw(b), b.cwndGain) + aggregationCwnd(b));
    let cwnd = tp.cwnd;
    if (b.fullBwReached) cwnd = min(cwnd + acked, target);
    else if (cwnd < target || tp.delivered < INIT_CWND) cwnd += acked;
    tp.cwnd = max(cwnd, CWND_MIN_TARGET);
  }
  if (b.mode == BBR_PROBE_RTT) tp.cwnd = min(tp.cwnd, CWND_MIN_TARGET);
}

/** `bbr_main`. */
export function bbrMain(tp: Tcp, ack: AckState): void {
  const b = bbrOf(tp);
  bbrUpdateModel(tp, ack);
  bbrSetPacingRate(tp, bbrBw(b), b.pacingGain);
  setCwnd(tp, b, ack);
}

/** `bbr_ssthresh`. */
export function bbrSsthresh(tp: Tcp): u32 {
  bbrSaveCwnd(tp);
  return tp.ssthresh;
}

/** `bbr_set_state(TCP_CA_Loss)`. */
export function bbrLoss(tp: Tcp): void {
  const b = bbrOf(tp);
  b.prevCaState = CA_LOSS;
  b.fullBw = 0;
  // A timeout counts as the end of a round.
  b.roundStart = 1;
  bbrLtBwSampling(tp, 1, 0);
}

/** `bbr_undo_cwnd`. */
export function bbrUndo(tp: Tcp): u32 {
  const b = bbrOf(tp);
  b.fullBw = 0;
  b.fullBwCount = 0;
  bbrResetLtBw(tp);
  return tp.cwnd;
}

/** `bbr_cwnd_event_tx_start`. */
export function bbrTxStart(tp: Tcp): void {
  if (tp.appLimited == 0) return;
  const b = bbrOf(tp);
  b.idleRestart = 1;
  b.ackEpochUs = nowUs();
  b.ackEpochAcked = 0;
  if (b.mode == BBR_PROBE_BW) bbrSetPacingRate(tp, bbrBw(b), BBR_UNIT);
  else if (b.mode == BBR_PROBE_RTT) bbrCheckProbeRttDone(tp);
}

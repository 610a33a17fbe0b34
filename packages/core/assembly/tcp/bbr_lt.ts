import { AckState } from './ack_state';
import { bbrRateBytesPerSecond, bbrResetProbeBwMode } from './bbr_model';
import { BBR_PROBE_BW, BBR_SCALE, BBR_UNIT, Bbr, BW_SCALE, bbrOf } from './bbr_state';
import { timestampMs } from './jiffies';
import { Tcp } from './tcp';

/**
 * Token-bucket policers: two long intervals in a row with heavy loss and the same throughput mean that there is one,
 * and BBR sends at that throughput for a while (`bbr_lt_bw_sampling`).
 */

/** `bbr_lt_intvl_min_rtts`: rounds of an interval at least; four times as many at most. */
const LT_MIN_ROUNDS: u32 = 4;
/** `bbr_lt_loss_thresh`: 20 % lost, of 256. */
const LT_LOSS_THRESHOLD: u32 = 50;
/** `bbr_lt_bw_ratio`: two bandwidths agree if they differ by an eighth at most, of 256. */
const LT_BW_RATIO: u32 = BBR_UNIT / 8;
/** `bbr_lt_bw_diff`: or by 4 kbit/s, bytes per second. */
const LT_BW_DIFF: u64 = 4000 / 8;
/** `bbr_lt_bw_max_rtts`: rounds for which the long-term bandwidth is used. */
const LT_BW_MAX_ROUNDS: u32 = 48;

function resetInterval(tp: Tcp, b: Bbr): void {
  // Milliseconds of the clock that is behind the timestamps, so that an interval of 12.5 ms counts as 12 or 13.
  b.ltLastStamp = timestampMs(tp.deliveredAt);
  b.ltLastDelivered = tp.delivered;
  b.ltLastLost = tp.lost;
  b.ltRounds = 0;
}

/** `bbr_reset_lt_bw_sampling`. */
export function bbrResetLtBw(tp: Tcp): void {
  const b = bbrOf(tp);
  b.ltBw = 0;
  b.ltUseBw = 0;
  b.ltIsSampling = 0;
  resetInterval(tp, b);
}

/** `bbr_lt_bw_interval_done`. */
function intervalDone(tp: Tcp, b: Bbr, bw: u32): void {
  if (b.ltBw != 0) {
    const diff = bw > b.ltBw ? bw - b.ltBw : b.ltBw - bw;
    if (
      <u64>diff * BBR_UNIT <= <u64>LT_BW_RATIO * b.ltBw ||
      bbrRateBytesPerSecond(tp, <u64>diff, BBR_UNIT) <= LT_BW_DIFF
    ) {
      b.ltBw = (bw + b.ltBw) >> 1;
      b.ltUseBw = 1;
      b.pacingGain = BBR_UNIT;
      b.ltRounds = 0;
      return;
    }
  }
  b.ltBw = bw;
  resetInterval(tp, b);
}

/** `bbr_lt_bw_sampling`. */
export function bbrLtBwSampling(tp: Tcp, losses: u32, appLimited: u32): void {
  const b = bbrOf(tp);
  if (b.ltUseBw) {
    if (b.mode == BBR_PROBE_BW && b.roundStart && ++b.ltRounds >= LT_BW_MAX_ROUNDS) {
      bbrResetLtBw(tp);
      bbrResetProbeBwMode(tp);
    }
    return;
  }
  // An interval begins with a loss: the policer has just run out of tokens.
  if (!b.ltIsSampling) {
    if (losses == 0) return;
    resetInterval(tp, b);
    b.ltIsSampling = 1;
  }
  if (appLimited) {
    bbrResetLtBw(tp);
    return;
  }
  if (b.roundStart) b.ltRounds++;
  if (b.ltRounds < LT_MIN_ROUNDS) return;
  if (b.ltRounds > 4 * LT_MIN_ROUNDS) {
    bbrResetLtBw(tp);
    return;
  }
  // It ends with one too, for the same reason.
  if (losses == 0) return;
  const lost = tp.lost - b.ltLastLost;
  const delivered = tp.delivered - b.ltLastDelivered;
  if (delivered == 0 || lost << BBR_SCALE < LT_LOSS_THRESHOLD * delivered) return;
  const ms = timestampMs(tp.deliveredAt) - b.ltLastStamp;
  if (<i32>ms < 1) return;
  if (ms >= 0xffffffff / 1000) {
    bbrResetLtBw(tp);
    return;
  }
  intervalDone(tp, b, <u32>(((<u64>delivered) << BW_SCALE) / <u64>(ms * 1000)));
}

/** The part of the sample that the sampling reads. */
export function bbrLtBwSample(tp: Tcp, ack: AckState): void {
  bbrLtBwSampling(tp, ack.losses, ack.appLimited);
}

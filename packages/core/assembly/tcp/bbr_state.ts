import { state } from '../state';
import { CA_RECOVERY, Tcp } from './tcp';

/** The state of BBRv1 (`struct bbr` of net/ipv4/tcp_bbr.c) and its numbers. */

export const BBR_STARTUP: u32 = 0;
export const BBR_DRAIN: u32 = 1;
export const BBR_PROBE_BW: u32 = 2;
export const BBR_PROBE_RTT: u32 = 3;

/** Bandwidth in segments per µs, times 2^24 (`BW_SCALE`). */
export const BW_SCALE: u32 = 24;
export const BW_UNIT: u64 = 1 << 24;
/** Gains, times 2^8 (`BBR_SCALE`). */
export const BBR_SCALE: u32 = 8;
export const BBR_UNIT: u32 = 256;
/** `bbr_bw_rtts`: rounds of the bandwidth filter. */
export const BW_ROUNDS: u32 = 10;
/** `bbr_min_rtt_win_sec`, s; `bbr_probe_rtt_mode_ms`, ms. */
export const MIN_RTT_WINDOW_S: u32 = 10;
export const PROBE_RTT_MS: u32 = 200;
/** `bbr_pacing_margin_percent`: the rate is a little below the bandwidth, so that the queue stays short. */
export const PACING_MARGIN_PERCENT: u64 = 1;
/** `bbr_high_gain` 2/ln 2, `bbr_drain_gain` its inverse, `bbr_cwnd_gain` 2. */
export const HIGH_GAIN: u32 = (BBR_UNIT * 2885) / 1000 + 1;
export const DRAIN_GAIN: u32 = (BBR_UNIT * 1000) / 2885;
export const CWND_GAIN: u32 = BBR_UNIT * 2;
/** `CYCLE_LEN`, `bbr_cycle_rand`: phases of a gain cycle, and those among which one is drawn to begin with. */
export const CYCLE_LENGTH: u32 = 8;
export const CYCLE_RAND: u32 = 7;
/** `bbr_cwnd_min_target`, segments. */
export const CWND_MIN_TARGET: u32 = 4;
/** `bbr_full_bw_thresh` 1.25 as a fraction, `bbr_full_bw_cnt`. */
export const FULL_BW_NUMERATOR: u64 = 5;
export const FULL_BW_DENOMINATOR: u64 = 4;
export const FULL_BW_COUNT: u32 = 3;

/** `struct bbr`. Bandwidths as above; times in µs, or in ticks where named so. */
@unmanaged
export class Bbr {
  /** Start of the phase of the gain cycle, and of the epoch of ACK aggregation. */
  cycleUs: u64;
  ackEpochUs: u64;
  minRttUs: u32;
  /** When that was measured; end of PROBE_RTT, 0: not yet known. Ticks. */
  minRttStamp: u32;
  probeRttDoneStamp: u32;
  mode: u32;

  /** `minmax`: the three best bandwidths and their rounds. */
  bw0: u32;
  bw0Round: u32;
  bw1: u32;
  bw1Round: u32;
  bw2: u32;
  bw2Round: u32;
  /** Rounds so far, and `tp.delivered` at which this one ends. */
  rounds: u32;
  nextRttDelivered: u32;
  roundStart: u32;

  prevCaState: u32;
  packetConservation: u32;
  idleRestart: u32;
  probeRttRoundDone: u32;

  /** Long-term bandwidth: what a policer lets through. */
  ltIsSampling: u32;
  ltRounds: u32;
  ltUseBw: u32;
  ltBw: u32;
  ltLastDelivered: u32;
  /** ms. */
  ltLastStamp: u32;
  ltLastLost: u32;

  pacingGain: u32;
  cwndGain: u32;
  fullBwReached: u32;
  fullBwCount: u32;
  fullBw: u32;
  cycleIndex: u32;
  hasSeenRtt: u32;
  /** The window before a recovery or PROBE_RTT. */
  priorCwnd: u32;

  /** Segments acknowledged beyond the bandwidth: the largest excess of two windows of five rounds each. */
  extraAcked0: u32;
  extraAcked1: u32;
  extraAckedIndex: u32;
  extraAckedRounds: u32;
  ackEpochAcked: u32;
}

export function bbrOf(tp: Tcp): Bbr {
  return changetype<Bbr>(tp.ca);
}

/** `bbr_max_bw`. */
export function bbrMaxBw(b: Bbr): u32 {
  return b.bw0;
}

/** `bbr_bw`: the long-term bandwidth while a policer is believed to be there. */
export function bbrBw(b: Bbr): u32 {
  return b.ltUseBw ? b.ltBw : b.bw0;
}

/** `bbr_save_cwnd`. */
export function bbrSaveCwnd(tp: Tcp): void {
  const b = bbrOf(tp);
  if (b.prevCaState < CA_RECOVERY && b.mode != BBR_PROBE_RTT) b.priorCwnd = tp.cwnd;
  else b.priorCwnd = max(b.priorCwnd, tp.cwnd);
}

/** `tp->delivered_mstamp`, µs. */
export function deliveredUs(tp: Tcp): u64 {
  return tp.deliveredAt / 1000;
}

/** µs from then to the last delivery, 0 if that was before. */
export function deliveredSince(tp: Tcp, then: u64): u32 {
  const now = deliveredUs(tp);
  return <i64>(now - then) > 0 ? <u32>(now - then) : 0;
}

/** `tcp_mstamp`, µs. */
export function nowUs(): u64 {
  return state.now / 1000;
}

import { rngBelow } from '../rng';
import { state } from '../state';
import {
  BBR_PROBE_BW,
  BBR_SCALE,
  BBR_STARTUP,
  BBR_UNIT,
  Bbr,
  BW_SCALE,
  BW_UNIT,
  bbrBw,
  bbrOf,
  CYCLE_LENGTH,
  CYCLE_RAND,
  deliveredUs,
  HIGH_GAIN,
  PACING_MARGIN_PERCENT,
} from './bbr_state';
import { GSO_MAX_SIZE, INIT_CWND, PACING_SHIFT } from './constants';
import { pacingRate, setPacingRate } from './pacing';
import { Tcp } from './tcp';

/** What BBR derives from its estimates: rates, bursts, bandwidth-delay products, and the phase of the gain cycle. */

/** `bbr_min_rtt_us` when there was no RTT yet. */
const NO_RTT: u32 = 0xffffffff;
/** Below this rate a burst may be one segment (`bbr_min_tso_rate` 1.2 Mbit/s), bytes per second. */
const MIN_TSO_RATE: u64 = 1200000 / 8;
/** `bbr_tso_segs_goal`: at most 127 segments. */
const MAX_TSO_SEGS: u32 = 127;

/** `bbr_rate_bytes_per_sec`. */
export function bbrRateBytesPerSecond(tp: Tcp, bw: u64, gain: u32): u64 {
  let rate = bw * tp.mss * gain;
  rate >>= BBR_SCALE;
  rate *= (1000000 / 100) * (100 - PACING_MARGIN_PERCENT);
  return rate >> BW_SCALE;
}

/** `bbr_init_pacing_rate_from_rtt`: the window per RTT, or per ms before the first RTT. */
export function bbrInitPacingRate(tp: Tcp): void {
  let rttUs: u32 = 1000;
  if (tp.srttUs != 0) {
    rttUs = max<u32>(tp.srttUs >> 3, 1);
    bbrOf(tp).hasSeenRtt = 1;
  }
  const bw = <u32>((<u64>tp.cwnd * BW_UNIT) / rttUs);
  setPacingRate(tp, bbrRateBytesPerSecond(tp, <u64>bw, HIGH_GAIN));
}

/** `bbr_set_pacing_rate`: in STARTUP the rate never falls. */
export function bbrSetPacingRate(tp: Tcp, bw: u32, gain: u32): void {
  const b = bbrOf(tp);
  const rate = bbrRateBytesPerSecond(tp, <u64>bw, gain);
  if (!b.hasSeenRtt && tp.srttUs != 0) bbrInitPacingRate(tp);
  if (b.fullBwReached || rate > pacingRate(tp)) setPacingRate(tp, rate);
}

export function bbrMinTsoSegs(tp: Tcp): u32 {
  return pacingRate(tp) < MIN_TSO_RATE ? 1 : 2;
}

/** `bbr_tso_segs_goal`. */
function tsoSegsGoal(tp: Tcp): u32 {
  const bytes = <u32>min<u64>(pacingRate(tp) >> PACING_SHIFT, GSO_MAX_SIZE);
  return min(max(bytes / tp.mss, bbrMinTsoSegs(tp)), MAX_TSO_SEGS);
}

/** `bbr_bdp`: segments in flight at this bandwidth and the least RTT, times the gain. */
export function bbrBdp(b: Bbr, bw: u32, gain: u32): u32 {
  if (b.minRttUs == NO_RTT) return INIT_CWND;
  const w = <u64>bw * b.minRttUs;
  return <u32>((((w * gain) >> BBR_SCALE) + BW_UNIT - 1) >> BW_SCALE);
}

/** `bbr_quantization_budget`: three bursts more, an even number, and room to probe in the first phase. */
export function bbrQuantization(tp: Tcp, cwnd: u32): u32 {
  const b = bbrOf(tp);
  let budget = (cwnd + 3 * tsoSegsGoal(tp) + 1) & ~1;
  if (b.mode == BBR_PROBE_BW && b.cycleIndex == 0) budget += 2;
  return budget;
}

/** `bbr_inflight`. */
export function bbrInflight(tp: Tcp, bw: u32, gain: u32): u32 {
  return bbrQuantization(tp, bbrBdp(bbrOf(tp), bw, gain));
}

/** `bbr_packets_in_net_at_edt`: what will be in flight when the next skb leaves. */
export function bbrInNetAtEdt(tp: Tcp, inFlight: u32): u32 {
  const b = bbrOf(tp);
  const us = tp.wstampNs > state.now ? (tp.wstampNs - state.now) / 1000 : 0;
  const delivered = <u32>((<u64>bbrBw(b) * us) >> BW_SCALE);
  const then = b.pacingGain > BBR_UNIT ? inFlight + tsoSegsGoal(tp) : inFlight;
  return delivered >= then ? 0 : then - delivered;
}

/** `bbr_advance_cycle_phase`. */
export function bbrAdvanceCycle(tp: Tcp): void {
  const b = bbrOf(tp);
  b.cycleIndex = (b.cycleIndex + 1) & (CYCLE_LENGTH - 1);
  b.cycleUs = deliveredUs(tp);
}

/** `bbr_reset_probe_bw_mode`: begins the cycle in a random phase, but not in the one that drains. */
export function bbrResetProbeBwMode(tp: Tcp): void {
  const b = bbrOf(tp);
  b.mode = BBR_PROBE_BW;
  b.cycleIndex = CYCLE_LENGTH - 1 - rngBelow(tp.flow.rng, CYCLE_RAND);
  bbrAdvanceCycle(tp);
}

/** `bbr_reset_mode`. */
export function bbrResetMode(tp: Tcp): void {
  const b = bbrOf(tp);
  if (b.fullBwReached) bbrResetProbeBwMode(tp);
  else b.mode = BBR_STARTUP;
}

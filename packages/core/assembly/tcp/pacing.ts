import { afterSleep } from '../clock';
import { TIMER_PACING } from '../events/kinds';
import { timerSet } from '../events/timer';
import { NEVER, state } from '../state';
import { INIT_CWND, PACING_CA_RATIO, PACING_SS_RATIO } from './constants';
import { writeXmit } from './output';
import { retransmitLost } from './retransmit';
import { PACING_NEEDED, PACING_NONE, Tcp, tcpInFlight } from './tcp';

/**
 * Pacing: the rate, the time at which the next skb may leave, and the timer of a socket that paces itself.
 * A CUBIC or Reno sender is paced only by sch_fq; otherwise its rate serves TSO sizes and TSQ.
 */

/** `tcp_update_pacing_rate`: twice the window per RTT in slow start, 1.2 times after it, bytes per second. */
export function updatePacingRate(tp: Tcp): void {
  let rate = <u64>tp.mss * ((1000000 / 100) << 3);
  rate *= tp.cwnd < tp.ssthresh / 2 ? PACING_SS_RATIO : PACING_CA_RATIO;
  rate *= <u64>max(tp.cwnd, tp.packetsOut);
  tp.rateBytes = rate;
  tp.rateUs = tp.srttUs;
}

/** `sk_pacing_rate`, bytes per second. Most rates are replaced before anybody asks, so the division waits until then. */
export function pacingRate(tp: Tcp): u64 {
  if (tp.rateUs != 0) setPacingRate(tp, tp.rateBytes / <u64>tp.rateUs);
  return tp.rateBytes;
}

export function setPacingRate(tp: Tcp, rate: u64): void {
  tp.rateBytes = rate;
  tp.rateUs = 0;
}

/** Is `pacingRate` at least `least` bytes per second? Without a division. */
export function pacingRateReaches(tp: Tcp, least: u64): bool {
  return tp.rateBytes >= (tp.rateUs == 0 ? least : least * <u64>tp.rateUs);
}

/**
 * `tcp_update_skb_after_send`: the next skb leaves when this one has been sent at the pacing rate. Time by which this
 * one was late is credited, up to half of its own.
 */
export function pacingAfterSend(tp: Tcp, bytes: u32, priorWstamp: u64): void {
  if (tp.pacingStatus == PACING_NONE || pacingRate(tp) == 0 || tp.dataSegsOut < INIT_CWND) return;
  const length = (<u64>bytes * 1000000000) / pacingRate(tp);
  tp.wstampNs += length - min(tp.wstampNs - priorWstamp, length / 2);
}

/** `tcp_pacing_check`: true when a socket that paces itself must wait; its timer will restart the output. */
export function pacingHolds(tp: Tcp): bool {
  if (tp.pacingStatus != PACING_NEEDED || tp.wstampNs <= state.now) return false;
  const timer = tp.flow.timer(TIMER_PACING);
  if (timer.due == NEVER) timerSet(timer, afterSleep(tp.wstampNs), TIMER_PACING, changetype<usize>(tp.flow));
  return true;
}

/** `tcp_pacing_delay`: time until the next skb may leave, ns. */
export function pacingDelay(tp: Tcp): u64 {
  return tp.wstampNs > state.now ? tp.wstampNs - state.now : 0;
}

/** `tcp_tsq_write`: what the pacing timer and the TSQ tasklet restart. */
export function tsqWrite(tp: Tcp): void {
  if (state.ended) return;
  if (tp.lostOut > tp.retransOut && tp.cwnd > tcpInFlight(tp)) retransmitLost(tp);
  writeXmit(tp, 0, 0);
}

import { PACING_CA_RATIO, PACING_SS_RATIO } from './constants';
import { Tcp } from './tcp';

/**
 * `tcp_update_pacing_rate`: twice the window per RTT in slow start, 1.2 times after it, bytes per second.
 * Nothing enforces it here but TSO sizes and TSQ: a CUBIC or Reno sender is paced only by sch_fq.
 */
export function updatePacingRate(tp: Tcp): void {
  let rate = <u64>tp.mss * ((1000000 / 100) << 3);
  rate *= tp.cwnd < tp.ssthresh / 2 ? PACING_SS_RATIO : PACING_CA_RATIO;
  rate *= <u64>max(tp.cwnd, tp.packetsOut);
  if (tp.srttUs != 0) rate /= <u64>tp.srttUs;
  tp.pacingRate = rate;
}

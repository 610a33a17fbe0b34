import { counters } from '../stats/counters';
import { histogramAdd } from '../stats/histogram';
import { RTO_MAX_NS, RTO_MIN_US, TIMEOUT_INIT_US } from './constants';
import { jiffyNs, jiffyUs, leastUs, usToJiffies } from './jiffies';
import { after } from './seq';
import { Tcp } from './tcp';

/**
 * `tcp_rtt_estimator`: RFC 6298 with the changes of Linux: the variation is the largest deviation of the last RTT,
 * rises at once, falls slowly, and is never below 200 ms (`TCP_RTO_MIN`).
 */
export function rttEstimate(tp: Tcp, rttUs: u32): void {
  let m = <i32>rttUs;
  let srtt = tp.srttUs;
  if (srtt != 0) {
    m -= <i32>(srtt >> 3);
    srtt += m;
    if (m < 0) {
      m = -m;
      m -= <i32>(tp.mdevUs >> 2);
      // A falling RTT raises the deviation only slowly (Eifel).
      if (m > 0) m >>= 3;
    } else {
      m -= <i32>(tp.mdevUs >> 2);
    }
    tp.mdevUs += m;
    if (tp.mdevUs > tp.mdevMaxUs) {
      tp.mdevMaxUs = tp.mdevUs;
      if (tp.mdevMaxUs > tp.rttvarUs) tp.rttvarUs = tp.mdevMaxUs;
    }
    if (after(tp.sndUna, tp.rttSeq)) {
      if (tp.mdevMaxUs < tp.rttvarUs) tp.rttvarUs -= (tp.rttvarUs - tp.mdevMaxUs) >> 2;
      tp.rttSeq = tp.sndNxt;
      tp.mdevMaxUs = RTO_MIN_US;
    }
  } else {
    srtt = rttUs << 3;
    tp.mdevUs = rttUs << 1;
    tp.rttvarUs = max(tp.mdevUs, RTO_MIN_US);
    tp.mdevMaxUs = tp.rttvarUs;
    tp.rttSeq = tp.sndNxt;
  }
  tp.srttUs = max(1, srtt);
}

/** `tcp_set_rto`: in whole ticks. */
export function setRto(tp: Tcp): void {
  const us = tp.srttUs == 0 ? TIMEOUT_INIT_US : (tp.srttUs >> 3) + tp.rttvarUs;
  if (us - tp.rtoFrom < jiffyUs()) return;
  const ticks = usToJiffies(us);
  tp.rtoNs = min(ticks * jiffyNs(), RTO_MAX_NS);
  tp.rtoFrom = leastUs(ticks);
}

/** One measurement of the flow's RTT: estimator, minimum, statistics. `caRttUs` is that of the latest segment. */
export function rttSample(tp: Tcp, seqRttUs: i64, caRttUs: i64): void {
  if (caRttUs >= 0) {
    const us: u32 = caRttUs == 0 ? 1 : <u32>caRttUs;
    if (us < tp.minRttUs) tp.minRttUs = us;
  }
  rttEstimate(tp, <u32>seqRttUs);
  setRto(tp);
  tp.backoff = 0;
  histogramAdd(counters.rtt, <u64>seqRttUs * 1000, 1);
}

import { config } from '../config';
import { state } from '../state';
import { GSO_MAX_SIZE } from './constants';
import { cubeRoot } from './cube_root';
import { additiveIncrease, slowStart } from './cwnd';
import { jiffiesAt, jiffiesNow, usToJiffies } from './jiffies';
import { pacingRate } from './pacing';
import { after } from './seq';
import { PACING_NONE, Tcp, tcpInSlowStart, tcpIsCwndLimited, toUs } from './tcp';

/**
 * CUBIC (RFC 9438) in the integer arithmetic of net/ipv4/tcp_cubic.c, with HyStart.
 * Times of the curve are in units of 2^-10 s (`BICTCP_HZ`), counted in ticks of the kernel.
 */

/** Multiplicative decrease 717/1024 = 0.70 (β, RFC 9438 §4.6). */
const BETA: u32 = 717;
const BETA_SCALE: u32 = 1024;
/** C = 0.4 (RFC 9438 §5): `bic_scale` 41 · 10 / 1024. */
const BIC_SCALE: u64 = 41;
const RTT_SCALE: u64 = BIC_SCALE * 10;
/** 2^(10 + 3·10) / (bic_scale · 10): turns a distance in segments into a time cubed. */
const CUBE_FACTOR: u64 = ((<u64>1) << 40) / (BIC_SCALE * 10);
/** 8·(1024 + β)/3/(1024 − β): ACKs per segment of the Reno-friendly estimate (RFC 9438 §4.3). */
const BETA_FRIENDLY_SCALE: u32 = (8 * (BETA_SCALE + BETA)) / 3 / (BETA_SCALE - BETA);

/** HyStart (RFC 9406 names the idea; constants of tcp_cubic.c). Times in µs. */
const HYSTART_LOW_WINDOW: u32 = 16;
const HYSTART_ACK_DELTA_US: u32 = 2000;
const HYSTART_MIN_SAMPLES: u32 = 8;
const HYSTART_DELAY_MIN_US: u32 = 4000;
const HYSTART_DELAY_MAX_US: u32 = 16000;

/** `struct bictcp`. */
@unmanaged
export class Cubic {
  cnt: u32;
  lastMaxCwnd: u32;
  lastCwnd: u32;
  lastTime: u32;
  originPoint: u32;
  k: u32;
  delayMin: u32;
  /** Tick at which the curve began; 0: it begins with the next ACK. */
  epochStart: u32;
  ackCnt: u32;
  tcpCwnd: u32;
  sampleCnt: u32;
  found: u32;
  roundStart: u32;
  endSeq: u32;
  lastAck: u32;
  currRtt: u32;
}

function cubic(tp: Tcp): Cubic {
  return changetype<Cubic>(tp.ca);
}

/** `tcp_jiffies32`; starts above 0, which means "no epoch". */
function ticks(): u32 {
  return <u32>jiffiesNow() + 1000;
}

/** `bictcp_reset`, `cubictcp_init`. */
export function cubicInit(tp: Tcp): void {
  memory.fill(tp.ca, 0, offsetof<Cubic>());
  if (config.hystart) hystartReset(tp);
}

export function cubicReset(tp: Tcp): void {
  cubicInit(tp);
}

/** `bictcp_update`: how many ACKs make one segment, from the distance to the curve. */
function update(ca: Cubic, cwnd: u32, acked: u32): void {
  ca.ackCnt += acked;
  const now = ticks();
  // At most once per 1/32 s while the window does not move.
  if (ca.lastCwnd == cwnd && now - ca.lastTime <= config.hz / 32) return;
  // The curve is computed once per tick; within one, only the Reno-friendly estimate follows.
  if (!(ca.epochStart != 0 && now == ca.lastTime)) {
    ca.lastCwnd = cwnd;
    ca.lastTime = now;
    if (ca.epochStart == 0) {
      ca.epochStart = now;
      ca.ackCnt = acked;
      ca.tcpCwnd = cwnd;
      if (ca.lastMaxCwnd <= cwnd) {
        ca.k = 0;
        ca.originPoint = cwnd;
      } else {
        ca.k = cubeRoot(CUBE_FACTOR * <u64>(ca.lastMaxCwnd - cwnd));
        ca.originPoint = ca.lastMaxCwnd;
      }
    }
    // Elapsed time plus the smallest RTT: the window one RTT ahead.
    const elapsed = <u64>(now - ca.epochStart) + usToJiffies(ca.delayMin);
    const t = (elapsed << 10) / <u64>config.hz;
    const below = t < ca.k;
    const offs = below ? <u64>ca.k - t : t - <u64>ca.k;
    const delta = <u32>((RTT_SCALE * offs * offs * offs) >> 40);
    const target = below ? ca.originPoint - delta : ca.originPoint + delta;
    if (target > cwnd) ca.cnt = cwnd / (target - cwnd);
    else ca.cnt = 100 * cwnd;
    // Before the first loss the curve has no maximum to aim at: at least 5 % per RTT.
    if (ca.lastMaxCwnd == 0 && ca.cnt > 20) ca.cnt = 20;
  }
  // Reno-friendly region.
  const perSegment = (cwnd * BETA_FRIENDLY_SCALE) >> 3;
  while (ca.ackCnt > perSegment) {
    ca.ackCnt -= perSegment;
    ca.tcpCwnd++;
  }
  if (ca.tcpCwnd > cwnd) {
    const maxCnt = cwnd / (ca.tcpCwnd - cwnd);
    if (ca.cnt > maxCnt) ca.cnt = maxCnt;
  }
  // Never faster than 1.5 × per RTT.
  if (ca.cnt < 2) ca.cnt = 2;
}

/** `cubictcp_cong_avoid`. */
export function cubicAvoid(tp: Tcp, acked: u32): void {
  if (!tcpIsCwndLimited(tp)) return;
  let left = acked;
  if (tcpInSlowStart(tp)) {
    left = slowStart(tp, left);
    if (left == 0) return;
  }
  const ca = cubic(tp);
  update(ca, tp.cwnd, left);
  additiveIncrease(tp, ca.cnt, left);
}

/** `cubictcp_recalc_ssthresh`, with fast convergence (RFC 9438 §4.7). */
export function cubicSsthresh(tp: Tcp): u32 {
  const ca = cubic(tp);
  ca.epochStart = 0;
  if (tp.cwnd < ca.lastMaxCwnd) ca.lastMaxCwnd = (tp.cwnd * (BETA_SCALE + BETA)) / (2 * BETA_SCALE);
  else ca.lastMaxCwnd = tp.cwnd;
  return max((tp.cwnd * BETA) / BETA_SCALE, 2);
}

/** `cubictcp_cwnd_event(CA_EVENT_TX_START)`: an idle time does not count on the curve. */
export function cubicTxStart(tp: Tcp, lastSent: u64): void {
  const ca = cubic(tp);
  const delta = <i32>(ticks() - (<u32>jiffiesAt(lastSent) + 1000));
  if (ca.epochStart != 0 && delta > 0) {
    ca.epochStart += delta;
    if (after(ca.epochStart, ticks())) ca.epochStart = ticks();
  }
}

function hystartReset(tp: Tcp): void {
  const ca = cubic(tp);
  ca.roundStart = <u32>toUs(state.now);
  ca.lastAck = ca.roundStart;
  ca.endSeq = tp.sndNxt;
  ca.currRtt = 0xffffffff;
  ca.sampleCnt = 0;
}

/** `hystart_ack_delay`: time that the wire needs for four of the largest bursts at the pacing rate, at most 1 ms. */
function ackDelay(tp: Tcp): u32 {
  if (pacingRate(tp) == 0) return 0;
  return <u32>min<u64>(1000, (<u64>GSO_MAX_SIZE * 4 * 1000000) / pacingRate(tp));
}

/** `hystart_update`: leave slow start when the ACK train is half an RTT long, or when the RTT has grown. */
function hystartUpdate(tp: Tcp, delay: u32): void {
  const ca = cubic(tp);
  // Rounds are counted from the start, even while the window is too small to judge them.
  if (after(tp.sndUna, ca.endSeq)) hystartReset(tp);
  if (tp.cwnd < HYSTART_LOW_WINDOW) return;
  const now = <u32>toUs(state.now);
  if (<i32>(now - ca.lastAck) <= <i32>HYSTART_ACK_DELTA_US) {
    ca.lastAck = now;
    let threshold = ca.delayMin + ackDelay(tp);
    if (tp.pacingStatus == PACING_NONE) threshold >>= 1;
    if (<i32>(now - ca.roundStart) > <i32>threshold) {
      ca.found = 1;
      tp.ssthresh = tp.cwnd;
    }
  }
  if (ca.currRtt > delay) ca.currRtt = delay;
  if (ca.sampleCnt < HYSTART_MIN_SAMPLES) {
    ca.sampleCnt++;
    return;
  }
  const margin = min(max(ca.delayMin >> 3, HYSTART_DELAY_MIN_US), HYSTART_DELAY_MAX_US);
  if (ca.currRtt > ca.delayMin + margin) {
    ca.found = 1;
    tp.ssthresh = tp.cwnd;
  }
}

/** `cubictcp_acked`; `rttUs` < 0: this ACK gave no sample. */
export function cubicAcked(tp: Tcp, rttUs: i64): void {
  if (rttUs < 0) return;
  const ca = cubic(tp);
  // Right after a loss the RTT may still be that of the full queue.
  if (ca.epochStart != 0 && <i32>(ticks() - ca.epochStart) < <i32>config.hz) return;
  const delay: u32 = rttUs == 0 ? 1 : <u32>rttUs;
  if (ca.delayMin == 0 || ca.delayMin > delay) ca.delayMin = delay;
  if (!ca.found && config.hystart && tcpInSlowStart(tp)) hystartUpdate(tp, delay);
}

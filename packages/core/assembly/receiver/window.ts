import { config } from '../config';
import { state } from '../state';
import { timestampMs } from '../tcp/jiffies';
import { before } from '../tcp/seq';
import { toUs } from '../tcp/tcp';
import {
  CORE_RMEM_MAX,
  DEFAULT_SCALING_RATIO,
  DELACK_MAX_DIVISOR,
  DELACK_MIN_DIVISOR,
  INIT_CWND,
  MSS_DEFAULT,
  RCVBUF_LOW_RTT_US,
  RMEM_DEFAULT,
} from './constants';
import { Receiver } from './receiver';

/** The window that the receiver offers, and how it grows: buffer size, `rcv_ssthresh`, dynamic right-sizing. */

/** `tcp_win_from_space`. */
function winFromSpace(rcv: Receiver, space: i64): i64 {
  return (space * <i64>rcv.scalingRatio) >> 8;
}

/** `tcp_space_from_win`. */
function spaceFromWin(rcv: Receiver, window: u64): u64 {
  return (window << 8) / <u64>rcv.scalingRatio;
}

/** `tcp_space`: window that the free part of the buffer allows. */
function space(rcv: Receiver): i64 {
  return winFromSpace(rcv, <i64>rcv.rcvbuf - <i64>rcv.queuedMem - <i64>rcv.oooMem);
}

/** `tcp_select_initial_window`, `tcp_init_buffer_space`: state after the handshake. */
export function windowInit(rcv: Receiver, mss: u32): void {
  rcv.advmss = mss;
  rcv.leastAto = config.hz / DELACK_MIN_DIVISOR;
  rcv.mostAto = config.hz / DELACK_MAX_DIVISOR;
  // Whatever `tcp_rmem[2]` is: that only bounds what the buffer grows to (`tcp_init_sock`, `tcp_rcvbuf_grow`).
  rcv.rcvbuf = RMEM_DEFAULT;
  rcv.scalingRatio = DEFAULT_SCALING_RATIO;
  const full = <u32>winFromSpace(rcv, rcv.rcvbuf);
  rcv.rcvWnd = full > mss ? (full / mss) * mss : full;
  const most = max(max(config.rmem, CORE_RMEM_MAX), full);
  const log2 = 31 - clz<u32>(most);
  rcv.windowScale = log2 <= 15 ? 0 : min(log2 - 15, 14);
  rcv.windowClamp = full;
  // One segment is held in reserve.
  if (rcv.windowClamp > 2 * mss && rcv.windowClamp + mss > full) {
    rcv.windowClamp = max(2 * mss, full - mss);
  }
  rcv.rcvSsthresh = min(rcv.rcvWnd, rcv.windowClamp);
  rcv.spaceBytes = min(rcv.rcvWnd, INIT_CWND * mss);
  rcv.spaceTime = state.now;
  // tcp_initialize_rcv_mss
  rcv.rcvMss = max(min(min(mss, rcv.rcvWnd / 2), MSS_DEFAULT), 88);
}

/** `tcp_receive_window`: what is left of the last offer. */
export function receiveWindow(rcv: Receiver): u32 {
  const left = <i32>(rcv.rcvWup + rcv.rcvWnd - rcv.rcvNxt);
  return left < 0 ? 0 : <u32>left;
}

/** `__tcp_select_window`: what we could offer now. */
export function offer(rcv: Receiver): u32 {
  let free = space(rcv);
  const full = min(winFromSpace(rcv, rcv.rcvbuf), <i64>rcv.windowClamp);
  let mss = <i64>rcv.rcvMss;
  if (mss > full) mss = full;
  if (mss <= 0) return 0;
  const unit = (<i64>1) << rcv.windowScale;
  if (free < full >> 1) {
    rcv.quick = 0;
    free &= -unit;
    if (free < full >> 4 || free < mss) return 0;
  }
  if (free > <i64>rcv.rcvSsthresh) free = rcv.rcvSsthresh;
  if (rcv.windowScale != 0) return <u32>((free + unit - 1) & -unit);
  // Without scaling: keep the old window unless it moves by an MSS.
  const old = <i64>rcv.rcvWnd;
  if (old <= free - mss || old > free) return <u32>((free / mss) * mss);
  return <u32>old;
}

/** `tcp_select_window`: fixes the window of an ACK that leaves now, where `window` is what we could offer. */
export function selectWindow(rcv: Receiver, window: u32): u32 {
  const current = receiveWindow(rcv);
  // What was offered is never taken back.
  if (window < current) {
    const unit = (<u32>1) << rcv.windowScale;
    window = (current + unit - 1) & ~(unit - 1);
  }
  rcv.rcvWnd = window;
  rcv.rcvWup = rcv.rcvNxt;
  return window & ~(((<u32>1) << rcv.windowScale) - 1);
}

/** `tcp_measure_rcv_mss`, the part about the buffer: how much of `truesize` is payload. */
export function updateScalingRatio(rcv: Receiver, payload: u32, truesize: u32): void {
  const ratio = max(<u32>min<u64>(((<u64>payload) << 8) / <u64>truesize, 255), 1);
  if (ratio == rcv.scalingRatio) return;
  rcv.scalingRatio = ratio;
  rcv.windowClamp = <u32>winFromSpace(rcv, rcv.rcvbuf);
  rcv.spaceBytes = min(rcv.spaceBytes, rcv.windowClamp);
}

/** `__tcp_grow_window`: an skb with much overhead lets the window grow only while it is small. */
function growSlowly(rcv: Receiver, payload: u32, truesize: u32): u32 {
  let cost = <u32>winFromSpace(rcv, truesize) >> 1;
  let window = <u32>winFromSpace(rcv, config.rmem) >> 1;
  while (rcv.rcvSsthresh <= window) {
    if (cost <= payload) return 2 * rcv.rcvMss;
    cost >>= 1;
    window >>= 1;
  }
  return 0;
}

/** `tcp_grow_window`: each good segment opens the window by at least two, up to the clamp. */
export function growWindow(rcv: Receiver, payload: u32, truesize: u32): void {
  if (rcv.rcvSsthresh < rcv.windowClamp) growBelowClamp(rcv, payload, truesize);
}

/** Does the window still grow? It stands at its clamp, or at what the buffer leaves. */
export function windowGrows(rcv: Receiver): bool {
  return rcv.rcvSsthresh < rcv.windowClamp && <i64>rcv.rcvSsthresh < space(rcv);
}

function growBelowClamp(rcv: Receiver, payload: u32, truesize: u32): void {
  const room = min(<i64>rcv.windowClamp, space(rcv)) - <i64>rcv.rcvSsthresh;
  if (room <= 0) return;
  let increase: u32;
  if (winFromSpace(rcv, truesize) <= <i64>payload) increase = 2 * rcv.advmss;
  else increase = growSlowly(rcv, payload, truesize);
  if (increase == 0) return;
  increase = max(increase, 2 * payload);
  rcv.rcvSsthresh += <u32>min(room, <i64>increase);
  rcv.quick |= 1;
}

/** `tcp_rcv_rtt_update`: seeks the minimum; `windowDependent` for the estimate without timestamps. */
function rttUpdate(rcv: Receiver, us: u32, windowDependent: bool): void {
  const old = rcv.rttUs8;
  const scaled = us << 3;
  if (old == 0 || (scaled < old && (windowDependent || !config.oldTuning))) {
    rcv.rttUs8 = scaled;
    return;
  }
  // A larger sample counts only from a timestamp, and only if the application keeps up.
  if (windowDependent || (rcv.rcvNxt != rcv.copiedSeq && !config.oldTuning)) return;
  rcv.rttUs8 = old - (old >> 3) + us;
}

/** `tcp_rcv_rtt_measure`: the time in which one window arrives. */
export function rttMeasure(rcv: Receiver): void {
  if (rcv.rttTime == 0 || !before(rcv.rcvNxt, rcv.rttSeq)) windowArrived(rcv);
}

function windowArrived(rcv: Receiver): void {
  if (rcv.rttTime != 0) rttUpdate(rcv, max<u32>(<u32>toUs(state.now - rcv.rttTime), 1), true);
  rcv.rttSeq = rcv.rcvNxt + rcv.rcvWnd;
  rcv.rttTime = max<u64>(state.now, 1);
}

/** `tcp_rcv_rtt_measure_ts`: from the echoed timestamp, in whole ms. */
export function rttMeasureTs(rcv: Receiver, tsecr: u32, payload: u32): void {
  if (tsecr != rcv.lastTsecr && tsecr != 0) newEcho(rcv, tsecr, payload);
}

function newEcho(rcv: Receiver, tsecr: u32, payload: u32): void {
  rcv.lastTsecr = tsecr;
  if (payload < rcv.rcvMss) return;
  let delta = timestampMs(state.now) - tsecr;
  // Up to 6.12 nothing is shorter than a step of the clock.
  if (delta == 0) delta = config.oldTuning;
  // On a path of less than the clock's step only the estimate by windows is left.
  if (delta != 0 && delta < 0x7fffffff / 1000) rttUpdate(rcv, delta * 1000, false);
}

/** `tcp_rcv_space_adjust` of 6.12: twice what was read, and a cushion; twice the growth on top, however short the path. */
function growBuffer612(rcv: Receiver, bytes: u32): void {
  const old = max<u64>(rcv.spaceBytes, 1);
  rcv.spaceBytes = bytes;
  let window = ((<u64>bytes) << 1) + 16 * <u64>rcv.advmss;
  window += (2 * window * (<u64>bytes - old)) / old;
  setBuffer(rcv, window);
}

/** `tcp_rcvbuf_grow`: room for what the sender may send in the RTT that follows. */
export function growBuffer(rcv: Receiver, bytes: u32): void {
  if (config.oldTuning) {
    if (bytes > rcv.spaceBytes) growBuffer612(rcv, bytes);
    return;
  }
  const old = max<u64>(rcv.spaceBytes, 1);
  rcv.spaceBytes = bytes;
  let window = (<u64>bytes) << 1;
  const rttUs = <u64>(rcv.rttUs8 >> 3);
  // Slow start doubles the rate: twice the growth on top. On short paths that would only waste memory.
  if (rttUs >= RCVBUF_LOW_RTT_US) window += (2 * window * (<u64>bytes - old)) / old;
  else window += (window * rttUs) / RCVBUF_LOW_RTT_US;
  const last = rcv.oooTail;
  if (last != null) window += <u64>(last.end - rcv.rcvNxt);
  setBuffer(rcv, window);
}

function setBuffer(rcv: Receiver, window: u64): void {
  const buffer = <u32>min<u64>(spaceFromWin(rcv, window), <u64>config.rmem);
  if (buffer > rcv.rcvbuf) {
    rcv.steady = 0;
    rcv.rcvbuf = buffer;
    rcv.windowClamp = <u32>winFromSpace(rcv, buffer);
  }
}

/**
 * `tcp_rcv_space_adjust`: once per RTT, when the application has copied the first `payload` bytes of those that wait.
 * What still waits then does not count as read.
 */
export function adjustSpace(rcv: Receiver, payload: u32): void {
  // Whole µs are fewer than `rtt` as long as ns are fewer than 1000 of them.
  const rtt = <u64>(rcv.rttUs8 >> 3);
  if (rcv.rttUs8 != 0 && state.now - rcv.spaceTime >= rtt * 1000) rttPassed(rcv, payload);
}

function rttPassed(rcv: Receiver, payload: u32): void {
  const read = rcv.copiedSeq + payload;
  let bytes = <i32>(read - rcv.spaceSeq);
  if (!config.oldTuning) bytes -= <i32>(rcv.rcvNxt - read);
  if (bytes > <i32>rcv.spaceBytes) growBuffer(rcv, <u32>bytes);
  rcv.spaceSeq = read;
  rcv.spaceTime = state.now;
}

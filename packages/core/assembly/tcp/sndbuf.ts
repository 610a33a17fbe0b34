import { streamMayWrite } from '../app/streams';
import { config } from '../config';
import { state } from '../state';
import { congestionSndbufExpand } from './congestion';
import { GSO_LEGACY_MAX_SIZE, MAX_TCP_HEADER, SK_BUFF_SIZE, SKB_SHARED_INFO, TCP_REORDERING } from './constants';
import { rtxTail } from './queue';
import { TcpSkb } from './skb';
import { Tcp, tcpInFlight } from './tcp';

/** The send buffer: how much the application may write ahead, and how that follows the window. */

/** `tcp_sndbuf_expand`: twice the window in real memory, three times for BBR. */
export function sndbufExpand(tp: Tcp): void {
  // It never shrinks, nor exceeds `tcp_wmem[2]`.
  if (tp.sndbuf == config.wmem) return;
  // roundup_pow_of_two
  const head = tp.mss + 12 + MAX_TCP_HEADER + SKB_SHARED_INFO;
  const perMss = ((<u32>1) << (32 - <u32>clz<u32>(head - 1))) + SK_BUFF_SIZE;
  const segments = max(max(config.initialCwnd, tp.cwnd), max(tp.reordering, TCP_REORDERING) + 1);
  const wanted = <u64>congestionSndbufExpand(tp) * <u64>segments * <u64>perMss;
  if (<u64>tp.sndbuf < wanted) tp.sndbuf = <u32>min<u64>(wanted, <u64>config.wmem);
}

/** `sk_stream_memory_free`. */
export function memoryFree(tp: Tcp): bool {
  return tp.wmemQueued < tp.sndbuf;
}

/** Two of the largest skbs (`SKB_TRUESIZE(GSO_LEGACY_MAX_SIZE)`), bytes: what `tcp_fragment` grants a small buffer. */
const FRAGMENT_ALLOWANCE: u32 = 2 * (GSO_LEGACY_MAX_SIZE + SK_BUFF_SIZE + SKB_SHARED_INFO);

/**
 * `tcp_fragment` refuses to cut an skb that was sent, since both queues hold twice what the send buffer admits, and more
 * (`TCPWqueueTooBig`). The first one and the last one may always be cut.
 */
export function fragmentRefused(tp: Tcp, skb: TcpSkb): bool {
  return tp.wmemQueued >> 1 > tp.sndbuf + FRAGMENT_ALLOWANCE && skb != tp.head && skb != rtxTail(tp);
}

/** `sk_stream_is_writeable`, what select() asks: a third of the buffer is free. */
export function writeable(tp: Tcp): bool {
  return <i64>tp.sndbuf - <i64>tp.wmemQueued >= <i64>(tp.wmemQueued >> 1) && memoryFree(tp);
}

/** `tcp_check_space`: true when a waiting application may write again. */
export function checkSpace(tp: Tcp): bool {
  if (!tp.noSpace) return false;
  // A sender that fills its window needs no larger buffer.
  if (tcpInFlight(tp) < tp.cwnd) {
    sndbufExpand(tp);
    tp.cwndStamp = state.now;
  }
  if (!writeable(tp)) return false;
  tp.noSpace = 0;
  streamMayWrite(tp.flow);
  return true;
}

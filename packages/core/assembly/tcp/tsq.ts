import { config } from '../config';
import { Flow } from '../flow';
import { PENDING_TSQ, state } from '../state';
import { PACING_SHIFT } from './constants';
import { pacingRate, tsqWrite } from './pacing';
import { rtxEmpty } from './queue';
import { TcpSkb } from './skb';
import { Tcp } from './tcp';

/**
 * TCP Small Queues: what a socket may have below itself, counted from transmission to `skb_orphan`.
 * tun orphans on its way into the ring, so TSQ sees what waits in the qdisc and nothing of the ring.
 */

/** `tcp_small_queue_check`: true when output must wait for an orphaned packet. */
export function smallQueueFull(tp: Tcp, skb: TcpSkb, factor: u32): bool {
  let limit = max<u64>(2 * <u64>skb.truesize, pacingRate(tp) >> PACING_SHIFT);
  limit = min<u64>(limit, config.limitOutputBytes) << factor;
  // sk_wmem_alloc counts one for the socket itself.
  if (<u64>tp.wmemAlloc + 1 <= limit) return false;
  // With one skb out at most (tcp_rtx_queue_empty_or_single_skb) no ACK might come to restart the output.
  if (rtxEmpty(tp) || tp.head!.next == tp.sendHead) return false;
  tp.tsqThrottled = 1;
  return true;
}

/** `tcp_wfree`, when the device orphans a packet: `bytes` are returned, and held-back output is scheduled. */
export function tsqRelease(flow: Flow, bytes: u32): void {
  const tp = flow.tcp;
  tp.wmemAlloc -= bytes;
  if (!tp.tsqThrottled || flow.tsqQueued) return;
  // A softirq that keeps calling itself waits for the queues below to drain (the ksoftirqd rule of tcp_wfree):
  // else a packet that a full qdisc drops would restart the output that it came from, for ever.
  if (state.inKsoftirqd && tp.wmemAlloc != 0) return;
  // Output that is held back again before the work runs will be restarted once more after it.
  tp.tsqThrottled = 0;
  flow.tsqQueued = 1;
  flow.tsqNext = state.tsqHead;
  state.tsqHead = changetype<usize>(flow);
  state.pending |= PENDING_TSQ;
}

/**
 * `tcp_tsq_workfn`: lets every scheduled socket send again, the last one first (`list_add`). Sockets that are scheduled
 * meanwhile are the next work's.
 */
export function tsqRun(): void {
  let at = state.tsqHead;
  state.tsqHead = 0;
  while (at != 0) {
    const flow = changetype<Flow>(at);
    at = flow.tsqNext;
    flow.tsqQueued = 0;
    tsqWrite(flow.tcp);
  }
}

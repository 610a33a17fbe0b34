import { Flow } from '../flow';
import { state } from '../state';
import { SKB_OVERHEAD, WRITE_BLOCK } from '../tcp/constants';
import { pushAll, pushOne, pushPending } from '../tcp/output';
import { queueAppend, rtxEmpty } from '../tcp/queue';
import { after } from '../tcp/seq';
import { skbAlloc, TcpSkb } from '../tcp/skb';
import { memoryFree } from '../tcp/sndbuf';
import { Tcp } from '../tcp/tcp';
import { sizeGoal } from '../tcp/tso';

/** iperf3's sender: writes of 128 KiB on a non-blocking socket until the send buffer is full, then waits for room. */

/** `forced_push`: half of the largest window was written since the last push. */
function forcedPush(tp: Tcp): bool {
  return after(tp.writeSeq, tp.pushedSeq + (tp.maxWindow >> 1));
}

/** `tcp_mark_push`. */
function markPush(tp: Tcp, skb: TcpSkb): void {
  skb.push = 1;
  tp.pushedSeq = tp.writeSeq;
}

/** `tcp_push` at the end of a write or when the buffer is full (`all`). */
function push(tp: Tcp, goal: u32, all: bool): void {
  if (tp.sendHead == null) return;
  const tail = tp.tail!;
  markPush(tp, tail);
  // tcp_should_autocork: more data will come before the qdisc has let the previous ones go.
  if (tail.endSeq - tail.seq < goal && !rtxEmpty(tp) && tp.wmemAlloc > tail.truesize) {
    tp.tsqThrottled = 1;
    return;
  }
  if (all) pushAll(tp);
  else pushPending(tp);
}

/** Bytes that the flow may still write. */
function remaining(flow: Flow): u64 {
  if (state.ended || state.now >= flow.stop) return 0;
  return flow.bytes == 0 ? u64.MAX_VALUE : flow.bytes - flow.written;
}

/** `tcp_sendmsg_locked` in a loop, as long as the buffer takes data. */
export function bulkWrite(flow: Flow): void {
  const tp = flow.tcp;
  if (tp.closed || tp.noSpace) return;
  const goal = sizeGoal(tp);
  let block = <u32>min<u64>(WRITE_BLOCK, remaining(flow));
  while (block != 0) {
    let skb: TcpSkb | null = tp.sendHead == null ? null : tp.tail;
    let room = skb == null ? 0 : <i32>goal - <i32>(skb.endSeq - skb.seq);
    if (room <= 0) {
      if (!memoryFree(tp)) {
        tp.noSpace = 1;
        push(tp, goal, true);
        return;
      }
      skb = skbAlloc();
      skb.seq = tp.writeSeq;
      skb.endSeq = tp.writeSeq;
      skb.mss = tp.mss;
      skb.truesize = SKB_OVERHEAD;
      tp.wmemQueued += SKB_OVERHEAD;
      queueAppend(tp, skb);
      room = <i32>goal;
    }
    const copied = min(<u32>room, block);
    skb = tp.tail!;
    skb.endSeq += copied;
    skb.truesize += copied;
    tp.wmemQueued += copied;
    tp.writeSeq += copied;
    flow.written += copied;
    block -= copied;
    if (block == 0) {
      push(tp, goal, false);
      block = <u32>min<u64>(WRITE_BLOCK, remaining(flow));
    } else if (skb.endSeq - skb.seq >= goal) {
      if (forcedPush(tp)) {
        markPush(tp, skb);
        pushAll(tp);
      } else if (skb == tp.sendHead) {
        pushOne(tp);
      }
    }
  }
  // Nothing more will come: the last short segment need not wait for company.
  tp.closed = 1;
  pushAll(tp);
}

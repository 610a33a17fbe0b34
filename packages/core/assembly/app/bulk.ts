import { readClock, tryAgain } from '../clock';
import { Flow, flowAt, STREAM_RUNNING } from '../flow';
import { yields } from '../sched/cpu';
import { CLIENT, sched } from '../sched/state';
import { state } from '../state';
import { SKB_OVERHEAD } from '../tcp/constants';
import { pushAll, pushOne, pushPending } from '../tcp/output';
import { queueAppend, rtxEmpty } from '../tcp/queue';
import { rateCheckAppLimited } from '../tcp/rate';
import { after } from '../tcp/seq';
import { skbAlloc, TcpSkb } from '../tcp/skb';
import { memoryFree, writeable } from '../tcp/sndbuf';
import { Tcp } from '../tcp/tcp';
import { sizeGoal } from '../tcp/tso';
import { nextStream, streamBlocked } from './streams';

/**
 * iperf3's sender: non-blocking sockets, select() over all of them, and for those that are writable up to ten rounds
 * of a write of 128 KiB each (`iperf_send`, `multisend`). So a large send buffer is filled by 1.25 MiB at a time, not to
 * the brim, and the streams take turns.
 */
const WRITE_BLOCK: u32 = 131072;
const MULTISEND: u32 = 10;
/** Clock readings of pselect() when it returns; of iperf3's timers and of pselect() until it sleeps. */
const READS_AFTER_SELECT: u32 = 1;
const READS_BEFORE_SELECT: u32 = 5;

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
  if (tail.endSeq - tail.seq < goal && !rtxEmpty(tp) && tp.wmemAlloc + 1 > tail.truesize) {
    tp.tsqThrottled = 1;
    return;
  }
  // tcp_mstamp_refresh
  readClock(1);
  if (all) pushAll(tp);
  else pushPending(tp);
}

/** Bytes that the flow may still write. */
function remaining(flow: Flow): u64 {
  if (state.ended || state.now >= flow.stop) return 0;
  return flow.bytes == 0 ? u64.MAX_VALUE : flow.bytes - flow.written;
}

/**
 * `tcp_sendmsg_locked` on a non-blocking socket: one `write()` of up to `size` bytes.
 * Returns the bytes that did not fit (`EAGAIN` for them).
 */
function write(flow: Flow, size: u32): u32 {
  const tp = flow.tcp;
  const goal = sizeGoal(tp);
  rateCheckAppLimited(tp);
  let left = size;
  while (left != 0) {
    let skb: TcpSkb | null = tp.sendHead == null ? null : tp.tail;
    let room = skb == null ? 0 : <i32>goal - <i32>(skb.endSeq - skb.seq);
    if (room <= 0) {
      if (!memoryFree(tp)) {
        tp.noSpace = 1;
        if (left != size) {
          push(tp, goal, true);
          // It gives up, and pushes once more on its way out.
          if (sched.active) push(tp, goal, false);
        }
        return left;
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
    const copied = min(<u32>room, left);
    skb = tp.tail!;
    // What a write before this one ended with is not the end any more.
    if (left == size) skb.push = 0;
    skb.endSeq += copied;
    skb.truesize += copied;
    tp.wmemQueued += copied;
    tp.writeSeq += copied;
    flow.written += copied;
    left -= copied;
    if (left == 0) {
      push(tp, goal, false);
    } else if (skb.endSeq - skb.seq >= goal) {
      if (forcedPush(tp)) {
        markPush(tp, skb);
        readClock(1);
        pushAll(tp);
      } else if (skb == tp.sendHead) {
        readClock(1);
        pushOne(tp);
      }
    }
  }
  return 0;
}

/** `iperf_send` for one stream: one block. What is left of it waits for the next round or the next select(). */
function sendBlock(flow: Flow): void {
  const tp = flow.tcp;
  if (flow.blockLeft == 0) flow.blockLeft = <u32>min<u64>(WRITE_BLOCK, remaining(flow));
  if (flow.blockLeft == 0 || state.now >= flow.stop) {
    // Nothing more will come: the last short segment need not wait for company.
    tp.closed = 1;
    flow.selected = 0;
    pushAll(tp);
    return;
  }
  flow.blockLeft = write(flow, flow.blockLeft);
}

/** select() over the streams of a process: true if one of them is writable. */
function selectStreams(first: Flow): bool {
  let any = false;
  first.selectedEnd = 0;
  for (let i = nextStream(first, 0); i < first.streams; i = nextStream(first, i + 1)) {
    const flow = flowAt(first.index + i);
    flow.selected = 0;
    const open = flow.phase == STREAM_RUNNING && !flow.tcp.closed;
    if (open && writeable(flow.tcp)) {
      flow.selected = 1;
      if (!any) first.selectedFrom = i;
      first.selectedEnd = i + 1;
      any = true;
    } else {
      if (open) flow.tcp.noSpace = 1;
      streamBlocked(first, i);
    }
  }
  return any;
}

/**
 * The sender's loop: select(), then up to `MULTISEND` rounds over its streams, until select() has to wait. A process that
 * was woken keeps the CPU until it sleeps again; in its first turn, which follows others without a sleep, it does not.
 * False if there was nothing to do.
 */
export function bulkRun(first: Flow, woken: bool): bool {
  let any = false;
  while (selectStreams(first)) {
    any = true;
    // A client that has sent the last late ACK itself is past its first select().
    if (!sched.active || state.lateAcks != 1 || first.written != 0) readClock(READS_AFTER_SELECT);
    if (sched.active) yields(CLIENT);
    const end = first.selectedEnd;
    for (let round: u32 = 0; round < MULTISEND; round++) {
      for (let i = first.selectedFrom; i < end; i = nextStream(first, i + 1)) {
        const flow = flowAt(first.index + i);
        if (!flow.selected) continue;
        sendBlock(flow);
        // A full buffer is tried in every round.
        if (flow.blockLeft != 0 && woken) tryAgain();
        if (sched.active) yields(CLIENT);
      }
    }
    if (woken) readClock(READS_BEFORE_SELECT);
    if (sched.active) yields(CLIENT);
  }
  return any;
}

import { config } from '../config';
import { rawRelease } from '../flood/raw';
import { Flow } from '../flow';
import { arenaAlloc } from '../memory/arena';
import { QDISC_PRIV_AT } from '../memory/map';
import { DATA, FLAG_ORPHANED, FLOOD, Packet } from '../packet';
import { Rng, rngSeed, rngUniform, STREAM_NETEM } from '../rng';
import { state } from '../state';
import { tsqRelease } from '../tcp/tsq';
import { PacketHeap, packetHeapInit, packetHeapPop, packetHeapPush, packetHeapTop } from './packet_heap';
import { listAppend, listShift, PacketList } from './packet_list';
import { DROP, qdisc, qdiscDrop, requeuedCount, SUCCESS } from './qdisc';
import { watchdogInit, watchdogSchedule } from './watchdog';

/**
 * `netem` (net/sched/sch_netem.c): loss and delay before the device. It keeps bursts whole and orphans what it delays, so
 * that neither TSQ nor the send buffer see it. The host writes the first block.
 */
@unmanaged
export class Netem {
  /** ns; `jitter`: the delay is uniform in delay ± jitter. */
  delay: u64;
  jitter: u64;
  /** Probability. */
  loss: f64;

  /** What is due in the order of its coming (`t_head`), and what overtook it (`t_root`). */
  list: PacketList;
  heap: PacketHeap;
  rng: Rng;
}

const sched: Netem = changetype<Netem>(QDISC_PRIV_AT);

export function netemInit(): void {
  sched.list = changetype<PacketList>(arenaAlloc(offsetof<PacketList>()));
  sched.heap = changetype<PacketHeap>(arenaAlloc(offsetof<PacketHeap>()));
  packetHeapInit(sched.heap);
  sched.rng = changetype<Rng>(arenaAlloc(offsetof<Rng>()));
  rngSeed(sched.rng, config.seed, STREAM_NETEM);
  watchdogInit();
}

/** `skb_orphan_partial`. */
function orphan(packet: Packet): void {
  if (packet.kind == FLOOD) rawRelease(packet);
  if (packet.kind != DATA) return;
  packet.flags |= FLAG_ORPHANED;
  tsqRelease(changetype<Flow>(packet.flow), packet.truesize);
  packet.truesize = 0;
}

/** `tabledist` without a table. A delay below zero is due at once. */
function dueTime(): u64 {
  if (sched.jitter == 0) return state.now + sched.delay;
  const width = <f64>(sched.jitter << 1);
  const due = state.now + sched.delay + <u64>(rngUniform(sched.rng) * width);
  return due < sched.jitter ? 0 : due - sched.jitter;
}

/** Mean of its delay, ns. */
export function netemDelay(): u64 {
  return sched.delay;
}

/** `netem_enqueue`. A loss looks like a success. */
export function netemEnqueue(packet: Packet): i32 {
  if (sched.loss != 0 && rngUniform(sched.rng) < sched.loss) {
    qdiscDrop(packet);
    return SUCCESS;
  }
  if (sched.delay != 0 || sched.jitter != 0) orphan(packet);
  if (qdisc.qlen + requeuedCount() >= qdisc.limit) {
    qdiscDrop(packet);
    return DROP;
  }
  packet.due = dueTime();
  packet.order = state.order++;
  // tfifo_enqueue
  const tail = sched.list.tail;
  if (tail == null || packet.due >= tail.due) listAppend(sched.list, packet);
  else packetHeapPush(sched.heap, packet);
  qdisc.qlen++;
  return SUCCESS;
}

/** `netem_dequeue`. */
export function netemDequeue(): Packet | null {
  const first = sched.list.head;
  const overtaking = packetHeapTop(sched.heap);
  const fromHeap = overtaking != null && (first == null || overtaking.due < first.due);
  const packet = fromHeap ? overtaking : first;
  if (packet == null) return null;
  if (packet.due > state.now) {
    watchdogSchedule(packet.due);
    return null;
  }
  if (fromHeap) packetHeapPop(sched.heap);
  else listShift(sched.list);
  qdisc.qlen--;
  return packet;
}

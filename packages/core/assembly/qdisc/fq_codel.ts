import { Flow } from '../flow';
import { arenaAlloc } from '../memory/arena';
import { QDISC_PRIV_AT } from '../memory/map';
import { CONTROL, Packet } from '../packet';
import { state } from '../state';
import { CodelVars, codelAfter, codelTime, controlLaw, enterDropping, newtonStep } from './codel';
import { CN, packetLength, pschedMtu, qdisc, qdiscDrop, requeuedCount, SUCCESS } from './qdisc';

/**
 * `fq_codel` (net/sched/sch_fq_codel.c, RFC 8290): flows take turns of a quantum of bytes, new ones first; CoDel
 * drops from the head of a flow whose packets wait too long. A burst that was not cut yet is one packet of its length.
 *
 * The kernel hashes a flow into one of `flows` buckets; here flow *i* has bucket *i* modulo `flows`, so that flows
 * collide only where there are more of them than buckets. The memory limit of the kernel has no effect: it does not
 * count packets that a local socket is charged for (`is_skb_wmem`), and all packets here are such.
 */

/** `drop_batch_size`: packets that one enqueue above the limit drops at most. */
const DROP_BATCH: u32 = 64;
/** Packets that one dequeue drops at most (`codel_dequeue`). */
const MOST_DROPS: u32 = 256;

/** `struct fq_codel_flow`. */
@unmanaged
class FqCodelFlow extends CodelVars {
  head: Packet | null;
  tail: Packet | null;
  /** Next in the list of new or of old flows; `listed`: in one of them. */
  chain: usize;
  listed: u32;
  deficit: i32;
  backlog: u32;
}

/** `struct fq_codel_sched_data`. The host writes the first block. */
@unmanaged
export class FqCodel {
  flows: u32;
  /** Bytes of a turn; 0: `psched_mtu`. */
  quantum: u32;
  /** ns. */
  target: u64;
  interval: u64;

  /** In units of CoDel. */
  targetTime: u32;
  intervalTime: u32;
  /** Below this backlog nothing is dropped, bytes (`codel_params.mtu`). */
  mtu: u32;
  /** Bytes in all flows (`sch->qstats.backlog`). */
  backlog: u32;
  newHead: usize;
  newTail: usize;
  oldHead: usize;
  oldTail: usize;
  table: usize;
}

const sched: FqCodel = changetype<FqCodel>(QDISC_PRIV_AT);

/** Bounds of the quantum that `fq_codel_init` sets from the MTU. */
const MIN_QUANTUM: u32 = 256;
const MAX_QUANTUM: u32 = 1 << 20;

/** `fq_codel_init`. */
export function fqCodelInit(): void {
  sched.mtu = min(pschedMtu(), MAX_QUANTUM);
  if (sched.quantum == 0) sched.quantum = max(sched.mtu, MIN_QUANTUM);
  sched.targetTime = codelTime(sched.target);
  sched.intervalTime = codelTime(sched.interval);
  sched.table = arenaAlloc(<usize>sched.flows * offsetof<FqCodelFlow>());
}

function bucket(index: u32): FqCodelFlow {
  return changetype<FqCodelFlow>(sched.table + <usize>index * offsetof<FqCodelFlow>());
}

/** `fq_codel_classify`. The control connection is a flow after all others. */
function classify(packet: Packet): FqCodelFlow {
  const index = packet.kind == CONTROL ? state.flowCount : changetype<Flow>(packet.flow).index;
  return bucket(index % sched.flows);
}

function appendOld(flow: FqCodelFlow): void {
  const at = changetype<usize>(flow);
  flow.chain = 0;
  if (sched.oldHead == 0) sched.oldHead = at;
  else changetype<FqCodelFlow>(sched.oldTail).chain = at;
  sched.oldTail = at;
}

function appendNew(flow: FqCodelFlow): void {
  const at = changetype<usize>(flow);
  flow.chain = 0;
  if (sched.newHead == 0) sched.newHead = at;
  else changetype<FqCodelFlow>(sched.newTail).chain = at;
  sched.newTail = at;
}

/** Takes the first flow off its list. */
function unlinkFirst(flow: FqCodelFlow, isNew: bool): void {
  if (isNew) sched.newHead = flow.chain;
  else sched.oldHead = flow.chain;
}

/** `fq_codel_enqueue`. */
export function fqCodelEnqueue(packet: Packet): i32 {
  const flow = classify(packet);
  const length = packetLength(packet);
  packet.next = null;
  const tail = flow.tail;
  if (tail == null) flow.head = packet;
  else tail.next = packet;
  flow.tail = packet;
  flow.backlog += length;
  sched.backlog += length;
  if (!flow.listed) {
    flow.listed = 1;
    flow.deficit = sched.quantum;
    appendNew(flow);
  }
  qdisc.qlen++;
  if (qdisc.qlen + requeuedCount() <= qdisc.limit) return SUCCESS;
  return dropFromFattest() == flow ? CN : SUCCESS;
}

/** `fq_codel_drop`: half of the longest backlog, a batch at most. Returns the flow that lost it. */
function dropFromFattest(): FqCodelFlow {
  let fattest = bucket(0);
  for (let i: u32 = 1; i < sched.flows; i++) {
    const flow = bucket(i);
    if (flow.backlog > fattest.backlog) fattest = flow;
  }
  const threshold = fattest.backlog >> 1;
  let dropped: u32 = 0;
  let bytes: u32 = 0;
  do {
    const packet = shift(fattest)!;
    bytes += packetLength(packet);
    qdiscDrop(packet);
  } while (++dropped < DROP_BATCH && bytes < threshold);
  fattest.count += dropped;
  return fattest;
}

/** `dequeue_func`. */
function shift(flow: FqCodelFlow): Packet | null {
  const packet = flow.head;
  if (packet == null) return null;
  flow.head = packet.next;
  if (flow.head == null) flow.tail = null;
  const length = packetLength(packet);
  flow.backlog -= length;
  sched.backlog -= length;
  qdisc.qlen--;
  return packet;
}

/** `codel_should_drop`: the packet, and those before it, have waited longer than the target for an interval. */
function shouldDrop(flow: FqCodelFlow, packet: Packet | null, now: u32): bool {
  if (packet == null) {
    flow.firstAboveTime = 0;
    return false;
  }
  const sojourn = now - codelTime(packet.entered);
  if (<i32>(sojourn - sched.targetTime) < 0 || sched.backlog <= sched.mtu) {
    flow.firstAboveTime = 0;
    return false;
  }
  if (flow.firstAboveTime == 0) {
    flow.firstAboveTime = now + sched.intervalTime;
    return false;
  }
  return codelAfter(now, flow.firstAboveTime);
}

/** `codel_dequeue`. ECN is off, so it drops and never marks. */
function codelDequeue(flow: FqCodelFlow): Packet | null {
  let packet = shift(flow);
  if (packet == null) {
    flow.firstAboveTime = 0;
    flow.dropping = 0;
    return null;
  }
  const now = codelTime(state.now);
  const drop = shouldDrop(flow, packet, now);
  if (!flow.dropping) {
    if (!drop) return packet;
    qdiscDrop(packet);
    packet = shift(flow);
    shouldDrop(flow, packet, now);
    enterDropping(flow, now, sched.intervalTime);
    return packet;
  }
  if (!drop) {
    flow.dropping = 0;
    return packet;
  }
  let left = MOST_DROPS;
  while (flow.dropping && !codelAfter(flow.dropNext, now)) {
    if (left-- == 0) {
      flow.dropNext = controlLaw(now, sched.intervalTime, flow);
      return packet;
    }
    flow.count++;
    newtonStep(flow);
    qdiscDrop(packet!);
    packet = shift(flow);
    if (!shouldDrop(flow, packet, now)) flow.dropping = 0;
    else flow.dropNext = controlLaw(flow.dropNext, sched.intervalTime, flow);
  }
  return packet;
}

/** `fq_codel_dequeue`. */
export function fqCodelDequeue(): Packet | null {
  while (true) {
    const isNew = sched.newHead != 0;
    const at = isNew ? sched.newHead : sched.oldHead;
    if (at == 0) return null;
    const flow = changetype<FqCodelFlow>(at);
    if (flow.deficit <= 0) {
      flow.deficit += sched.quantum;
      unlinkFirst(flow, isNew);
      appendOld(flow);
      continue;
    }
    const packet = codelDequeue(flow);
    if (packet != null) {
      flow.deficit -= packetLength(packet);
      return packet;
    }
    unlinkFirst(flow, isNew);
    // A flow that was new passes once through the old ones, so that it cannot starve them.
    if (isNew && sched.oldHead != 0) appendOld(flow);
    else flow.listed = 0;
  }
}

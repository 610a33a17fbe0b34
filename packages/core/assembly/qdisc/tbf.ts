import { chargeSegments, cutSegment } from '../device/segment';
import { Flow } from '../flow';
import { arenaAlloc } from '../memory/arena';
import { QDISC_PRIV_AT } from '../memory/map';
import { Packet, TCP_HEADERS } from '../packet';
import { state } from '../state';
import { listAppend, listShift, PacketList } from './packet_list';
import { DROP, linkHeader, packetLength, qdisc, qdiscDrop, SUCCESS } from './qdisc';
import { watchdogInit, watchdogSchedule } from './watchdog';

/**
 * `tbf` (net/sched/sch_tbf.c): a token bucket above a `bfifo` of `limit` bytes. Tokens are times: ns that sending takes at
 * the rate. A burst longer than the bucket is cut before it is queued. The host writes the first block.
 */
@unmanaged
export class Tbf {
  /** Bytes per second. */
  rate: u64;
  /** Bytes (`max_size`). */
  burst: u32;

  /** `struct psched_ratecfg`: the time for n bytes is n · mult >> shift, ns. */
  mult: u32;
  shift: u64;
  /** The full bucket, what is in it, ns, and since when (`t_c`). */
  buffer: i64;
  tokens: i64;
  checkpoint: u64;
  /** Bytes queued. */
  backlog: u32;
  list: PacketList;
}

const sched: Tbf = changetype<Tbf>(QDISC_PRIV_AT);

/** `psched_ratecfg_precompute`: as many bits of precision as 32 have. */
function precompute(): void {
  let factor: u64 = 1000000000;
  sched.shift = 0;
  while (true) {
    const mult = factor / sched.rate;
    sched.mult = <u32>mult;
    if (sched.mult & 0x80000000 || factor & 0x8000000000000000) return;
    factor <<= 1;
    sched.shift++;
  }
}

/** `psched_l2t_ns`. */
function timeFor(length: u32): i64 {
  return <i64>((<u64>length * <u64>sched.mult) >> sched.shift);
}

/** `tbf_change`. */
export function tbfInit(): void {
  precompute();
  sched.buffer = timeFor(sched.burst);
  sched.tokens = sched.buffer;
  sched.list = changetype<PacketList>(arenaAlloc(offsetof<PacketList>()));
  watchdogInit();
}

/** `bfifo_enqueue`. */
function enqueueInner(packet: Packet): i32 {
  const length = packetLength(packet);
  if (sched.backlog + length > qdisc.limit) {
    qdiscDrop(packet);
    return DROP;
  }
  sched.backlog += length;
  listAppend(sched.list, packet);
  qdisc.qlen++;
  return SUCCESS;
}

/** `tbf_segment`: as many segments go in as find room. */
function enqueueSegments(burst: Packet): i32 {
  const mss = changetype<Flow>(burst.flow).tcp.mss;
  let taken = false;
  chargeSegments(burst);
  let more = true;
  while (more) {
    more = burst.segments != 1;
    if (enqueueInner(cutSegment(burst, mss)) == SUCCESS) taken = true;
  }
  return taken ? SUCCESS : DROP;
}

/** `tbf_enqueue`. */
export function tbfEnqueue(packet: Packet): i32 {
  if (packetLength(packet) <= sched.burst) return enqueueInner(packet);
  if (packet.segments > 1) {
    const segment = changetype<Flow>(packet.flow).tcp.mss + TCP_HEADERS + linkHeader();
    // skb_gso_validate_mac_len
    if (segment <= sched.burst) return enqueueSegments(packet);
  }
  qdiscDrop(packet);
  return DROP;
}

/** `tbf_dequeue`. */
export function tbfDequeue(): Packet | null {
  const first = sched.list.head;
  if (first == null) return null;
  const length = packetLength(first);
  let tokens = <i64>min<u64>(state.now - sched.checkpoint, <u64>sched.buffer) + sched.tokens;
  tokens = min(tokens, sched.buffer) - timeFor(length);
  if (tokens < 0) {
    watchdogSchedule(state.now + <u64>-tokens);
    return null;
  }
  sched.checkpoint = state.now;
  sched.tokens = tokens;
  sched.backlog -= length;
  qdisc.qlen--;
  return listShift(sched.list);
}

import { Flow } from '../flow';
import { QDISC_PRIV_AT } from '../memory/map';
import { CONTROL, Packet } from '../packet';
import { state } from '../state';

/** One flow of sch_fq: its packets in order, and what it may send (`struct fq_flow`). */
@unmanaged
export class FqFlow {
  head: Packet | null;
  tail: Packet | null;
  qlen: u32;
  /** Bytes that it may send before the others have their turn. */
  credit: i32;
  /** In no list, because it had nothing to send; since when, ticks. */
  detached: u32;
  age: u32;
  /** That of its latest packet. */
  band: u32;
  /** Next in the list of new or of old flows. */
  next: usize;
  /** Children in the heap of throttled flows. */
  left: usize;
  right: usize;
  /** Its next packet leaves then at the earliest, ns; order among equal times. */
  timeNextPacket: u64;
  order: u64;
}

/** One of the three bands: its flows, and its share of the link (`struct fq_perband_flows`). */
@unmanaged
export class FqBand {
  newHead: usize;
  newTail: usize;
  oldHead: usize;
  oldTail: usize;
  /** Bytes that it may send before the others have their turn, and that a turn is (`weights`). */
  credit: i32;
  quantum: i32;
  /** Packets of its flows, those of the fast path not counted. */
  queued: u32;
}

/** The state of sch_fq (`struct fq_sched_data`). The host writes the first block. */
@unmanaged
export class Fq {
  /** Packets of one flow. */
  flowLimit: u32;
  /** Bytes that a flow may send in a turn, and in its first. */
  quantum: u32;
  initialQuantum: u32;
  pad: u32;
  /** A packet that is to leave later than that ahead is dropped, ns. */
  horizon: u64;
  /** No flow is faster, bytes per second; `NEVER`: no such limit. */
  maxRate: u64;

  flows: usize;
  bands: usize;
  /** The band whose turn it is. */
  band: u32;
  /** Flows that wait for their time; the root is the next. */
  throttled: usize;
  /** Flows with packets that may leave now. */
  ready: u32;
  /** Fast path (`internal`): packets that may leave at once while no flow waits. */
  internalHead: Packet | null;
  internalTail: Packet | null;
  internalLength: u32;
  /** The watchdog: when it may fire, and must; `NEVER` when off. */
  watchdogAt: u64;
  watchdogLatest: u64;
}

export const fq: Fq = changetype<Fq>(QDISC_PRIV_AT);

export function fqFlowOf(packet: Packet): FqFlow {
  // The control connection is a flow of its own.
  const index = packet.kind == CONTROL ? state.flowCount : changetype<Flow>(packet.flow).index;
  return changetype<FqFlow>(fq.flows + <usize>index * offsetof<FqFlow>());
}

export function fqBand(index: u32): FqBand {
  return changetype<FqBand>(fq.bands + <usize>index * offsetof<FqBand>());
}

/** `fq_flow_add_tail(…, NEW_FLOW)`. */
export function fqAddNew(f: FqFlow): void {
  const at = changetype<usize>(f);
  const band = fqBand(f.band);
  if (band.newHead == 0) band.newHead = at;
  else changetype<FqFlow>(band.newTail).next = at;
  band.newTail = at;
  f.next = 0;
}

/** `fq_flow_add_tail(…, OLD_FLOW)`. */
export function fqAddOld(f: FqFlow): void {
  const at = changetype<usize>(f);
  const band = fqBand(f.band);
  if (band.oldHead == 0) band.oldHead = at;
  else changetype<FqFlow>(band.oldTail).next = at;
  band.oldTail = at;
  f.next = 0;
}

function earlier(a: usize, b: usize): bool {
  const x = changetype<FqFlow>(a);
  const y = changetype<FqFlow>(b);
  return x.timeNextPacket < y.timeNextPacket || (x.timeNextPacket == y.timeNextPacket && x.order < y.order);
}

/** Merges two skew heaps: the earlier root stays, and its children change sides on the way down. */
function merge(first: usize, second: usize): usize {
  let a = first;
  let b = second;
  let root: usize = 0;
  let slot: usize = 0;
  while (a != 0 && b != 0) {
    if (earlier(b, a)) {
      const swap = a;
      a = b;
      b = swap;
    }
    if (slot == 0) root = a;
    else store<usize>(slot, a);
    const f = changetype<FqFlow>(a);
    const right = f.right;
    f.right = f.left;
    f.left = 0;
    slot = a + offsetof<FqFlow>('left');
    a = right;
  }
  const rest = a != 0 ? a : b;
  if (slot == 0) return rest;
  store<usize>(slot, rest);
  return root;
}

/** `fq_flow_set_throttled`. */
export function fqThrottle(f: FqFlow): void {
  f.left = 0;
  f.right = 0;
  f.order = state.order++;
  fq.throttled = merge(fq.throttled, changetype<usize>(f));
  fq.ready--;
}

/** `fq_check_throttled`: flows whose time has come are old flows again. */
export function fqCheckThrottled(now: u64): void {
  while (fq.throttled != 0) {
    const f = changetype<FqFlow>(fq.throttled);
    if (f.timeNextPacket > now) return;
    fq.throttled = merge(f.left, f.right);
    fq.ready++;
    fqAddOld(f);
  }
}

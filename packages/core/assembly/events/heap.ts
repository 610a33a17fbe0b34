import { blockAlloc, blockDouble } from '../memory/arena';
import { bottleneck, NEVER, state } from '../state';

/**
 * A binary heap of (time, order, kind, argument), for timers and for hops whose delay varies.
 * Timers are re-armed lazily (see `timer.ts`), so its size is the number of timers, not of packets.
 */
@unmanaged
export class HeapNode {
  due: u64;
  order: u64;
  kind: u32;
  arg: usize;
}

const NODE: usize = 24;
const FIRST_LOG2: u32 = 11;

export function heapInit(): void {
  state.heapNodes = blockAlloc(FIRST_LOG2);
  state.heapLog2 = FIRST_LOG2;
  state.heapSize = 0;
  node(0).due = NEVER;
  restChanged();
}

/** The top of the heap is another one, or the first packet of the bottleneck. */
export function restChanged(): void {
  state.restDue = min(heapDue(), bottleneck.due);
}

function node(i: u32): HeapNode {
  return changetype<HeapNode>(state.heapNodes + <usize>i * NODE);
}

function earlier(aDue: u64, aOrder: u64, b: HeapNode): bool {
  return aDue < b.due || (aDue == b.due && aOrder < b.order);
}

function put(i: u32, due: u64, order: u64, kind: u32, arg: usize): void {
  const n = node(i);
  n.due = due;
  n.order = order;
  n.kind = kind;
  n.arg = arg;
}

/** When the top is due; `NEVER` when there is none. */
export function heapDue(): u64 {
  return heapTop().due;
}

export function heapTop(): HeapNode {
  return changetype<HeapNode>(state.heapNodes);
}

export function heapPush(due: u64, order: u64, kind: u32, arg: usize): void {
  const i = state.heapSize++;
  if (<usize>(i + 1) * NODE > (<usize>1) << state.heapLog2) {
    state.heapNodes = blockDouble(state.heapNodes, state.heapLog2);
    state.heapLog2++;
  }
  if (place(i, due, order, kind, arg) == 0) restChanged();
}

/** Puts a node into the hole, or further up; returns where. */
function place(hole: u32, due: u64, order: u64, kind: u32, arg: usize): u32 {
  let i = hole;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const p = node(parent);
    if (!earlier(due, order, p)) break;
    move(i, parent);
    i = parent;
  }
  put(i, due, order, kind, arg);
  return i;
}

function move(to: u32, from: u32): void {
  const at = changetype<usize>(node(to));
  const source = changetype<usize>(node(from));
  store<u64>(at, load<u64>(source));
  store<u64>(at, load<u64>(source, 8), 8);
  // `kind` and `arg`.
  store<u64>(at, load<u64>(source, 16), 16);
}

/** Drops the top. */
export function heapPop(): void {
  const size = --state.heapSize;
  if (size == 0) {
    node(0).due = NEVER;
    restChanged();
    return;
  }
  const last = node(size);
  // The hole goes down to a leaf, to the side of the earlier child, and from there the last node up: it belongs far down.
  // Which child that is cannot be foreseen, so that a sum is better than a branch.
  let hole: u32 = 0;
  let child: u32 = 1;
  while (child + 1 < size) {
    const left = node(child);
    const right = node(child + 1);
    const sooner = <u32>(right.due < left.due);
    child += sooner | (<u32>(right.due == left.due) & <u32>(right.order < left.order));
    move(hole, child);
    hole = child;
    child = 2 * hole + 1;
  }
  if (child < size) {
    move(hole, child);
    hole = child;
  }
  place(hole, last.due, last.order, last.kind, last.arg);
  restChanged();
}

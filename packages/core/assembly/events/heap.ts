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
  let i = state.heapSize++;
  if (<usize>(i + 1) * NODE > (<usize>1) << state.heapLog2) {
    state.heapNodes = blockDouble(state.heapNodes, state.heapLog2);
    state.heapLog2++;
  }
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const p = node(parent);
    if (!earlier(due, order, p)) break;
    put(i, p.due, p.order, p.kind, p.arg);
    i = parent;
  }
  put(i, due, order, kind, arg);
  if (i == 0) restChanged();
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
  let i: u32 = 0;
  while (true) {
    let child: u32 = 2 * i + 1;
    if (child >= size) break;
    let c = node(child);
    if (child + 1 < size) {
      const right = node(child + 1);
      if (earlier(right.due, right.order, c)) {
        child++;
        c = right;
      }
    }
    if (earlier(last.due, last.order, c)) break;
    put(i, c.due, c.order, c.kind, c.arg);
    i = child;
  }
  put(i, last.due, last.order, last.kind, last.arg);
  restChanged();
}

import { blockAlloc, blockDouble } from '../memory/arena';
import { Packet } from '../packet';

/** A binary heap of packets by `due`, then `order`: for a queue whose packets may overtake each other. */
@unmanaged
export class PacketHeap {
  at: usize;
  log2: u32;
  size: u32;
}

const FIRST_LOG2: u32 = 8;
/** Bytes of a pointer in WASM. */
const POINTER: usize = 4;

export function packetHeapInit(heap: PacketHeap): void {
  heap.log2 = FIRST_LOG2;
  heap.at = blockAlloc(FIRST_LOG2);
  heap.size = 0;
}

function get(heap: PacketHeap, i: u32): Packet {
  return changetype<Packet>(load<usize>(heap.at + <usize>i * POINTER));
}

function put(heap: PacketHeap, i: u32, packet: Packet): void {
  store<usize>(heap.at + <usize>i * POINTER, changetype<usize>(packet));
}

function earlier(a: Packet, b: Packet): bool {
  return a.due < b.due || (a.due == b.due && a.order < b.order);
}

export function packetHeapPush(heap: PacketHeap, packet: Packet): void {
  let i = heap.size++;
  if (<usize>(i + 1) * POINTER > (<usize>1) << heap.log2) {
    heap.at = blockDouble(heap.at, heap.log2);
    heap.log2++;
  }
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!earlier(packet, get(heap, parent))) break;
    put(heap, i, get(heap, parent));
    i = parent;
  }
  put(heap, i, packet);
}

/** The earliest packet; null when there is none. */
export function packetHeapTop(heap: PacketHeap): Packet | null {
  return heap.size == 0 ? null : get(heap, 0);
}

/** Drops the top. */
export function packetHeapPop(heap: PacketHeap): void {
  const size = --heap.size;
  if (size == 0) return;
  const last = get(heap, size);
  let i: u32 = 0;
  while (true) {
    let child: u32 = 2 * i + 1;
    if (child >= size) break;
    if (child + 1 < size && earlier(get(heap, child + 1), get(heap, child))) child++;
    if (earlier(last, get(heap, child))) break;
    put(heap, i, get(heap, child));
    i = child;
  }
  put(heap, i, last);
}

import { blockAlloc, blockFree } from '../memory/arena';

/**
 * The ptr_ring of include/linux/ptr_ring.h: an array of slots in which 0 means "free".
 * The producer knows nothing of the consumer's position: it looks at its own next slot.
 *
 * Invariants: slots are occupied from `consumerTail` to `producer`, read ones (from `consumerTail` to
 * `consumerHead`) included, because the consumer zeroes them `batch` at a time. So a ring of 500 can look full
 * with 485 unread entries, and space comes back in steps of 16.
 */
@unmanaged
export class PtrRing {
  producer: u32;
  consumerHead: u32;
  consumerTail: u32;
  size: u32;
  batch: u32;
  /** Unread entries; the kernel does not count them, the statistics do. */
  unread: u32;
  slots: usize;
  /** log2 of the bytes at `slots`. */
  log2: u32;
  pad: u32;
}

/** Two cache lines of pointers: 2 · SMP_CACHE_BYTES / sizeof(void *) on x86-64 (`__ptr_ring_set_size`). */
const BATCH: u32 = 16;

export const PRODUCED: i32 = 0;
/** -ENOSPC: the producer's slot is occupied. */
export const NO_SPACE: i32 = -28;
/** -EINVAL: a ring of size 0 has no slots at all. */
export const NO_SLOTS: i32 = -22;

function bytesLog2(size: u32): u32 {
  let log2: u32 = 6;
  while ((<usize>1) << log2 < (<usize>size) << 2) log2++;
  return log2;
}

function ringSetSize(ring: PtrRing, size: u32): void {
  ring.size = size;
  // Lazy zeroing needs room: a batch above half of the ring would make it look full too early.
  ring.batch = BATCH > size / 2 ? 1 : BATCH;
  ring.log2 = bytesLog2(size);
  ring.slots = blockAlloc(ring.log2);
}

/** `ptr_ring_init`. */
export function ringInit(ring: PtrRing, size: u32): void {
  ring.producer = 0;
  ring.consumerHead = 0;
  ring.consumerTail = 0;
  ring.unread = 0;
  ringSetSize(ring, size);
}

function slot(ring: PtrRing, i: u32): usize {
  return ring.slots + ((<usize>i) << 2);
}

/** `__ptr_ring_check_produce`: would a produce succeed? */
export function ringCheckProduce(ring: PtrRing): i32 {
  if (ring.size == 0) return NO_SLOTS;
  return load<usize>(slot(ring, ring.producer)) != 0 ? NO_SPACE : PRODUCED;
}

/** `__ptr_ring_produce`; `entry` is not 0. */
export function ringProduce(ring: PtrRing, entry: usize): i32 {
  const check = ringCheckProduce(ring);
  if (check != PRODUCED) return check;
  store<usize>(slot(ring, ring.producer), entry);
  const next = ring.producer + 1;
  ring.producer = next >= ring.size ? 0 : next;
  ring.unread++;
  return PRODUCED;
}

/** `__ptr_ring_peek`: the oldest unread entry, or 0. Valid for the consumer only. */
export function ringPeek(ring: PtrRing): usize {
  if (ring.size == 0) return 0;
  return load<usize>(slot(ring, ring.consumerHead));
}

/** `__ptr_ring_empty`. */
export function ringEmpty(ring: PtrRing): bool {
  return ringPeek(ring) == 0;
}

/** `__ptr_ring_zero_tail`: zeroes the read slots, the highest first, so that the producer sees them all at once. */
function zeroTail(ring: PtrRing, head: u32): void {
  while (head > ring.consumerTail) {
    head--;
    store<usize>(slot(ring, head), 0);
  }
}

/**
 * `__ptr_ring_consume`: the oldest entry, or 0.
 * Whether this call freed slots can be told from `consumerTail`, which then moved.
 */
export function ringConsume(ring: PtrRing): usize {
  const entry = ringPeek(ring);
  if (entry != 0) ringDiscard(ring);
  return entry;
}

/** `__ptr_ring_discard_one`: the consumer is done with the oldest entry; there is one. */
export function ringDiscard(ring: PtrRing): void {
  const head = ring.consumerHead + 1;
  const wraps = head >= ring.size;
  if (wraps || head - ring.consumerTail >= ring.batch) {
    zeroTail(ring, head);
    ring.consumerTail = wraps ? 0 : head;
  }
  ring.consumerHead = wraps ? 0 : head;
  ring.unread--;
}

/**
 * `ptr_ring_unconsume`: puts an entry that the consumer took back in front.
 * Returns false when there is no room: the caller destroys the entry.
 */
export function ringUnconsume(ring: PtrRing, entry: usize): bool {
  if (ring.size == 0) return false;
  // Read slots that wait for zeroing would be mistaken for entries once the head moves back over them.
  zeroTail(ring, ring.consumerHead);
  ring.consumerTail = ring.consumerHead;
  const head = ring.consumerHead == 0 ? ring.size - 1 : ring.consumerHead - 1;
  if (load<usize>(slot(ring, head)) != 0) return false;
  store<usize>(slot(ring, head), entry);
  ring.consumerHead = head;
  ring.consumerTail = head;
  ring.unread++;
  return true;
}

/**
 * `ptr_ring_resize`: a ring of another size with the same entries in the same order.
 * Entries that no longer fit stay in the old ring, from its head on: the caller consumes and frees them,
 * then calls `ringRelease(old)`.
 */
export function ringResize(ring: PtrRing, old: PtrRing, size: u32): void {
  memory.copy(changetype<usize>(old), changetype<usize>(ring), offsetof<PtrRing>());
  ringInit(ring, size);
  while (ringCheckProduce(ring) == PRODUCED) {
    const entry = ringConsume(old);
    if (entry == 0) break;
    ringProduce(ring, entry);
  }
}

export function ringRelease(ring: PtrRing): void {
  blockFree(ring.slots, ring.log2);
}

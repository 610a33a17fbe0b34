import { state } from '../state';

/**
 * A bump allocator whose top lives in `State`, so that a copy of the memory is a whole snapshot.
 * Nothing is returned to it but outgrown arrays, which wait in one free list per power of two.
 */
const ALIGN: usize = 16;
const PAGE: usize = 65536;

export function arenaInit(): void {
  state.arenaTop = (__heap_base + ALIGN - 1) & ~(ALIGN - 1);
}

/** `bytes` of memory, 16-byte aligned and zero. */
export function arenaAlloc(bytes: usize): usize {
  const at = state.arenaTop;
  const top = (at + bytes + ALIGN - 1) & ~(ALIGN - 1);
  const have = <usize>memory.size() * PAGE;
  if (top > have) {
    const pages = <i32>((top - have + PAGE - 1) / PAGE);
    if (memory.grow(pages) < 0) unreachable();
  }
  state.arenaTop = top;
  return at;
}

/** A zeroed array of `1 << log2` bytes, from the free list if one waits there. */
export function blockAlloc(log2: u32): usize {
  const slot = state.freeBlocks(log2);
  const at = load<usize>(slot);
  if (at == 0) return arenaAlloc((<usize>1) << log2);
  store<usize>(slot, load<usize>(at));
  memory.fill(at, 0, (<usize>1) << log2);
  return at;
}

export function blockFree(at: usize, log2: u32): void {
  const slot = state.freeBlocks(log2);
  store<usize>(at, load<usize>(slot));
  store<usize>(slot, at);
}

/** An array of twice the size with the old contents in front. */
export function blockDouble(at: usize, log2: u32): usize {
  const wide = blockAlloc(log2 + 1);
  memory.copy(wide, at, (<usize>1) << log2);
  blockFree(at, log2);
  return wide;
}

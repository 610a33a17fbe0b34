import { arenaAlloc, arenaInit } from '../memory/arena';
import { state } from '../state';
import {
  PtrRing,
  ringCheckProduce,
  ringConsume,
  ringEmpty,
  ringInit,
  ringProduce,
  ringRelease,
  ringResize,
  ringUnconsume,
} from './ptr_ring';

/** A ring by itself, for tests and for other simulators. Handles are addresses; entries are non-zero numbers. */
export function ring_new(size: u32): usize {
  if (state.arenaTop == 0) {
    arenaInit();
    state.freeBlockHeads = arenaAlloc(32 << 2);
  }
  const ring = changetype<PtrRing>(arenaAlloc(offsetof<PtrRing>()));
  ringInit(ring, size);
  return changetype<usize>(ring);
}

export function ring_produce(ring: usize, entry: u32): i32 {
  return ringProduce(changetype<PtrRing>(ring), entry);
}

export function ring_consume(ring: usize): u32 {
  return <u32>ringConsume(changetype<PtrRing>(ring));
}

export function ring_check_produce(ring: usize): i32 {
  return ringCheckProduce(changetype<PtrRing>(ring));
}

export function ring_empty(ring: usize): u32 {
  return ringEmpty(changetype<PtrRing>(ring)) ? 1 : 0;
}

export function ring_unread(ring: usize): u32 {
  return changetype<PtrRing>(ring).unread;
}

export function ring_unconsume(ring: usize, entry: u32): u32 {
  return ringUnconsume(changetype<PtrRing>(ring), entry) ? 1 : 0;
}

/** Resizes; returns a ring with what did not fit, to be consumed and then released. */
export function ring_resize(ring: usize, size: u32): usize {
  const old = changetype<PtrRing>(arenaAlloc(offsetof<PtrRing>()));
  ringResize(changetype<PtrRing>(ring), old, size);
  return changetype<usize>(old);
}

export function ring_release(ring: usize): void {
  ringRelease(changetype<PtrRing>(ring));
}

import type { Instance } from './instance.js';

/** Byte offsets of the shared state. Those below `slots` keep their place in every instance. */
export const shared = {
  xoff: 0,
  sleeper: 1,
  attached: 2,
  headCopy: 3,
  lock: 4,
  producer: 7,
  head: 8,
  tail: 9,
  count: 10,
  size: 11,
  /** Number that the next packet gets; 1 is the packet that the reader has to take next. */
  next: 12,
  /** The queue was woken although its ring was full, or its size changed, and no packet was put since. */
  excused: 13,
  slots: 14,
} as const;

/** Byte offsets within a thread. */
export const local = {
  pc: 0,
  acc: 1,
  value: 2,
  put: 3,
  got: 4,
  freed: 5,
  freedAny: 6,
  was: 7,
  n: 8,
  zero: 9,
  buffer: 10,
} as const;

/** Marks in a store buffer: no entry, and a write barrier. Addresses are offsets of the shared state. */
export const noEntry = 31;
export const barrierEntry = 30;

/** Entries of a store buffer. A thread with a full one waits until the oldest store left. */
const storeBuffer = 6;

/** Packet numbers are four bits; a slot that was read and not yet freed holds one from the top. */
export const packetNumbers = 15;

/**
 * `put`: nothing tried or accounted for, a packet put, or one that was refused and has to be dropped or given back: by a ring that was full
 * when the queue was woken or has no slots, or by another.
 */
export const putState = { none: 0, done: 1, excused: 2, refused: 3 } as const;

/** `was` while note-stopped is not performed yet. */
export const pendingWas = 2;

/** A sender that has no more packets stands here instead of at an instruction. */
export const halted = 255;

/** Where everything of an instance lies in its state vector, and how the vector is packed. */
export class Layout {
  /** Slots that the ring may have at most: one more after a resize. */
  readonly slots: number;
  readonly threads: number;
  readonly readerThread: number;
  readonly otherThread: number;
  readonly producers: number;
  readonly batchLimit: number;
  /** Entries of a store buffer; 0 with sequential consistency. */
  readonly buffer: number;
  /** Values that a thread may have loaded early. */
  readonly early: number;
  readonly threadBytes: number;
  readonly threadBase: number;
  readonly bytes: number;
  /** Words of a packed state. */
  readonly words: number;
  readonly #word: Uint8Array;
  readonly #shift: Uint8Array;
  readonly #mask: Uint32Array;

  constructor(instance: Instance) {
    const { ring, producers, memory, life = 'none' } = instance;
    this.slots = Math.max(1, ring + (life === 'resize' ? 1 : 0));
    this.producers = producers;
    this.readerThread = producers;
    this.otherThread = life === 'none' ? -1 : producers + 1;
    this.threads = producers + 1 + (life === 'none' ? 0 : 1);
    this.batchLimit = Math.max(1, ring);
    this.buffer = memory === 'sc' ? 0 : storeBuffer;
    this.early = memory === 'weak' ? 2 : 0;
    this.threadBase = shared.slots + this.slots;
    this.threadBytes = local.buffer + 2 * this.buffer + 2 * this.early;
    this.bytes = this.threadBase + this.threads * this.threadBytes;

    const widths = new Uint8Array(this.bytes);
    widths.fill(1, 0, shared.producer);
    widths.fill(4, shared.producer, this.threadBase);
    widths[shared.excused] = 1;
    widths[shared.headCopy] = 4;
    for (let t = 0; t < this.threads; t++) {
      const base = this.thread(t);
      widths[base + local.pc] = 8;
      widths.fill(1, base + local.got, base + local.was);
      widths[base + local.put] = 2;
      widths[base + local.was] = 2;
      for (const field of [local.acc, local.value, local.n, local.zero]) widths[base + field] = 4;
      for (let entry = base + local.buffer; entry < base + this.threadBytes; entry += 2) {
        widths[entry] = 5;
        widths[entry + 1] = 4;
      }
    }
    this.#word = new Uint8Array(this.bytes);
    this.#shift = new Uint8Array(this.bytes);
    this.#mask = new Uint32Array(this.bytes);
    let word = 0;
    let bit = 0;
    for (let i = 0; i < this.bytes; i++) {
      if (bit + widths[i]! > 32) {
        word++;
        bit = 0;
      }
      this.#word[i] = word;
      this.#shift[i] = bit;
      this.#mask[i] = 2 ** widths[i]! - 1;
      bit += widths[i]!;
    }
    this.words = word + 1;
  }

  /** Offset of a thread. */
  thread(t: number): number {
    return this.threadBase + t * this.threadBytes;
  }

  pack(state: Uint8Array, into: Uint32Array): void {
    const word = this.#word;
    const shift = this.#shift;
    const { bytes } = this;
    let at = 0;
    let bits = 0;
    for (let i = 0; i < bytes; i++) {
      if (word[i] !== at) {
        into[at] = bits;
        at++;
        bits = 0;
      }
      bits |= state[i]! << shift[i]!;
    }
    into[at] = bits;
  }

  unpack(from: Uint32Array, offset: number, state: Uint8Array): void {
    const word = this.#word;
    const shift = this.#shift;
    const mask = this.#mask;
    const { bytes } = this;
    for (let i = 0; i < bytes; i++) state[i] = (from[offset + word[i]!]! >>> shift[i]!) & mask[i]!;
  }
}

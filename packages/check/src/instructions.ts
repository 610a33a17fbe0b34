/** Operations of a compiled program: one step of a thread, or a jump that takes no step. */
export const op = {
  // Steps that other threads can see or that can wait.
  await: 0,
  lock: 1,
  load: 2,
  wake: 3,
  sleep: 4,
  notifyWake: 5,
  swap: 6,
  detach: 7,
  grace: 8,
  purge: 9,
  attach: 10,
  end: 11,
  setWas: 12,
  // Stores: a step with sequential consistency, else local (they enter the store buffer).
  put: 13,
  zero: 14,
  store: 15,
  unlock: 16,
  stop: 17,
  fence: 18,
  // Local.
  jump: 19,
  branchAcc: 20,
  branch: 21,
  branchSize: 22,
  setPut: 23,
  setGot: 24,
  take: 25,
  refused: 26,
  count: 27,
  clearCount: 28,
  drop: 29,
  busy: 30,
  crash: 31,
  handOn: 32,
} as const;

/** Where a load or store goes; slots are addressed relative to the indices of the ring. */
export const at = {
  xoff: 0,
  sleeper: 1,
  attached: 2,
  head: 3,
  producerSlot: 4,
  nextSlot: 5,
  headSlot: 6,
  /** The slot whose index the accumulator holds. */
  accSlot: 7,
} as const;

/** Conditions of `branch`: what a thread knows, and `half`. */
export const known = {
  produced: 0,
  got: 1,
  freed: 2,
  was: 3,
  half: 4,
  counted: 5,
  batchDone: 6,
  freedAny: 7,
} as const;

export const fence = { full: 0, read: 1, write: 2 } as const;
export const lockIndex = { producer: 0, consumer: 1, xmit: 2 } as const;

/**
 * One instruction: `a` is its argument, `b` the target of a jump (a branch jumps when its condition is false). A jump with `a` = 1
 * begins the program again: what the thread knew is forgotten.
 */
export interface Instruction {
  readonly op: number;
  a: number;
  b: number;
}

/** Exit statuses of every command. */
export const exitStatus = {
  done: 0,
  /** The answer is bad: a cell out of tolerance. Also a fault of the program itself. */
  bad: 1,
  /** The input is wrong. */
  wrongInput: 2,
  /** A search ended at its bound of memory: no answer. */
  unfinished: 3,
  /** Ctrl-C: 128 + SIGINT, as shells have it. */
  interrupted: 130,
  /** 128 + SIGTERM */
  terminated: 143,
} as const;

/** The user's input is wrong; the message says what was given and what is allowed, in one line. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

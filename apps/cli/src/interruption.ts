import { exitStatus } from './failure.js';
import type { Io } from './io.js';

/** Signals that end a command in good order, and what the last line calls them. */
const words = { SIGINT: 'interrupted', SIGTERM: 'terminated' } as const;

type EndingSignal = keyof typeof words;

/** Why `io.signal` is aborted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(readonly signal: EndingSignal) {
    super(words[signal]);
  }
}

export const endingSignals = Object.keys(words) as readonly EndingSignal[];

/** 128 + the signal's number, as shells have it. */
export function interruptedStatus({ signal }: Pick<Io, 'signal'>): number {
  return signalOf(signal) === 'SIGTERM' ? exitStatus.terminated : exitStatus.interrupted;
}

/** The last line of a command that a signal ended, with what was saved of the work. */
export function reportInterruption({ stderr, signal }: Pick<Io, 'stderr' | 'signal'>, saved = ''): void {
  stderr.write(`tunq: ${words[signalOf(signal)]}${saved === '' ? '' : `; ${saved}`}\n`);
}

function signalOf(signal: AbortSignal | undefined): EndingSignal {
  return signal?.reason instanceof Interruption ? signal.reason.signal : 'SIGINT';
}

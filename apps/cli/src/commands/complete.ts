import type { Command } from 'commander';
import { type Completion, complete as completionOf } from '../completion/candidates.js';
import { brokenAt, wordsOf } from '../completion/shell-line.js';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';

export interface CompleteArguments {
  /** What stands behind the program's name, the last word being typed. */
  readonly words: readonly string[];
  /** Instead of `words`: the line as it was typed, up to the cursor. */
  readonly line?: string;
  /** Characters at which the shell breaks the words of `line`. */
  readonly breaks?: string;
}

/** `tunq __complete`: candidates for the word that is being typed, a line each. */
export async function complete(
  { words: given, line, breaks = '' }: CompleteArguments,
  root: Command,
  io: Io,
): Promise<number> {
  const words = line === undefined ? given : wordsOf(line).slice(1);
  const current = words.at(-1) ?? '';
  const completion = await completionOf(root, words.slice(0, -1), current);
  io.stdout.write(lines(completion, line === undefined ? 0 : brokenAt(current, breaks)));
  return exitStatus.done;
}

function lines({ candidates, paths }: Completion, given: number): string {
  return [
    ...candidates.map(({ word, description = '' }) => `${word.slice(given)}\t${description.replaceAll(/\s+/g, ' ')}`),
    ...(paths ? [`:${paths}\t`] : []),
  ]
    .map((text) => `${text}\n`)
    .join('');
}

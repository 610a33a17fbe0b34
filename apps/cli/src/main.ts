import { CommanderError } from 'commander';
import { exitStatus, InputError } from './failure.js';
import { interruptedStatus, reportInterruption } from './interruption.js';
import type { Io } from './io.js';
import { suggestion } from './nearest.js';
import { program } from './program.js';

/**
 * Runs one command line and gives its exit status. It neither exits nor touches the process, so that a test may call
 * it; input that is wrong ends in one line on `io.stderr`.
 *
 * @param argv what stands behind the program's name
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let status: number = exitStatus.done;
  try {
    await program(io, (value) => {
      status = value;
    }).parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    return await failed(error, io);
  }
}

async function failed(error: unknown, { stderr, signal, env }: Io): Promise<number> {
  if (signal?.aborted) {
    reportInterruption({ stderr, signal });
    return interruptedStatus({ signal });
  }
  if (error instanceof CommanderError) {
    // Help and version end the parser as an error; they are written by then.
    if (error.exitCode === 0 || error.code === 'commander.help') return exitStatus.done;
    stderr.write(`tunq: ${await oneLine(clearer(error.message.replace(/^error: /, '')))}\n`);
    return exitStatus.wrongInput;
  }
  if (error instanceof InputError || isScenarioError(error)) {
    stderr.write(`tunq: ${await oneLine(error.message)}\n`);
    return exitStatus.wrongInput;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  stderr.write(env.TUNQ_DEBUG ? `${stack}\n` : `tunq: ${await oneLine(message)} (TUNQ_DEBUG=1 shows where)\n`);
  return exitStatus.bad;
}

/** What Commander leaves open: what a choice is of, which was meant, and that an option takes no value. */
function clearer(original: string): string {
  const message = original.replace(
    /^command-argument value ('.*') is invalid for argument '(\w+)'/,
    '$2: $1 is invalid',
  );
  const [, given, choices] = /'([^']*)' is invalid[^.]*\. Allowed choices are (.*)\.$/.exec(message) ?? [];
  if (given !== undefined && choices !== undefined) {
    return message.replace(/\.$/, suggestion(given, choices.split(', ')) || '.');
  }
  const [, flag] = /^unknown option '(--[^=']+)=[^']*'$/.exec(message) ?? [];
  return flag === undefined ? message : `${message}; either there is no ${flag}, or it takes no value`;
}

/** By name, so that a command line without a scenario does not load `@tunq/scenario`. */
function isScenarioError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ScenarioError';
}

/** Loads what prints only when there is something to print, so that `--help` is fast. */
async function oneLine(message: string): Promise<string> {
  const { printable } = await import('@tunq/report');
  return printable(message.trim().replaceAll(/\s*\n\s*/g, ' '));
}

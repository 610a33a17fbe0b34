import { hostname } from 'node:os';
import { join } from 'node:path';
import { formatCount, formatJson, formatNumber } from '@tunq/report';
import { type Shard, SweepSet, wholeSweep } from '@tunq/sim';
import { runSweep, SweepFolder, SweepFolderError, writeAtomically } from '@tunq/sim/node';
import { InputError } from '../failure.js';
import { cannotBeWritten } from '../file-problem.js';
import { interruptedStatus, reportInterruption } from '../interruption.js';
import type { Io } from '../io.js';
import { loadPlan } from '../load-plan.js';
import { progressBar } from '../progress.js';
import { refuseStdout } from '../refuse-stdout.js';
import { finishSweep, type SweepOutput } from '../sweep-output.js';

export interface SweepArguments extends SweepOutput {
  readonly plans: readonly string[];
  readonly out?: string;
  readonly jobs?: number;
  readonly shard?: Shard;
  readonly resume?: boolean;
}

/** `tunq sweep`: every point of one or several plans, kept as they end. */
export async function sweep(args: SweepArguments, io: Io): Promise<number> {
  if (args.html !== undefined) refuseStdout(`--html ${args.html}`, args.html, io.stdout);
  const { folder, set } = await openFolder(args, io);
  try {
    if (folder.damaged > 0) {
      io.stderr.write(
        `tunq: ${folder.path}: ${folder.damaged} damaged ${folder.damaged === 1 ? 'line' : 'lines'} of the journal; what was in it is done again\n`,
      );
    }
    refuseSummary(folder.head.shard, args);
    if (await runRest(folder, set, args, io)) return await finishSweep(folder, args, io);
    reportInterruption(io, `${kept(folder)}; ${goOn(args, folder)}`);
    return interruptedStatus(io);
  } catch (error) {
    // A full disk, say: what is there stays, and is gone on with when there is room.
    if (!isSystemError(error)) throw error;
    throw new InputError(`${folder.path}: ${cannotBeWritten(error)}; ${kept(folder)}; ${goOn(args, folder)}`);
  } finally {
    folder.close();
  }
}

/** Runs of one point may be spread over the shards. */
function refuseSummary({ count }: Shard, { html, markdown }: SweepArguments): void {
  const option = html !== undefined ? '--html' : '--markdown';
  if (count === 1 || (html === undefined && !markdown)) return;
  throw new InputError(`${option}: a shard has no summary; allowed: with tunq sweep merge, when all shards are done`);
}

function kept(folder: SweepFolder): string {
  return `${formatCount(folder.total - folder.left)} of ${formatCount(folder.total)} runs are kept`;
}

async function openFolder(args: SweepArguments, io: Io): Promise<{ folder: SweepFolder; set: SweepSet }> {
  const { plans, out, shard = wholeSweep, resume = false } = args;
  if (out === '') throw new InputError('--out: is empty; allowed: a folder');
  if (plans.length === 0) {
    if (!resume || out === undefined) throw new InputError('no plan is given; allowed: plans, or --resume with --out');
    if (args.shard) throw new InputError('--shard: is that of the folder where no plan is given; allowed: without it');
    const folder = inFolder(out, () => SweepFolder.reopen(out));
    return { folder, set: folder.set };
  }
  const sweeps = [];
  for (const plan of plans) sweeps.push(await loadPlan(plan, io));
  let set: SweepSet;
  try {
    set = new SweepSet(sweeps);
  } catch (error) {
    throw new InputError(`${(error as RangeError).message}; allowed: a name: of its own in each`);
  }
  set.check();
  refuseSummary(shard, args);
  const path = out ?? defaultFolder(sweeps[0]!.name, shard);
  return { folder: inFolder(path, () => SweepFolder.open(path, set, shard, { resume })), set };
}

function defaultFolder(name: string, { index, count }: Shard): string {
  return count === 1 ? `${name}.sweep` : `${name}-${index}-of-${count}.sweep`;
}

/** True when all runs have ended, false when the user ended it. */
async function runRest(folder: SweepFolder, set: SweepSet, { jobs }: SweepArguments, io: Io): Promise<boolean> {
  const { total, left } = folder;
  const bar = await progressBar(io, 'sweeping');
  const started = performance.now();
  const label = (done: number) => {
    const rate = (done * 1e3) / (performance.now() - started);
    return `${formatCount(total - left + done)}/${formatCount(total)}, ${formatNumber(rate)} runs/s`;
  };
  let done = 0;
  try {
    const { cpuSeconds } = await runSweep(set, folder, {
      ...(jobs !== undefined && { threads: jobs }),
      ...(io.signal && { signal: io.signal }),
      onRun() {
        done += 1;
        bar.update(done / left, label(done));
      },
    });
    const seconds = (performance.now() - started) / 1e3;
    // What differs between two equal sweeps, in a file of its own.
    if (done === 0) return true;
    const session = { finished: new Date().toISOString(), host: hostname(), runs: done, seconds, cpuSeconds };
    writeAtomically(join(folder.path, 'timing.json'), formatJson(session));
    return true;
  } catch (error) {
    if (io.signal?.aborted) return false;
    throw error;
  } finally {
    bar.stop();
  }
}

/** The command line that goes on. */
function goOn({ plans, shard }: SweepArguments, { path }: SweepFolder): string {
  const part = shard && shard.count > 1 && plans.length > 0 ? ` --shard ${shard.index}/${shard.count}` : '';
  return `go on with: tunq sweep ${[...plans, '--resume', '--out', path].map(quoted).join(' ')}${part}`;
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What is wrong with a folder is wrong input. */
export function inFolder<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof SweepFolderError) throw new InputError(error.message);
    throw isSystemError(error) ? new InputError(`${path}: ${cannotBeWritten(error)}`) : error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

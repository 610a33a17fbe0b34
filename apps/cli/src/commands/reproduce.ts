import { firstMailTables, type ReproduceReport, reproducibleTables } from '@tunq/reference';
import { reproduce as reproduceTables } from '@tunq/reference/node';
import { formatJson, formatReproduction } from '@tunq/report';
import { parseDuration } from '../duration.js';
import { exitStatus, InputError } from '../failure.js';
import { interruptedStatus, reportInterruption } from '../interruption.js';
import type { Io } from '../io.js';
import { suggestion } from '../nearest.js';
import { progressBar } from '../progress.js';
import { refuseStdout } from '../refuse-stdout.js';
import { styleOf } from '../style.js';
import { writePage } from '../write-page.js';

export interface ReproduceArguments {
  readonly tables: readonly string[];
  readonly all?: boolean;
  readonly full?: boolean;
  readonly duration?: string;
  /** Runs of every cell, each with another phase. */
  readonly seeds?: number;
  /** File that gets the plots. */
  readonly html?: string;
  readonly jobs?: number;
  readonly strict?: boolean;
  readonly tolerance: number;
  readonly json?: boolean;
}

/** `tunq reproduce`: published tables beside the simulation. */
export async function reproduce(args: ReproduceArguments, io: Io): Promise<number> {
  if (args.html !== undefined) refuseStdout(`--html ${args.html}`, args.html, io.stdout);
  const tables = tablesOf(args);
  const duration = durationOf(args);
  const bar = await progressBar(io, 'reproducing');
  let report: ReproduceReport;
  try {
    report = await reproduceTables({
      tables,
      ...(args.seeds !== undefined && { seeds: args.seeds }),
      signal: io.signal,
      onProgress: (done, total, share) => bar.update(share, `${done} of ${total} runs`),
      partial: true,
      ...(args.jobs !== undefined && { jobs: args.jobs }),
      ...(duration !== undefined && { duration }),
    });
  } finally {
    bar.stop();
  }
  if (report.cells.length === 0) io.signal?.throwIfAborted();
  if (args.html !== undefined) {
    const { reproductionHtml } = await import('./reproduce-html.js');
    writePage(args.html, reproductionHtml(report));
  }
  io.stdout.write(args.json ? formatJson(report) : `${formatReproduction(report, styleOf(io))}\n`);
  if (io.signal?.aborted) return interrupted(report, io);
  return args.strict ? judge(report, args.tolerance, io) : exitStatus.done;
}

/** Ctrl-C: what was finished is shown, written to `--html` and complete; the rest is counted. */
function interrupted({ cells, unfinished }: ReproduceReport, io: Io): number {
  reportInterruption(io, `${cells.length} of ${cells.length + unfinished.length} cells were finished`);
  return interruptedStatus(io);
}

function tablesOf({ tables, all }: ReproduceArguments): readonly string[] {
  if (all) {
    if (tables.length > 0) throw new InputError('--all: runs every table; allowed: --all, or tables by name');
    return reproducibleTables;
  }
  for (const table of tables) {
    if (reproducibleTables.includes(table)) continue;
    const hint = suggestion(table, reproducibleTables) || `; allowed: ${reproducibleTables.join(', ')}`;
    throw new InputError(`${table}: no published table${hint}`);
  }
  return tables.length > 0 ? tables : firstMailTables;
}

function durationOf({ duration, full }: ReproduceArguments): number | 'published' | undefined {
  if (duration === undefined) return full ? 'published' : undefined;
  if (full) throw new InputError('--duration: contradicts --full; allowed: one of them');
  return parseDuration(duration);
}

/** `--strict`: every cell within tolerance, or status 1 and a line that says how many are not. */
function judge({ cells }: ReproduceReport, tolerance: number, { stderr }: Io): number {
  const out = cells.filter(({ rate: { error } }) => error !== null && Math.abs(error) > tolerance);
  if (out.length === 0) return exitStatus.done;
  stderr.write(`tunq: ${out.length} of ${cells.length} cells are off by more than ${tolerance * 100} %\n`);
  return exitStatus.bad;
}

import { firstMailTables, type ReproduceReport, reproducibleTables } from '@tunq/reference';
import { reproduce as reproduceTables } from '@tunq/reference/node';
import { formatJson, formatReproduction } from '@tunq/report';
import { parseQuantity } from '@tunq/scenario';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';
import { suggestion } from '../nearest.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';

export interface ReproduceArguments {
  readonly tables: readonly string[];
  readonly all?: boolean;
  readonly full?: boolean;
  readonly duration?: string;
  readonly jobs?: number;
  readonly strict?: boolean;
  readonly tolerance: number;
  readonly json?: boolean;
}

/** `tunq reproduce`: published tables beside the simulation. */
export async function reproduce(args: ReproduceArguments, io: Io): Promise<number> {
  const tables = tablesOf(args);
  const duration = durationOf(args);
  const bar = await progressBar(io, 'reproducing');
  let report: ReproduceReport;
  try {
    report = await reproduceTables({
      tables,
      signal: io.signal,
      onProgress: (done, total) => bar.update(done / total, `${done} of ${total} cells`),
      ...(args.jobs !== undefined && { jobs: args.jobs }),
      ...(duration !== undefined && { duration }),
    });
  } finally {
    bar.stop();
  }
  io.stdout.write(args.json ? formatJson(report) : `${formatReproduction(report, styleOf(io))}\n`);
  return args.strict ? judge(report, args.tolerance, io) : exitStatus.done;
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

/** Longer runs would take days. */
const longest = 3600e9;

function durationOf({ duration, full }: ReproduceArguments): number | 'published' | undefined {
  if (duration === undefined) return full ? 'published' : undefined;
  if (full) throw new InputError('--duration: contradicts --full; allowed: one of them');
  try {
    const ns = parseQuantity(duration, 'time');
    if (ns >= 1e6 && ns <= longest) return Math.round(ns);
    throw new RangeError(`${duration} is out of range; allowed: 1ms to 3600s`);
  } catch (error) {
    throw new InputError(`--duration: ${(error as RangeError).message}`);
  }
}

/** `--strict`: every cell within tolerance, or status 1 and a line that says how many are not. */
function judge({ cells }: ReproduceReport, tolerance: number, { stderr }: Io): number {
  const out = cells.filter(({ error }) => error.goodput !== null && Math.abs(error.goodput) > tolerance);
  if (out.length === 0) return exitStatus.done;
  stderr.write(`tunq: ${out.length} of ${cells.length} cells are off by more than ${tolerance * 100} %\n`);
  return exitStatus.bad;
}

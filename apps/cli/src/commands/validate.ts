import type { PlacedCell, ValidationReport } from '@tunq/reference';
import { validate as validateCells } from '@tunq/reference/node';
import { formatJson, formatValidation, type ValidationOrder } from '@tunq/report';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';
import { chooseCells, loadCells } from '../load-cells.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';

export interface ValidateArguments {
  /** A bundled set or a file; default: the shared cells. */
  readonly cells?: string;
  readonly cell?: string;
  /** File that gets the drawings. */
  readonly html?: string;
  readonly sort: ValidationOrder;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `tunq validate`: the real kernel beside the simulation. */
export async function validate(args: ValidateArguments, io: Io): Promise<number> {
  const all = await loadCells(args.cells ?? 'kernel', io);
  const cells = args.cell === undefined ? all : chooseCells(all, args.cell);
  const report = await compared(cells, args, io);
  if (args.html !== undefined) {
    const { writeHtml } = await import('./validate-html.js');
    await writeHtml(args.html, cells, report, io);
  }
  io.stdout.write(args.json ? formatJson(report) : `${formatValidation(report, args.sort, styleOf(io))}\n`);
  return args.strict ? judge(report, io) : exitStatus.done;
}

async function compared(cells: readonly PlacedCell[], { jobs }: ValidateArguments, io: Io): Promise<ValidationReport> {
  const bar = await progressBar(io, 'validating');
  try {
    return await validateCells(cells, {
      signal: io.signal,
      onProgress: (done, total) => bar.update(done / total, `${done} of ${total} cells`),
      ...(jobs !== undefined && { jobs }),
    });
  } finally {
    bar.stop();
  }
}

/** `--strict`: every bar is met and every cell simulated, or status 1 and a line that says which are not. */
function judge({ bars }: ValidationReport, { stderr }: Io): number {
  const missed = bars.filter(({ pass }) => !pass);
  if (missed.length === 0) return exitStatus.done;
  const names = missed.map(({ figure, statistic }) => (statistic === 'count' ? figure : `${figure} ${statistic}`));
  stderr.write(`tunq: ${missed.length} of ${bars.length} bars are missed: ${names.join(', ')}\n`);
  return exitStatus.bad;
}

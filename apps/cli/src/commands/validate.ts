import { kernelCellScenario, type PlacedCell, type ValidationReport } from '@tunq/reference';
import { validate as validateCells } from '@tunq/reference/node';
import { formatJson, formatValidation, printable, type ValidationOrder } from '@tunq/report';
import { ScenarioError, type ScenarioFault } from '@tunq/scenario';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';
import { chooseCells, loadCells } from '../load-cells.js';
import { progressBar } from '../progress.js';
import { refuseStdout } from '../refuse-stdout.js';
import { styleOf } from '../style.js';

export interface ValidateArguments {
  /** Bundled sets, files and folders; default: the shared cells. */
  readonly cells?: readonly string[];
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
  if (args.html !== undefined) refuseStdout(`--html ${args.html}`, args.html, io.stdout);
  const all = await loadCells(args.cells ?? ['kernel'], io);
  const cells = args.cell === undefined ? all : chooseCells(all, args.cell);
  refuseFaulty(cells);
  const report = await compared(cells, args, io);
  if (args.html !== undefined) {
    const { writeHtml } = await import('./validate-html.js');
    await writeHtml(args.html, cells, report, io);
  }
  io.stdout.write(args.json ? formatJson(report) : `${formatValidation(report, args.sort, styleOf(io))}\n`);
  return judge(report, args.strict === true, io);
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

/** Where no cell at all can be simulated there is no answer, good or bad: the input is wrong. */
function refuseFaulty(cells: readonly PlacedCell[]): void {
  let first: ScenarioFault | undefined;
  for (const placed of cells) {
    const runnable = kernelCellScenario(placed);
    if ('scenario' in runnable) return;
    first ??= {
      ...runnable.fault,
      key: [placed.cell.id, runnable.fault.key].filter((part) => part !== null).join(': '),
    };
  }
  if (first) throw new ScenarioError(first);
}

/** Every cell is simulated and, with `--strict`, every bar met; or status 1 and a line that says what is not. */
function judge({ bars, misses, summary }: ValidationReport, strict: boolean, { stderr }: Io): number {
  const [first] = misses;
  if (first) {
    const count = `${misses.length} of ${summary.cells} cells ${misses.length === 1 ? 'was' : 'were'}`;
    stderr.write(`tunq: ${printable(`${count} not simulated, first ${first.id}: ${first.reason}`)}\n`);
  }
  const missed = strict ? bars.filter(({ pass }) => !pass) : [];
  if (missed.length > 0) {
    const names = missed.map(({ figure, statistic }) => (statistic === 'count' ? figure : `${figure} ${statistic}`));
    stderr.write(`tunq: ${missed.length} of ${bars.length} bars are missed: ${names.join(', ')}\n`);
  }
  return first || missed.length > 0 ? exitStatus.bad : exitStatus.done;
}

import type { ScenarioFault } from '@tunq/scenario';
import { type Job, type ManyOptions, type RunMany, runMany, version } from '@tunq/sim';
import type { Ordering } from '../ordering.js';
import { type Bar, errorBars, type FigureStatistics, figureStatistics, figures, type MeasuredCell } from './bars.js';
import { cellScenario } from './cell-scenario.js';
import { compareCell, type ValidatedCell } from './compare-cell.js';
import type { PlacedCell } from './kernel-cell.js';
import { ordering } from './ordering.js';

/** The document that `validate --json` prints. */
export interface ValidationReport {
  readonly version: string;
  readonly cells: readonly ValidatedCell[];
  /** Cells that were not simulated, and why. */
  readonly misses: readonly MissedCell[];
  readonly summary: ValidationSummary;
  readonly bars: readonly Bar[];
}

export interface MissedCell extends MeasuredCell {
  /** In one line. */
  readonly reason: string;
  /** What of the file keeps the cell from being simulated; null if its run failed. */
  readonly fault: ScenarioFault | null;
}

export type ValidationSummary = Readonly<
  Record<'goodput' | 'meanRtt' | 'retransmits' | 'queueStops' | 'queueWakes', FigureStatistics | null>
> & {
  /** Cells that were asked for, and how many of them could not be simulated. */
  readonly cells: number;
  readonly missed: number;
  /** Cells without a drop in the kernel's ring, and those of them that drop in the simulation. */
  readonly zeroDrops: { readonly cells: number; readonly violations: number; readonly violating: readonly string[] };
  readonly ordering: Ordering;
};

export interface ValidateOptions extends ManyOptions {
  /** How the runs are done; default: one after another on the calling thread. */
  readonly run?: RunMany;
}

/**
 * Simulates kernel cells under the conditions of their machine and puts both beside each other. A cell that cannot be
 * simulated, or whose run fails, is a miss.
 */
export async function validate(
  cells: readonly PlacedCell[],
  { run = runMany, ...options }: ValidateOptions = {},
): Promise<ValidationReport> {
  const missed = new Map<string, Pick<MissedCell, 'reason' | 'fault'>>();
  const jobs = cells.flatMap((placed): Job[] => {
    const { id } = placed.cell;
    const runnable = cellScenario(placed);
    if ('scenario' in runnable) return [{ id, scenario: runnable.scenario }];
    missed.set(id, { reason: runnable.fault.message, fault: plainFault(runnable.fault) });
    return [];
  });
  const outcomes = new Map((await run(jobs, options)).map((outcome) => [outcome.id, outcome]));
  const compared = cells.flatMap(({ cell }): ValidatedCell[] => {
    const outcome = outcomes.get(cell.id);
    if (outcome && 'run' in outcome) return [compareCell(cell, outcome.run.result)];
    if (outcome) missed.set(cell.id, { reason: outcome.error.message, fault: null });
    return [];
  });
  const misses = cells.flatMap(({ cell: { id, scenario, measured } }): MissedCell[] => {
    const why = missed.get(id);
    return why === undefined ? [] : [{ id, ...why, params: scenario, measured }];
  });
  return validationReport(compared, misses);
}

/** Without what an error has besides. */
function plainFault({ file, line, column, key, given, allowed }: ScenarioFault): ScenarioFault {
  return { file, line, column, key, given, allowed };
}

/** Sums compared cells up. */
export function validationReport(cells: readonly ValidatedCell[], misses: readonly MissedCell[]): ValidationReport {
  const dropless = cells.filter(({ measured }) => measured.ringDrops === 0);
  const violating = dropless.filter(({ simulated }) => simulated.ringDrops > 0).map(({ id }) => id);
  const order = ordering(cells);
  const statistics = Object.fromEntries(figures.map((figure) => [figure.name, figureStatistics(cells, figure)]));
  return {
    version,
    cells,
    misses,
    summary: {
      cells: cells.length + misses.length,
      missed: misses.length,
      ...(statistics as Record<'goodput' | 'meanRtt' | 'retransmits' | 'queueStops' | 'queueWakes', FigureStatistics>),
      zeroDrops: { cells: dropless.length, violations: violating.length, violating },
      ordering: order,
    },
    bars: [
      ...errorBars(cells, misses),
      countBar('zeroDrops', violating.length),
      countBar('ordering', order.violations),
      countBar('missed', misses.length),
    ],
  };
}

/** Nothing of it may be there. */
function countBar(figure: string, value: number): Bar {
  return { figure, statistic: 'count', limit: 0, value, pass: value === 0 };
}

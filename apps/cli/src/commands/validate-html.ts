import {
  type CellSeries,
  cellSeries,
  kernelCellScenario,
  type PlacedCell,
  type ValidationReport,
} from '@tunq/reference';
import { nodeDocument } from '@tunq/report/node';
import { cellPage, validationPage } from '@tunq/report/plots';
import type { Io } from '../io.js';
import { writePage } from '../write-page.js';

/** Courses that the page of many cells draws. */
const worstCount = 3;

/**
 * Writes the page of one cell, or that of many with the courses of the worst.
 *
 * @throws {InputError} when the file cannot be written
 */
export async function writeHtml(
  path: string,
  cells: readonly PlacedCell[],
  report: ValidationReport,
  { signal }: Io,
): Promise<void> {
  const options = { document: nodeDocument() };
  const series = async (id: string): Promise<CellSeries> => {
    const placed = cells.find(({ cell }) => cell.id === id)!;
    const runnable = kernelCellScenario(placed);
    if (!('scenario' in runnable)) throw runnable.fault;
    return cellSeries(placed.cell, runnable.scenario, signal ? { signal } : {});
  };
  let page: string;
  const [only] = report.cells;
  if (cells.length === 1 && only) {
    page = cellPage(await series(only.id), only, options);
  } else {
    const worst: CellSeries[] = [];
    for (const { id } of worstCells(report).slice(0, worstCount)) worst.push(await series(id));
    page = validationPage(report, worst, options);
  }
  writePage(path, page);
}

function worstCells({ cells }: ValidationReport): ValidationReport['cells'] {
  const size = (error: number | null) => (error === null ? 0 : Math.abs(error));
  return [...cells].sort((a, b) => size(b.error.goodput) - size(a.error.goodput));
}

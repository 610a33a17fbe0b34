import { type Measurements, median, medians, rangeOf, type Settings } from '@tunq/sim';
import { type Cell, cellSettings } from './cells.js';
import { measuredCell } from './published/measured-values.js';
import { comparedRate, rateOf } from './rate.js';
import type { CellSpread, ComparedCell, SimulatedValues } from './reproduce-report.js';
import { signedError } from './score.js';

/** The runs of a cell: once as it is, then with further settings. */
export interface Plan {
  readonly cell: Cell;
  /** ns */
  readonly length: number;
  readonly repeats: readonly Settings[];
}

/** Puts the published number beside the results, in the order of the repeats. */
export function compare({ cell, length, repeats }: Plan, results: readonly Measurements[]): ComparedCell {
  const { id, table, row, column, role } = cell;
  const { measured, source, note } = measuredCell(id);
  const values = results.map(simulatedValues);
  const simulated = {
    ...medians(values),
    cpuSeconds: values.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  };
  const rates = results.map(rateOf(id).read);
  return {
    id,
    table,
    row,
    column,
    source,
    role,
    note: [note, cell.note].filter(Boolean).join(' '),
    ...(cell.remark && { remark: cell.remark }),
    params: { preset: cell.preset, settings: cellSettings(cell, length) },
    seconds: { published: cell.publishedSeconds, simulated: length / 1e9, usual: cell.seconds },
    measured,
    simulated,
    rate: comparedRate(id, median(rates)),
    ...(results.length > 1 && { spread: spreadOf(values, rates, repeats) }),
    error: {
      goodput: signedError(simulated.goodputMbps, measured.goodputMbps),
      meanRtt: signedError(simulated.meanRttMs, measured.meanRttMs),
      retransmits: signedError(simulated.retransmits, measured.retransmits),
    },
  };
}

function spreadOf(
  values: readonly SimulatedValues[],
  rates: readonly number[],
  repeats: readonly Settings[],
): CellSpread {
  const rtts = values.flatMap(({ meanRttMs }) => meanRttMs ?? []);
  return {
    rate: rangeOf(rates),
    goodputMbps: rangeOf(values.map(({ goodputMbps }) => goodputMbps)),
    meanRttMs: rtts.length === 0 ? null : rangeOf(rtts),
    retransmits: rangeOf(values.map(({ retransmits }) => retransmits)),
    repeats: repeats.map((settings, index) => ({ settings, rate: rates[index] as number })),
  };
}

function simulatedValues(result: Measurements): SimulatedValues {
  return {
    goodputMbps: result.goodputMbps,
    goodputMbpsSecondHalf: result.goodputMbpsSecondHalf,
    retransmits: result.retransmits,
    meanRttMs: result.rttMs?.mean ?? null,
    ringDrops: result.ringDrops,
    qdiscDrops: result.qdiscDrops,
    pathDrops: result.pathDrops,
    queueStops: result.queueStops,
    queueWakes: result.queueWakes,
    ringOccupancy: result.ringOccupancy,
    readerCpu: result.readerCpu,
    ...(result.flood && { flood: result.flood }),
    cpuSeconds: result.cpuSeconds,
  };
}

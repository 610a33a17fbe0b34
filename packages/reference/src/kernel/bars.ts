import { absoluteStatistics, type ErrorStatistics } from '../score.js';
import type { ValidatedCell } from './compare-cell.js';

/** What is known of a cell before it is simulated; of one with a fault perhaps nothing. */
export interface MeasuredCell extends Pick<ValidatedCell, 'id' | 'params'> {
  readonly measured: Partial<ValidatedCell['measured']>;
}

/** A figure that has bars, and which cells it is taken of. */
export interface Figure {
  readonly name: 'goodput' | 'meanRtt' | 'retransmits' | 'queueStops' | 'queueWakes';
  readonly title: string;
  readonly of: (cell: MeasuredCell) => boolean;
  /** Largest absolute error of the median, of nine in ten, and of all cells. */
  readonly limits: { readonly medianAbs: number; readonly p90Abs: number; readonly maxAbs?: number };
}

/** How near the simulation must come; the kernel differs from itself by up to 3 % when parameters shift by 0.4 %. */
export const figures: readonly Figure[] = [
  {
    name: 'goodput',
    title: 'goodput',
    of: () => true,
    limits: { medianAbs: 0.01, p90Abs: 0.03, maxAbs: 0.1 },
  },
  {
    name: 'meanRtt',
    title: 'mean RTT',
    of: ({ measured }) => measured.rttMs != null,
    limits: { medianAbs: 0.01, p90Abs: 0.05, maxAbs: 0.15 },
  },
  {
    name: 'retransmits',
    title: 'retransmits, where measured > 20',
    of: ({ measured }) => (measured.retransmits ?? 0) > 20,
    limits: { medianAbs: 0.05, p90Abs: 0.2 },
  },
  {
    name: 'queueStops',
    title: 'stops, backpressure cells',
    of: (cell) => backpressure(cell) && cell.measured.queueStops != null,
    limits: { medianAbs: 0.03, p90Abs: 0.15 },
  },
  {
    name: 'queueWakes',
    title: 'wakes, backpressure cells',
    of: (cell) => backpressure(cell) && cell.measured.queueWakes != null,
    limits: { medianAbs: 0.03, p90Abs: 0.15 },
  },
];

/** One bar: a value, the most that it may be, and whether it is not more. */
export interface Bar {
  readonly figure: string;
  readonly statistic: 'median' | 'p90' | 'max' | 'count';
  readonly limit: number;
  /** Null: a cell that could not be simulated counts, and its error has no number. */
  readonly value: number | null;
  readonly pass: boolean;
}

/** A kernel that stops its queue; also where the qdisc leaves nothing to stop. */
function backpressure({ params }: MeasuredCell): boolean {
  const { flowControl } = (params.device ?? {}) as { flowControl?: unknown };
  return flowControl !== undefined && flowControl !== 'tail-drop';
}

/** A simulation without any RTT is as far off as one that has something where 0 was measured. */
function meanRtt({ measured, simulated }: ValidatedCell): number {
  return (simulated.rttMs ?? measured.rttMs)?.mean ?? 0;
}

/**
 * Absolute error of a cell. Of a figure that the kernel has as 0 there is no fraction: equal is 0, anything else is
 * infinitely far off.
 */
function absoluteError(cell: ValidatedCell, { name }: Figure): number {
  const error = cell.error[name];
  if (error !== null) return Math.abs(error);
  const simulated =
    name === 'goodput' ? cell.simulated.goodputMbps : name === 'meanRtt' ? meanRtt(cell) : cell.simulated[name];
  return simulated === 0 ? 0 : Number.POSITIVE_INFINITY;
}

/** Errors of a figure over its cells; null without one. An infinite error shows as null. */
export function figureStatistics(cells: readonly ValidatedCell[], figure: Figure): FigureStatistics | null {
  const errors = cells.filter(figure.of).map((cell) => absoluteError(cell, figure));
  const statistics = absoluteStatistics(errors);
  return statistics && { cells: errors.length, ...finite(statistics) };
}

export interface FigureStatistics {
  readonly cells: number;
  readonly medianAbs: number | null;
  readonly p90Abs: number | null;
  readonly maxAbs: number | null;
}

function finite({ medianAbs, p90Abs, maxAbs }: ErrorStatistics): Omit<FigureStatistics, 'cells'> {
  const orNull = (value: number) => (Number.isFinite(value) ? value : null);
  return { medianAbs: orNull(medianAbs), p90Abs: orNull(p90Abs), maxAbs: orNull(maxAbs) };
}

/** The bars of all figures; a cell that could not be simulated is infinitely far off. */
export function errorBars(cells: readonly ValidatedCell[], misses: readonly MeasuredCell[]): Bar[] {
  return figures.flatMap((figure) => {
    const errors = cells.filter(figure.of).map((cell) => absoluteError(cell, figure));
    const statistics = absoluteStatistics([...errors, ...misses.filter(figure.of).map(() => Number.POSITIVE_INFINITY)]);
    if (statistics === null) return [];
    const { medianAbs, p90Abs, maxAbs } = statistics;
    const bar = (statistic: Bar['statistic'], value: number, limit: number | undefined): Bar[] =>
      limit === undefined
        ? []
        : [
            {
              figure: figure.name,
              statistic,
              limit,
              value: Number.isFinite(value) ? value : null,
              pass: value <= limit,
            },
          ];
    return [
      ...bar('median', medianAbs, figure.limits.medianAbs),
      ...bar('p90', p90Abs, figure.limits.p90Abs),
      ...bar('max', maxAbs, figure.limits.maxAbs),
    ];
  });
}

import * as Plot from '@observablehq/plot';
import type { ValidationCell } from '../validate-report.js';
import type { FigureOptions } from './cell-figure.js';
import { measuredColor, simulatedColor } from './theme.js';

/** A figure of all cells: what it is, and its two values. */
interface Scatter {
  readonly title: string;
  readonly unit: string;
  readonly values: (cell: ValidationCell) => readonly [measured: number | undefined, simulated: number | undefined];
  /** Band around the diagonal: the bar of nine in ten cells. */
  readonly band: number;
}

const scatters: readonly Scatter[] = [
  {
    title: 'Goodput',
    unit: 'Mbit/s',
    values: ({ measured, simulated }) => [measured.goodputMbps, simulated.goodputMbps],
    band: 0.03,
  },
  {
    title: 'Mean RTT',
    unit: 'ms',
    values: ({ measured, simulated }) => [measured.rttMs?.mean, simulated.rttMs?.mean],
    band: 0.05,
  },
  {
    title: 'Retransmits',
    unit: 'segments',
    values: ({ measured, simulated }) => [measured.retransmits, simulated.retransmits],
    band: 0.2,
  },
];

/** Measured over simulated, logarithmic, one drawing a figure; a cell's name shows where the pointer rests. */
export function scatterFigures(
  cells: readonly ValidationCell[],
  { document, width = 310 }: FigureOptions = {},
): { readonly title: string; readonly svg: string }[] {
  return scatters.flatMap(({ title, unit, values, band }) => {
    const points = cells.flatMap((cell) => {
      const [measured, simulated] = values(cell);
      return measured && simulated ? [{ id: cell.id, measured, simulated }] : [];
    });
    if (points.length === 0) return [];
    const all = points.flatMap(({ measured, simulated }) => [measured, simulated]);
    const [low, high] = [Math.min(...all) / 1.3, Math.max(...all) * 1.3];
    const corners = [low, high];
    const scale = { type: 'log', domain: [low, high], grid: true, tickFormat: '~s', ticks: 5 } as const;
    const plot = Plot.plot({
      ...(document && { document }),
      width,
      height: width,
      marginLeft: 52,
      marginBottom: 40,
      style: { background: 'none', fontSize: '11.5px' },
      x: { ...scale, label: `measured, ${unit}` },
      y: { ...scale, label: `simulated, ${unit}` },
      marks: [
        Plot.areaY(corners, {
          x: (v) => v,
          y1: (v) => Math.max(low, v * (1 - band)),
          y2: (v) => Math.min(high, v * (1 + band)),
          fill: simulatedColor,
          fillOpacity: 0.15,
        }),
        Plot.line(corners, { x: (v) => v, y: (v) => v, stroke: simulatedColor, strokeWidth: 1 }),
        Plot.dot(points, { x: 'measured', y: 'simulated', stroke: measuredColor, r: 3.5, title: 'id' }),
      ],
    });
    return [{ title, svg: plot.outerHTML }];
  });
}

import * as Plot from '@observablehq/plot';
import type { Comparison, Measurements } from '@tunq/sim';
import { formatCount, formatMs, formatRate } from '../format.js';
import type { FigureOptions } from './cell-figure.js';
import { type Panel, stack } from './stack.js';

interface Bar {
  readonly title: string;
  readonly value: (result: Measurements) => number | undefined;
  readonly format: (value: number) => string;
  readonly color: string;
}

const latency = (result: Measurements) => result.pingMs?.p99 ?? result.rttSamplesMs?.p99;

/** What is drawn of each variant, one panel each; a panel without a number in any variant is left out. */
const bars: readonly Bar[] = [
  { title: 'Goodput, Mbit/s', value: ({ goodputMbps }) => goodputMbps, format: formatRate, color: 'var(--series1)' },
  {
    title: 'Round trip of a ping, or else of a segment, 99th percentile, ms',
    value: latency,
    format: formatMs,
    color: 'var(--series2)',
  },
  {
    title: 'Time in qdisc and ring, 99th percentiles together, ms',
    value: ({ sojournMs }) => sojournMs.qdisc.p99 + sojournMs.ring.p99,
    format: formatMs,
    color: 'var(--series4)',
  },
  {
    title: 'Drops of ring and qdisc, packets',
    value: ({ ringDrops, qdiscDrops }) => ringDrops + qdiscDrops,
    format: formatCount,
    color: 'var(--bad)',
  },
  {
    title: 'Retransmits, segments',
    value: ({ retransmits }) => retransmits,
    format: formatCount,
    color: 'var(--series6)',
  },
];

const rowHeight = 24;
const foot = 30;

/** Letters of a variant's name that are shown. */
const longestName = 44;

/** Variants side by side: a bar each in a panel for each number. */
export function comparisonFigure(
  title: string,
  runs: Comparison['runs'],
  { document, width = 880, standalone = false }: FigureOptions = {},
): string {
  const names = distinct(runs.map(({ settings }) => variantName(settings)));
  const longest = Math.max(0, ...names.map((name) => name.length));
  const panels = bars.flatMap(({ title: name, value, format, color }): Panel[] => {
    const points = runs.flatMap(({ result }, i) => {
      const x = value(result);
      return x === undefined ? [] : [{ name: names[i]!, x }];
    });
    if (points.every(({ x }) => x === 0)) return [];
    const height = names.length * rowHeight + foot;
    const plot = Plot.plot({
      ...(document && { document }),
      width,
      height,
      marginLeft: Math.min(longest, longestName) * 6.6 + 18,
      marginRight: 110,
      marginTop: 4,
      marginBottom: 24,
      x: { label: null, grid: true, zero: true, ticks: 6 },
      y: { label: null, domain: names, padding: 0.25 },
      style: { background: 'none', fontSize: '11.5px' },
      marks: [
        Plot.barX(points, { x: 'x', y: 'name', fill: color }),
        Plot.text(points, {
          x: 'x',
          y: 'name',
          text: ({ x }) => format(x),
          textAnchor: 'start',
          dx: 5,
          fill: 'var(--title)',
        }),
        Plot.ruleX([0]),
      ],
    });
    return [{ title: name, svg: plot.outerHTML, height }];
  });
  return stack(panels, { title, width, standalone, key: [] });
}

/** Names that were cut may be equal: then with their numbers. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${i + 1}: ${name}`));
}

/** The values of a variant; names of keys stand in the title. */
function variantName(settings: Readonly<Record<string, string>>): string {
  const name = Object.values(settings).join(', ');
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

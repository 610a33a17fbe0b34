import * as Plot from '@observablehq/plot';
import type { MedianInterval, PlanSummary, PointSummary } from '@tunq/sim';
import { formatCount } from '../format.js';
import { valueLabel } from '../sweep/axis-label.js';
import { metricName, type SweepMetric } from '../sweep/sweep-metrics.js';
import type { FigureOptions } from './cell-figure.js';
import { escaped, fontFamily, simulatedColor, themeCss } from './theme.js';

/** An axis of the plan as it is drawn. */
interface DrawnAxis {
  readonly name: string;
  readonly labels: readonly string[];
}

/** A point of the grid with its step on every axis. */
interface DrawnPoint {
  readonly steps: readonly number[];
  readonly interval: MedianInterval | null;
}

interface Drawn {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/** More panels than a person compares. */
const mostPanels = 24;

/** A cell is smaller than a pixel long before that, and a browser slow. */
const mostCells = 20_000;

const [head, panelTitle, gap] = [62, 24, 18];

/** Colours of the heat maps: even in lightness, readable without colour vision, and good on light and dark grounds. */
const scheme = 'viridis';

/**
 * A metric over the grid of a plan: a heat map of the two longest axes, one for every combination of the others; with one axis, the
 * medians with their intervals.
 *
 * @returns an SVG; empty of a plan without axes, of more than 20 000 points, or where no point has the metric
 */
export function sweepFigure(plan: PlanSummary, metric: SweepMetric, options: FigureOptions = {}): string {
  const { width = 880, standalone = false } = options;
  if (plan.points.length > mostCells) return '';
  const axes = plan.axes.map(({ keys, steps }) => ({
    name: keys.join(' / '),
    labels: steps.map((values) => values.map(valueLabel).join(' / ')),
  }));
  const points = plan.points.map((point) => drawnPoint(point, axes, metric));
  if (axes.length === 0 || !points.some(({ interval }) => interval)) return '';
  const panels = axes.length === 1 ? [intervals(axes[0]!, points, metric, options)] : heatMaps(axes, points, options);
  return assemble(panels, { plan, metric, width, standalone, points, heat: axes.length > 1 });
}

/** Panels that {@link sweepFigure} leaves out. */
export function omittedPanels({ axes }: Pick<PlanSummary, 'axes'>): number {
  const sizes = axes.map(({ steps }) => steps.length).sort((a, b) => b - a);
  return Math.max(0, sizes.slice(2).reduce((product, size) => product * size, 1) - mostPanels);
}

function drawnPoint(
  { point, measured }: PointSummary,
  axes: readonly DrawnAxis[],
  { column }: SweepMetric,
): DrawnPoint {
  const steps: number[] = [];
  let rest = point;
  for (const { labels } of axes.toReversed()) {
    steps.unshift(rest % labels.length);
    rest = Math.floor(rest / labels.length);
  }
  return { steps, interval: measured[column] ?? null };
}

function intervals(
  { name, labels }: DrawnAxis,
  points: readonly DrawnPoint[],
  metric: SweepMetric,
  { document, width = 880 }: FigureOptions,
): Drawn {
  const height = 320;
  const marks = points.flatMap(({ steps, interval }) => (interval ? [{ x: labels[steps[0]!]!, ...interval }] : []));
  const rotated = isCrowded(labels, (width - 90) / labels.length);
  const plot = Plot.plot({
    ...(document && { document }),
    width,
    height,
    marginLeft: 64,
    marginRight: 20,
    marginBottom: rotated ? 84 : 44,
    style: { background: 'none', fontSize: '12px' },
    x: {
      type: 'point',
      domain: [...labels],
      label: name,
      labelArrow: 'none',
      padding: 0.5,
      ...(rotated && { tickRotate: -40 }),
    },
    y: { label: null, grid: true, zero: true, nice: true },
    marks: [
      Plot.ruleY([0]),
      Plot.line(marks, { x: 'x', y: 'median', stroke: simulatedColor, strokeOpacity: 0.35 }),
      Plot.ruleX(marks, { x: 'x', y1: 'low', y2: 'high', stroke: simulatedColor, strokeWidth: 6, strokeOpacity: 0.35 }),
      Plot.dot(marks, { x: 'x', y: 'median', fill: simulatedColor, r: 3.5, title: (d) => `${d.x}: ${tip(d, metric)}` }),
    ],
  });
  return { svg: plot.outerHTML, width, height, title: '' };
}

function heatMaps(axes: readonly DrawnAxis[], points: readonly DrawnPoint[], options: FigureOptions): Drawn[] {
  const { width = 880 } = options;
  // The longest axis lies, the second stands; a stable sort keeps the order of the plan.
  const order = axes.map((_, index) => index).sort((a, b) => axes[b]!.labels.length - axes[a]!.labels.length);
  const [across, up] = [order[0]!, order[1]!];
  const others = axes.map((_, index) => index).filter((index) => index !== across && index !== up);
  const groups = new Map<string, DrawnPoint[]>();
  for (const point of points) {
    const title = others.map((index) => `${axes[index]!.name} ${axes[index]!.labels[point.steps[index]!]}`).join(', ');
    groups.set(title, [...(groups.get(title) ?? []), point]);
  }
  const color = colorOf(points);
  const room = groups.size > 1 ? (width - gap) / 2 : width;
  return [...groups]
    .slice(0, mostPanels)
    .map(([title, group]) =>
      heatMap(title, group, { x: axes[across]!, y: axes[up]!, across, up, color, room, options }),
    );
}

interface HeatMapInput {
  readonly x: DrawnAxis;
  readonly y: DrawnAxis;
  readonly across: number;
  readonly up: number;
  readonly color: (value: number) => string;
  /** For a panel, px. */
  readonly room: number;
  readonly options: FigureOptions;
}

function heatMap(
  title: string,
  points: readonly DrawnPoint[],
  { x, y, across, up, color, room, options }: HeatMapInput,
): Drawn {
  const marginLeft = Math.min(260, 24 + longest(y.labels) * 7);
  const cell = Math.max(16, Math.min(76, (room - marginLeft - 24) / x.labels.length));
  const rotated = isCrowded(x.labels, cell);
  const marginBottom = rotated ? Math.min(160, 40 + longest(x.labels) * 5) : 42;
  const rowHeight = Math.max(16, Math.min(30, 460 / y.labels.length));
  const size = {
    width: marginLeft + 24 + cell * x.labels.length,
    height: 30 + marginBottom + rowHeight * y.labels.length,
  };
  const cells = points.map(({ steps, interval }) => ({
    x: x.labels[steps[across]!]!,
    y: y.labels[steps[up]!]!,
    value: interval?.median ?? null,
    text: interval ? short(interval.median) : '–',
    fill: interval ? color(interval.median) : 'none',
    tip: interval ? range(interval) : 'no number',
  }));
  const written = longest(cells.map(({ text }) => text)) * 7 + 4 <= cell;
  const { document } = options;
  const plot = Plot.plot({
    ...(document && { document }),
    ...size,
    marginLeft,
    marginRight: 24,
    marginTop: 30,
    marginBottom,
    style: { background: 'none', fontSize: '12px' },
    x: {
      type: 'band',
      domain: [...x.labels],
      label: x.name,
      labelArrow: 'none',
      padding: 0.03,
      tickSize: 0,
      ...(rotated && { tickRotate: -40 }),
    },
    y: {
      type: 'band',
      domain: [...y.labels].reverse(),
      label: y.name,
      labelAnchor: 'top',
      labelArrow: 'none',
      padding: 0.03,
      tickSize: 0,
    },
    color: { type: 'identity' },
    marks: [
      Plot.cell(cells, {
        x: 'x',
        y: 'y',
        fill: 'fill',
        stroke: 'var(--rule)',
        strokeWidth: 0.5,
        title: (d) => `${d.x}, ${d.y}: ${d.tip}`,
      }),
      ...(written
        ? [
            Plot.text(cells, {
              x: 'x',
              y: 'y',
              text: 'text',
              fill: (d) => (d.value === null ? 'var(--ink)' : inkOn(d.fill)),
              pointerEvents: 'none',
            }),
          ]
        : []),
    ],
  });
  return { svg: plot.outerHTML, ...size, title };
}

function colorOf(points: readonly DrawnPoint[]): (value: number) => string {
  const medians = points.flatMap(({ interval }) => (interval ? [interval.median] : []));
  const domain = [Math.min(...medians), Math.max(...medians)];
  const scale = Plot.scale({ color: { type: 'linear', scheme, domain } });
  return (value) => (domain[0] === domain[1] ? scale.apply(domain[0] ?? 0) : scale.apply(value));
}

function assemble(
  panels: readonly Drawn[],
  {
    plan,
    metric,
    width,
    standalone,
    points,
    heat,
  }: {
    plan: PlanSummary;
    metric: SweepMetric;
    width: number;
    standalone: boolean;
    points: readonly DrawnPoint[];
    heat: boolean;
  },
): string {
  const top = head + (heat ? 10 : 0);
  let [x, y, rowHeight] = [0, top, 0];
  const placed = panels.map(({ svg, width: own, height, title }) => {
    if (x > 0 && x + own > width) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    const label = title === '' ? 0 : panelTitle;
    const text =
      title === ''
        ? ''
        : `<text x="${x + 12}" y="${y + 15}" font-weight="600" fill="var(--title)">${escaped(title)}</text>\n`;
    const part = `${text}${svg.replace('<svg ', `<svg x="${x}" y="${y + label}" `)}`;
    x += Math.max(own, (width - gap) / 2) + gap;
    rowHeight = Math.max(rowHeight, height + label);
    return part;
  });
  const height = y + rowHeight + 8;
  const total = Math.max(width, ...panels.map((panel) => panel.width));
  const title = `${plan.name}: ${metricName(metric)}`;
  const subtitle = plan.replicates > 1 ? `Medians of ${plan.replicates} runs a point.` : 'One run a point.';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(total)} ${round(height)}" width="${round(total)}" height="${round(height)}" role="img" font-family="${escaped(fontFamily)}" font-size="12.5" fill="var(--ink)" color="var(--ink)">
<title>${escaped(title)}</title>
${standalone ? `<style>${themeCss}</style>\n<rect width="100%" height="100%" rx="8" fill="var(--ground)"/>\n` : ''}<text x="12" y="22" font-size="15" font-weight="600" fill="var(--title)">${escaped(title)}</text>
<text x="12" y="44">${subtitle}</text>
${heat ? `${legend(points)}\n` : ''}${placed.join('\n')}
</svg>`;
}

/** The scale of colours, with its ends. */
function legend(points: readonly DrawnPoint[]): string {
  const medians = points.flatMap(({ interval }) => (interval ? [interval.median] : []));
  const [low, high] = [Math.min(...medians), Math.max(...medians)];
  if (low === high) return '';
  const color = colorOf(points);
  const [left, count, step] = [260, 48, 4];
  const bars = Array.from({ length: count }, (_, i) => {
    const fill = color(low + ((high - low) * i) / (count - 1));
    return `<rect x="${left + i * step}" y="34" width="${step + 0.5}" height="12" fill="${fill}"/>`;
  });
  return `<text x="${left - 8}" y="44" text-anchor="end">${escaped(formatCount(low))}</text>${bars.join('')}<text x="${left + count * step + 8}" y="44">${escaped(formatCount(high))}</text>`;
}

/** Black or white, whichever has more contrast on a colour of the form `#rrggbb` or `rgb(r, g, b)` (WCAG 2 relative luminance). */
function inkOn(color: string): string {
  const hex = /^#(..)(..)(..)$/
    .exec(color)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 16));
  const parts = hex ?? color.match(/\d+/g)?.map(Number) ?? [0, 0, 0];
  const [r, g, b] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

function tip(interval: MedianInterval, { unit }: SweepMetric): string {
  return `${range(interval)}${unit === '' ? '' : ` ${unit}`}`;
}

function range({ median, low, high, count }: MedianInterval): string {
  return count < 2 ? formatCount(median) : `${formatCount(median)} (${formatCount(low)}…${formatCount(high)})`;
}

/** Three significant digits, and thousands as `12k`: a cell has little room. */
function short(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (magnitude >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

function isCrowded(labels: readonly string[], room: number): boolean {
  return longest(labels) * 7 + 6 > room;
}

function longest(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => label.length));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

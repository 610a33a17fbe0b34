import * as Plot from '@observablehq/plot';
import { formatCount } from '../format.js';
import type { FigureOptions } from './cell-figure.js';
import type { FlowSeries, Occupancy, RunSeries, SeriesPoint } from './run-series.js';
import { type KeyItem, type Panel, stack } from './stack.js';
import { seriesColors } from './theme.js';

const [ringColor, dropColor, qdiscColor] = ['var(--series1)', 'var(--bad)', 'var(--series6)'];
const stoppedColor = 'var(--fitted)';
const panelHeight = 138;
const lowHeight = 92;

/** One run over time: windows, round trips, queues with the times in which they were stopped, goodput and drops. */
export function runFigure(
  title: string,
  series: RunSeries,
  { document, width = 960, standalone = false }: FigureOptions = {},
): string {
  const panel = (name: string, marks: Plot.Markish[], height = panelHeight, y: Plot.ScaleOptions = {}): Panel => {
    const plot = Plot.plot({
      ...(document && { document }),
      width,
      height,
      marginLeft: 62,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 24,
      x: { domain: [0, series.seconds], label: null, tickFormat: (t: number) => `${t} s`, grid: true },
      y: { label: null, grid: true, zero: true, nice: true, ticks: 5, ...y },
      style: { background: 'none', fontSize: '11.5px' },
      marks: [...(y.zero === false ? [] : [Plot.ruleY([0])]), ...marks],
    });
    return { title: name, svg: plot.outerHTML, height };
  };
  const { flows, ring, qdisc, stopped, drops, pings } = series;
  const colorOf = (index: number) => seriesColors[index % seriesColors.length]!;
  const each = (
    of: keyof Omit<FlowSeries, 'flow'>,
    draw: (points: readonly SeriesPoint[], i: number) => Plot.Markish[],
  ) => flows.flatMap((flow, i) => draw(flow[of], i));
  const hasQdisc = qdisc.some(({ max }) => max > 0);
  const panels: Panel[] = [
    ...(flows.length > 0
      ? [
          panel('Congestion window, and in flight (thin), segments', [
            ...each('inFlight', (points, i) => line(points, colorOf(i), 0.9, 0.55)),
            ...each('cwnd', (points, i) => line(points, colorOf(i))),
          ]),
          panel(
            pings.length > 0 ? 'Round trips of segments, and of pings (dots), ms' : 'Round trips, ms',
            [
              ...(pings.length > 0 ? [Plot.dot(pings, { x: 't', y: 'value', r: 1.5, fill: 'var(--ink)' })] : []),
              ...each('rtt', (points, i) => line(points, colorOf(i))),
            ],
            panelHeight,
            { zero: false },
          ),
        ]
      : []),
    panel(`Ring: unread packets, mean and most${stopped.length > 0 ? '; shaded: the queue is stopped' : ''}`, [
      ...shading(stopped, series.bin, ring),
      ...occupancy(ring, ringColor),
    ]),
    ...(hasQdisc
      ? [
          panel(`Qdisc: packets, mean and most${stopped.length > 0 ? '; shaded: the queue is stopped' : ''}`, [
            ...shading(stopped, series.bin, qdisc),
            ...occupancy(qdisc, qdiscColor),
          ]),
        ]
      : []),
    ...(flows.length > 0
      ? [
          panel(
            'Goodput, Mbit/s',
            each('goodput', (points, i) => steps(points, colorOf(i), series.seconds / points.length)),
          ),
        ]
      : []),
    ...(drops.length > 0 ? [dropPanel(series, panel)] : []),
  ];
  return stack(panels, { title, width, standalone, key: keyOf(series) });
}

function keyOf({ flows, stopped, drops }: RunSeries): KeyItem[] {
  return [
    ...(flows.length > 1
      ? flows.map(
          ({ flow }, i): KeyItem => ({ text: `flow ${flow + 1}`, color: seriesColors[i % seriesColors.length]! }),
        )
      : []),
    ...(stopped.length > 0 ? [{ text: 'queue stopped', color: stoppedColor, mark: 'block' } as const] : []),
    ...(drops.length > 0 ? [{ text: 'drops', color: dropColor, mark: 'block' } as const] : []),
  ];
}

function dropPanel(
  { drops, bin }: RunSeries,
  panel: (name: string, marks: Plot.Markish[], height?: number) => Panel,
): Panel {
  const total = new Map<string, number>();
  for (const { place, value } of drops) total.set(place, (total.get(place) ?? 0) + value);
  const sums = [...total].map(
    ([place, value]) => `${formatCount(value)} ${place === 'path' ? 'on the path' : `by the ${place}`}`,
  );
  const bars = drops.map(({ t, place, value }) => ({ x1: t - bin / 2, x2: t + bin / 2, place, value }));
  const color = { ring: dropColor, qdisc: qdiscColor, path: 'var(--series4)' };
  return panel(
    `Drops, packets in ${formatCount(bin * 1e3)} ms: ${sums.join(', ')}`,
    [Plot.rectY(bars, Plot.stackY({ x1: 'x1', x2: 'x2', y: 'value', fill: ({ place }) => color[place as 'ring'] }))],
    lowHeight,
  );
}

/** Bins in which the queue was stopped, as dark as their share. */
function shading(stopped: readonly SeriesPoint[], bin: number, levels: readonly Occupancy[]): Plot.Markish[] {
  const top = Math.max(1, ...levels.map(({ max }) => max));
  const bars = stopped.map(({ t, value }) => ({ x1: t - bin / 2, x2: t + bin / 2, value }));
  return [
    Plot.rect(bars, {
      x1: 'x1',
      x2: 'x2',
      y1: 0,
      y2: top,
      fill: stoppedColor,
      fillOpacity: ({ value }) => 0.1 + 0.35 * value,
      inset: 0,
    }),
  ];
}

function occupancy(levels: readonly Occupancy[], color: string): Plot.Markish[] {
  return [
    Plot.areaY(levels, { x: 't', y1: 'mean', y2: 'max', fill: color, fillOpacity: 0.22 }),
    Plot.line(levels, { x: 't', y: 'mean', stroke: color, strokeWidth: 1.5 }),
  ];
}

function line(points: readonly SeriesPoint[], stroke: string, strokeWidth = 1.6, strokeOpacity = 1): Plot.Markish[] {
  return [Plot.line(points, { x: 't', y: 'value', stroke, strokeWidth, strokeOpacity })];
}

/** A value of a bin holds for all of it. */
function steps(points: readonly SeriesPoint[], stroke: string, bin: number): Plot.Markish[] {
  const edges = points.map(({ t, value }) => ({ t: t - bin / 2, value }));
  const last = edges.at(-1);
  const all = last ? [...edges, { t: last.t + bin, value: last.value }] : edges;
  return [Plot.line(all, { x: 't', y: 'value', stroke, strokeWidth: 1.3, curve: 'step-after' })];
}

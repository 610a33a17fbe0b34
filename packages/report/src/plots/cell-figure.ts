import * as Plot from '@observablehq/plot';
import { formatCount } from '../format.js';
import type { DrawnCell, DrawnFlow, DrawnPoint, DrawnRun } from './cell-series.js';
import { type KeyItem, type Panel, stack } from './stack.js';
import { measuredColor, simulatedColor } from './theme.js';

export interface FigureOptions {
  /** What draws: a page's own document (default), or that of a DOM for Node. */
  readonly document?: Document;
  /** px */
  readonly width?: number;
  /** Flows that are drawn; of many more, a page says too little about each. */
  readonly mostFlows?: number;
  /** True: the SVG is a file of its own and brings its colours. */
  readonly standalone?: boolean;
}

const panelHeight = 150;

/** cwnd, RTT and goodput of each flow, and the retransmits of all, measured and simulated, on one time axis. */
export function cellFigure(
  { id, seconds, measured, simulated }: DrawnCell,
  { document, width = 960, mostFlows = 16, standalone = false }: FigureOptions = {},
): string {
  const panel = (title: string, marks: Plot.Markish[], y: Plot.ScaleOptions = {}): Panel => {
    const plot = Plot.plot({
      ...(document && { document }),
      width,
      height: panelHeight,
      marginLeft: 62,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 24,
      x: { domain: [0, seconds], label: null, tickFormat: (t: number) => `${t} s`, grid: true },
      y: { label: null, grid: true, zero: true, nice: true, ...y },
      style: { background: 'none', fontSize: '11.5px' },
      marks: [...(y.zero === false ? [] : [Plot.ruleY([0])]), ...marks],
    });
    return { title, svg: plot.outerHTML, height: panelHeight };
  };
  const flows = measured.flows.length === 0 ? simulated.flows : measured.flows;
  const of = (run: DrawnRun, index: number): DrawnFlow => run.flows[index] ?? noFlow;
  const perFlow = flows.slice(0, mostFlows).flatMap((_, index) => {
    const name = flows.length === 1 ? '' : `, flow ${index + 1} of ${flows.length}`;
    const kernel = of(measured, index);
    const model = of(simulated, index);
    return [
      panel(`Congestion window${name}, segments`, [
        ...line(model.ssthresh, simulatedColor, true),
        ...line(kernel.ssthresh, measuredColor, true),
        ...line(model.cwnd, simulatedColor),
        ...dotted(kernel.cwnd, measuredColor),
      ]),
      panel(`Smoothed RTT${name}, ms`, [...line(model.rtt, simulatedColor), ...dotted(kernel.rtt, measuredColor)], {
        zero: false,
      }),
      panel(`Acknowledged${name}, Mbit/s`, [
        ...steps(model.goodput, simulatedColor),
        ...dotted(kernel.goodput, measuredColor),
      ]),
    ];
  });
  const losses = [
    panel('Retransmits of all flows in an interval', [
      ...steps(simulated.retransmits, simulatedColor),
      ...dotted(measured.retransmits, measuredColor),
    ]),
    panel('Packets that the full ring has dropped so far', [
      ...line(course(simulated, seconds), simulatedColor),
      ...measuredDrops(measured, seconds, simulated.ringDrops ?? 0),
    ]),
  ];
  const key: KeyItem[] = [
    { text: 'measured: Linux 7.3', color: measuredColor, mark: 'dots' },
    { text: 'simulated: tunq', color: simulatedColor },
    { text: 'dashed: ssthresh', color: simulatedColor, mark: 'none' },
  ];
  return stack([...perFlow, ...losses], { title: id, width, standalone, key });
}

/** Where the measured drops of the drawing come from, in a sentence; empty where the cell has their course. */
export function dropsCaption({ measured }: DrawnCell): string {
  if (measured.drops.length > 0) return '';
  return measured.ringDrops === null
    ? 'The cell does not say what the kernel’s ring dropped: only the simulated drops are drawn.'
    : `The cell does not say when the kernel’s ring dropped: its total, ${formatCount(measured.ringDrops)}, stands at the end of the run.`;
}

/** Drops so far. What the ring drops while the rest drains belongs to the end. */
function course({ drops, ringDrops }: DrawnRun, seconds: number): DrawnPoint[] {
  let sum = 0;
  const points = drops.map(({ t, value }) => {
    sum += value;
    return { t: Math.min(t, seconds), value: sum };
  });
  const last = points.pop();
  return last === undefined ? [] : [{ t: 0, value: 0 }, ...points, { t: last.t, value: ringDrops ?? sum }];
}

function measuredDrops(measured: DrawnRun, seconds: number, simulatedTotal: number): Plot.Markish[] {
  if (measured.drops.length > 0) return dotted(course(measured, seconds), measuredColor);
  if (measured.ringDrops === null) return [];
  const total = [{ t: seconds, value: measured.ringDrops }];
  return [
    Plot.dot(total, { x: 't', y: 'value', fill: measuredColor, r: 4.5, clip: false }),
    Plot.text(total, {
      x: 't',
      y: 'value',
      text: () => `${formatCount(measured.ringDrops!)} in all, measured`,
      fill: measuredColor,
      textAnchor: 'end',
      dx: -9,
      // Where the panel has room: the curve ends near the total.
      dy: measured.ringDrops * 2 > Math.max(measured.ringDrops, simulatedTotal) ? 13 : -13,
    }),
  ];
}

const noFlow: DrawnFlow = { cwnd: [], ssthresh: [], rtt: [], goodput: [] };

function line(points: readonly DrawnPoint[], stroke: string, dashed = false): Plot.Markish[] {
  const dash = dashed ? { strokeDasharray: '5 4', strokeOpacity: 0.75, strokeWidth: 1.25 } : {};
  return [Plot.line(points, { x: 't', y: 'value', stroke, strokeWidth: 1.75, ...dash })];
}

function dotted(points: readonly DrawnPoint[], stroke: string): Plot.Markish[] {
  return [
    Plot.line(points, { x: 't', y: 'value', stroke, strokeWidth: 1, strokeOpacity: 0.6 }),
    Plot.dot(points, { x: 't', y: 'value', fill: stroke, r: 2.75 }),
  ];
}

/** A value of an interval stands at its end and holds for all of it. */
function steps(points: readonly DrawnPoint[], stroke: string): Plot.Markish[] {
  const start = points.slice(0, 1).map(({ value }) => ({ t: 0, value }));
  return [Plot.line([...start, ...points], { x: 't', y: 'value', stroke, strokeWidth: 1.75, curve: 'step-before' })];
}

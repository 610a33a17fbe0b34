import * as Plot from '@observablehq/plot';
import type { Advice, AdviseOutcome } from '@tunq/sim';
import { choiceText, figuresText, flowControlText } from '../advise/words.js';
import { formatCount } from '../format.js';
import type { FigureOptions } from './cell-figure.js';
import { measuredColor, simulatedColor } from './theme.js';

/** Shape of a qdisc’s points, in the order of the question. */
const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'] as const;

/** Latencies below this are drawn at it, ms: a logarithmic scale has no zero. */
const leastMs = 0.01;

interface Point {
  readonly latency: number;
  readonly goodput: number;
  readonly color: string;
  readonly symbol: string;
  readonly title: string;
  readonly queueLength: number;
  /** Where its number stands. */
  readonly side: 'above' | 'below';
}

/** What the marks of the figure mean. */
export function paretoKey({ question, outcomes }: Advice): { readonly mark: string; readonly text: string }[] {
  const dot = (color: string) => `<circle r="5" fill="${color}"/>`;
  const flowControls = [...new Set(outcomes.map(({ flowControl }) => flowControl))];
  return [
    ...flowControls.map((flowControl) => ({ mark: dot(colorOf({ flowControl })), text: flowControlText(flowControl) })),
    ...question.qdiscs.map((qdisc, i) => ({
      mark: `<path d="${shape(symbols[i % symbols.length]!)}" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
      text: qdisc,
    })),
    { mark: '<path d="M-8,0H8" stroke="currentColor" stroke-dasharray="4,3"/>', text: 'Pareto front' },
    { mark: '<circle r="8" fill="none" stroke="currentColor" stroke-width="2"/>', text: 'recommended' },
  ];
}

/** Goodput over what a ping gains, a point a choice; numbers are the queue lengths of today’s qdisc; the front as steps. Choices that lose pings are left out. */
export function paretoFigure(advice: Advice, { document, width = 880 }: FigureOptions = {}): string {
  const { outcomes, question, recommendation } = advice;
  const shown = outcomes.filter(({ pingAddedMs }) => pingAddedMs !== null);
  const points = shown.map((outcome) => pointOf(outcome, question.qdiscs));
  const front = points.filter((_, i) => shown[i]!.front).sort((a, b) => a.latency - b.latency);
  const mostGoodput = Math.max(...points.map(({ goodput }) => goodput));
  const [least, most] = [
    Math.min(...points.map(({ latency }) => latency)),
    Math.max(...points.map(({ latency }) => latency)),
  ];
  const labelled = points.filter((_, i) => shown[i]!.qdisc === question.qdiscs[0]);
  const marked = (id: string) => points.filter((_, i) => shown[i]!.id === id);
  const rtt = question.rtt / 1e6;
  const plot = Plot.plot({
    ...(document && { document }),
    width,
    height: Math.round(width * 0.5),
    marginLeft: 56,
    marginRight: 28,
    marginBottom: 42,
    marginTop: 24,
    style: { background: 'none', fontSize: '12px' },
    x: {
      type: 'log',
      domain: [least / 1.4, most * 1.6],
      label: 'what queues and reader add to a ping, p99, ms →',
      labelAnchor: 'center',
      tickFormat: (ms: number) => `${ms}`,
      ticks: 6,
      grid: true,
    },
    // Room for the numbers below points that carry next to nothing.
    y: {
      domain: [0, mostGoodput * 1.2],
      insetBottom: 20,
      nice: true,
      label: '↑ goodput, Mbit/s',
      grid: true,
      ticks: 6,
    },
    marks: [
      ...(question.latency === null
        ? []
        : [
            Plot.ruleX([question.latency / 1e6], { stroke: 'currentColor', strokeOpacity: 0.7 }),
            Plot.text([question.latency / 1e6], {
              x: (ms) => ms,
              frameAnchor: 'top',
              text: () => 'bound',
              dx: 4,
              textAnchor: 'start',
              fill: 'currentColor',
            }),
          ]),
      Plot.line(front, {
        x: 'latency',
        y: 'goodput',
        curve: 'step-after',
        stroke: 'currentColor',
        strokeOpacity: 0.6,
        strokeDasharray: '4,3',
      }),
      Plot.dot(points, {
        x: 'latency',
        y: 'goodput',
        fill: 'color',
        fillOpacity: 0.85,
        symbol: 'symbol',
        r: 4.5,
        title: 'title',
      }),
      Plot.dot(marked(recommendation.pick), {
        x: 'latency',
        y: 'goodput',
        stroke: 'currentColor',
        strokeWidth: 2,
        r: 9,
      }),
      ...(['below', 'above'] as const).map((side) =>
        Plot.text(
          lengthLabels(
            labelled.filter((point) => point.side === side),
            { most, least, mostGoodput },
          ),
          {
            x: 'latency',
            y: 'goodput',
            text: 'text',
            dy: side === 'below' ? 13 : -11,
            fill: 'currentColor',
            fontSize: 10.5,
          },
        ),
      ),
      ...[
        { id: recommendation.pick, text: 'recommended' },
        ...(recommendation.verdict === 'change' ? [{ id: recommendation.today, text: 'today' }] : []),
      ].map(({ id, text }) =>
        Plot.text(marked(id), {
          x: 'latency',
          y: 'goodput',
          text: () => text,
          dy: id.startsWith('tail-drop') ? 27 : -25,
          fill: 'currentColor',
          fontWeight: 600,
        }),
      ),
    ],
    ariaLabel: `Goodput over the latency that queues add, RTT ${rtt} ms`,
    color: { type: 'identity' },
    symbol: { type: 'identity' },
  });
  return plot.outerHTML;
}

function pointOf(outcome: AdviseOutcome, qdiscs: readonly AdviseOutcome['qdisc'][]): Point {
  return {
    latency: Math.max(leastMs, outcome.pingAddedMs!.median),
    goodput: outcome.goodputMbps.median,
    color: colorOf(outcome),
    symbol: symbols[Math.max(0, qdiscs.indexOf(outcome.qdisc)) % symbols.length]!,
    title: `${choiceText(outcome)}: ${figuresText(outcome)}`,
    queueLength: outcome.queueLength,
    side: outcome.flowControl === 'tail-drop' ? 'below' : 'above',
  };
}

interface Extent {
  readonly least: number;
  readonly most: number;
  readonly mostGoodput: number;
}

/** Shares of the axes within which two numbers would cover each other. */
const [labelWidth, labelHeight] = [0.04, 0.06];

/** One label for points so close that theirs would cover each other: `5`, or `1,000–5,000`. */
function lengthLabels(points: readonly Point[], { least, most, mostGoodput }: Extent) {
  const groups: Point[][] = [];
  for (const point of points.toSorted((a, b) => a.queueLength - b.queueLength)) {
    const near = groups.find(([first]) => {
      const right = Math.abs(Math.log(point.latency / first!.latency)) / Math.max(1, Math.log(most / least));
      return right < labelWidth && Math.abs(point.goodput - first!.goodput) < labelHeight * mostGoodput;
    });
    if (near) near.push(point);
    else groups.push([point]);
  }
  return groups.map((group) => {
    const lengths = group.map(({ queueLength }) => formatCount(queueLength));
    const { latency, goodput } = group[0]!;
    return { latency, goodput, text: lengths.length > 1 ? `${lengths[0]}–${lengths.at(-1)}` : lengths[0]! };
  });
}

function colorOf({ flowControl }: Pick<AdviseOutcome, 'flowControl'>): string {
  return flowControl === 'tail-drop' ? measuredColor : simulatedColor;
}

/** The outline of a symbol around 0, as Observable Plot draws it. */
function shape(name: (typeof symbols)[number]): string {
  const outlines = {
    circle: 'M5,0A5,5 0 1,1 -5,0A5,5 0 1,1 5,0Z',
    square: 'M-4.4,-4.4H4.4V4.4H-4.4Z',
    triangle: 'M0,-5.5L5,3.5H-5Z',
    diamond: 'M0,-6L4,0L0,6L-4,0Z',
    star: 'M0,-6L1.5,-2L6,-2L2.4,0.8L3.7,5L0,2.4L-3.7,5L-2.4,0.8L-6,-2L-1.5,-2Z',
    wye: 'M-1.5,6V1L-6,-1.6L-4.5,-4.2L0,-1.6L4.5,-4.2L6,-1.6L1.5,1V6Z',
  } as const;
  return outlines[name];
}

import * as Plot from '@observablehq/plot';
import { type BenchResult, whole } from '../bench-report.js';
import type { FigureOptions } from './cell-figure.js';
import { escaped, fontFamily, measuredColor, simulatedColor, themeCss } from './theme.js';

/** A simulator's cost. */
interface Point {
  readonly name: string;
  readonly packetsInFlight: number;
  readonly ns: number;
}

const [head, height, marginTop, marginBottom] = [58, 360, 20, 42];
/** Between two names, px. */
const lineHeight = 14;

const at = { x: 'packetsInFlight', y: 'ns' } as const;

/** Cost of a packet against packets in flight, both logarithmic: tunq's sweep as a line, peers as points of their scenarios. */
export function benchFigure(
  { window = [], peers = [] }: Pick<BenchResult, 'window' | 'peers'>,
  { document, width = 880, standalone = false }: FigureOptions = {},
): string {
  const own = window.map(({ packetsInFlight, nsPerPacket }) => ({
    name: 'tunq',
    packetsInFlight,
    ns: nsPerPacket.median,
  }));
  const others = peers.map(({ name, scenarios }) => ({
    name,
    points: scenarios
      .map(({ packetsInFlight, packetsPerCpuSecond }) => ({
        name,
        packetsInFlight,
        ns: 1e9 / packetsPerCpuSecond.median,
      }))
      .toSorted((a, b) => a.packetsInFlight - b.packetsInFlight),
  }));
  const all = [...own, ...others.flatMap(({ points }) => points)];
  const x = (points: readonly Point[]) => points.map(({ packetsInFlight }) => packetsInFlight);
  const ns = all.map((point) => point.ns);
  const decades = [Math.floor(Math.log10(Math.min(...ns))), Math.ceil(Math.log10(Math.max(...ns)))] as const;
  const tip = ({ name, packetsInFlight, ns: cost }: Point) =>
    `${name}: ${whole(cost)} ns a packet, ${whole(packetsInFlight)} in flight`;
  const title = 'Cost of a packet against packets in flight';
  const plot = Plot.plot({
    ...(document && { document }),
    width,
    height,
    marginLeft: 66,
    marginRight: 150,
    marginTop,
    marginBottom,
    style: { background: 'none', fontSize: '12px' },
    x: {
      type: 'log',
      domain: [Math.min(...x(all)) / 1.3, Math.max(...x(all)) * 1.3],
      label: 'packets in flight (mean)',
      labelAnchor: 'center',
      grid: true,
      tickFormat: (value: number) => (Number.isInteger(Math.log10(value)) ? value.toLocaleString('en') : ''),
    },
    y: {
      type: 'log',
      domain: decades.map((decade) => 10 ** decade),
      label: null,
      grid: true,
      tickFormat: (value: number) => (Number.isInteger(Math.log10(value)) ? duration(value) : ''),
    },
    marks: [
      Plot.line(own, { ...at, stroke: simulatedColor, strokeWidth: 2.25 }),
      Plot.dot(own, { ...at, fill: simulatedColor, r: 4, title: tip }),
      ...others.flatMap(({ points }) => [
        Plot.line(points, { ...at, stroke: measuredColor, strokeWidth: 1, strokeOpacity: 0.6 }),
        Plot.dot(points, { ...at, stroke: measuredColor, strokeWidth: 1.75, r: 4, title: tip }),
      ]),
      ...names(
        [own, ...others.map(({ points }) => points)],
        (height - marginTop - marginBottom) / (decades[1] - decades[0]),
      ),
    ],
  });
  const total = head + height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" role="img" font-family="${escaped(fontFamily)}" font-size="12.5" fill="var(--ink)" color="var(--ink)">
<title>${escaped(title)}</title>
${standalone ? `<style>${themeCss}</style>\n<rect width="100%" height="100%" rx="8" fill="var(--ground)"/>\n` : ''}<text x="12" y="22" font-size="15" font-weight="600" fill="var(--title)">${escaped(title)}</text>
<text x="12" y="44">CPU time of a data packet, median; both axes logarithmic. A peer has a point for each scenario it runs.</text>
${plot.outerHTML.replace('<svg ', `<svg x="0" y="${head}" `)}
</svg>`;
}

/** Names beside the last points, moved apart where these lie too close. */
function names(lines: readonly (readonly Point[])[], pixelsPerDecade: number): Plot.Markish[] {
  const ends = lines.flatMap((points) => points.slice(-1)).toSorted((a, b) => b.ns - a.ns);
  let last = Number.NEGATIVE_INFINITY;
  return ends.map((end) => {
    const place = -Math.log10(end.ns) * pixelsPerDecade;
    last = Math.max(place, last + lineHeight);
    const fill = end.name === 'tunq' ? simulatedColor : measuredColor;
    const dy = last - place;
    return Plot.text([end], { ...at, text: 'name', fill, textAnchor: 'start', dx: 10, dy, fontWeight: 600 });
  });
}

/** 1e3 ns → `1 µs` */
function duration(ns: number): string {
  return ns >= 1e6 ? `${ns / 1e6} ms` : ns >= 1e3 ? `${ns / 1e3} µs` : `${ns} ns`;
}

import * as Plot from '@observablehq/plot';
import type { FigureOptions } from './cell-figure.js';
import { escaped, fontFamily, measuredColor, simulatedColor, themeCss } from './theme.js';

/** Round trips of the pings of one run. */
export interface PingRun {
  /** Which group of runs it is drawn with. */
  readonly group: string;
  readonly name: string;
  readonly variant: 'tail drop' | 'backpressure';
  readonly meanMs: number;
  readonly p99Ms: number;
}

const rowHeight = 30;
const [head, foot] = [66, 44];

/** Mean and 99th percentile of the pings of each run, in rows of one name with a dot for each variant. */
export function pingFigure(
  runs: readonly PingRun[],
  title: string,
  { document, width = 880, standalone = false }: FigureOptions = {},
): string {
  const rows = new Set(runs.map(({ group, name }) => `${group} ${name}`)).size;
  const groups = new Set(runs.map(({ group }) => group)).size;
  const times = runs.flatMap(({ meanMs, p99Ms }) => [meanMs, p99Ms]);
  const height = (rows + groups) * rowHeight + foot;
  const color = { domain: ['tail drop', 'backpressure'], range: [measuredColor, simulatedColor] };
  // Both of a row would hide each other where they are equal.
  const dy = (variant: PingRun['variant']) => (variant === 'tail drop' ? -5 : 5);
  const marks = color.domain.flatMap((variant) => {
    const own = runs.filter((run) => run.variant === variant);
    const place = { y: 'name', fy: 'group', stroke: 'variant', dy: dy(variant as PingRun['variant']) } as const;
    return [
      Plot.link(own, { ...place, x1: 'meanMs', x2: 'p99Ms', y1: 'name', y2: 'name', strokeWidth: 2 }),
      Plot.dot(own, { ...place, x: 'meanMs', r: 4, fill: 'variant' }),
      Plot.dot(own, { ...place, x: 'p99Ms', r: 4, fill: 'var(--ground)', strokeWidth: 1.75 }),
    ];
  });
  const plot = Plot.plot({
    ...(document && { document }),
    width,
    height,
    marginLeft: 118,
    marginRight: 92,
    marginBottom: 38,
    style: { background: 'none', fontSize: '12px' },
    x: {
      domain: [Math.floor(Math.min(...times)), Math.ceil(Math.max(...times))],
      label: 'round trip of a ping, ms',
      grid: true,
      labelAnchor: 'center',
    },
    y: { label: null, domain: [...new Set(runs.map(({ name }) => name))] },
    fy: { label: null },
    color,
    marks,
  });
  const key = (x: number, name: string, text: string) =>
    `<circle cx="${x}" cy="43" r="4.5" fill="var(--${name})"/><text x="${x + 12}" y="47">${text}</text>`;
  const total = head + height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" role="img" font-family="${escaped(fontFamily)}" font-size="12.5" fill="var(--ink)" color="var(--ink)">
<title>${escaped(title)}</title>
${standalone ? `<style>${themeCss}</style>\n<rect width="100%" height="100%" rx="8" fill="var(--ground)"/>\n` : ''}<text x="12" y="22" font-size="15" font-weight="600" fill="var(--title)">${escaped(title)}</text>
${key(18, 'measured', 'tail drop')}
${key(118, 'simulated', 'backpressure')}
<text x="240" y="47">filled: mean, open: 99th percentile</text>
${plot.outerHTML.replace('<svg ', `<svg x="0" y="${head}" `)}
</svg>`;
}

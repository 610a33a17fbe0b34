import { describe, expect, test } from 'vitest';
import { nodeDocument } from '../node/index.js';
import { around, twoAxes } from '../sweep/summary.fixture.js';
import { sweepMetrics } from '../sweep/sweep-metrics.js';
import { omittedPanels, sweepFigure } from './sweep-figure.js';
import { sweepPage } from './sweep-page.js';

const goodput = sweepMetrics[0]!;
const options = () => ({ document: nodeDocument() });
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map((match) => match[1]!);

/** A plan with further axes, every point of which has a goodput of its own. */
function grid(...sizes: number[]) {
  const axes = sizes.map((size, axis) => ({
    keys: [`k${axis}`],
    steps: Array.from({ length: size }, (_, step) => [`${'abcd'[axis]}${step}`]),
  }));
  const count = sizes.reduce((product, size) => product * size, 1);
  const points = Array.from({ length: count }, (_, point) => ({
    point,
    values: [],
    failed: 0,
    measured: { goodputMbps: around(point + 1) },
  }));
  return { name: 'grid', axes, replicates: 6, points };
}

describe('two axes', () => {
  const svg = sweepFigure(twoAxes, goodput, options());

  test('are a heat map whose cells have the medians, and a dash where there is none', () => {
    const shown = texts(svg);
    for (const median of ['10', '20', '30', '40', '60', '–']) expect(shown).toContain(median);
    expect(svg).toContain('<title>10, tail-drop: 10 (9…11)</title>');
    expect(svg.match(/<title>\d+, /g)).toHaveLength(6);
  });

  test('the longer axis lies: a value is right of another of the same row', () => {
    const place = (length: string, control: string) => {
      const cell = new RegExp(`<rect ([^>]*)><title>${length}, ${control}:`).exec(svg)![1]!;
      return ['x', 'y'].map((name) => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(` ${cell}`)![1]));
    };
    const [first, last] = [place('10', 'tail-drop'), place('500', 'tail-drop')];
    expect(last[0]).toBeGreaterThan(first[0]!);
    expect(last[1]).toBe(first[1]);
  });

  test('the ends of the scale are the least and the greatest', () => {
    expect(texts(svg)).toEqual(expect.arrayContaining(['10', '60']));
    expect(svg).toContain('fill="#440154"');
    expect(svg).toContain('fill="#fde725"');
  });
});

test('one axis is a line of medians with intervals', () => {
  const svg = sweepFigure(grid(4), goodput, options());
  expect(svg.match(/<circle/g)).toHaveLength(4);
  expect(svg).toContain('<title>a2: 3 (2.700…3.300) Mbit/s</title>');
});

test('a third axis makes panels, and more than can be compared are counted', () => {
  const svg = sweepFigure(grid(3, 5, 2), goodput, options());
  expect(texts(svg)).toEqual(expect.arrayContaining(['k2 c0', 'k2 c1', 'k0', 'k1']));
  expect(omittedPanels(grid(3, 5, 2))).toBe(0);
  expect(omittedPanels(grid(6, 6, 5, 6))).toBe(6);
  const many = sweepFigure(grid(6, 6, 5, 6), goodput, options());
  expect(many.match(/font-weight="600" fill="var\(--title\)">k2 /g)).toHaveLength(24);
});

test('nothing is drawn of a plan without axes, or of a metric that no point has', () => {
  expect(sweepFigure(grid(), goodput, options())).toBe('');
  expect(sweepFigure(twoAxes, { column: 'pingMs.p99', title: 'ping', unit: 'ms' }, options())).toBe('');
});

test('a file brings its colours, a page has them', () => {
  expect(sweepFigure(twoAxes, goodput, { ...options(), standalone: true })).toContain('prefers-color-scheme: dark');
  expect(sweepFigure(twoAxes, goodput, options())).not.toContain('prefers-color-scheme');
});

test('the page shows what a plan says as text', () => {
  const page = sweepPage(
    [{ ...twoAxes, name: '<b>', points: [{ ...twoAxes.points[0]!, values: ['<i>', 'x'] }] }],
    options(),
  );
  expect(page).not.toMatch(/<b>|<i>/);
  expect(page).toContain('&lt;b&gt;');
});

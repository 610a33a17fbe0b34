import { describe, expect, test } from 'vitest';
import { type BenchResult, formatBarValue, formatBench } from './index.js';
import { nodeDocument } from './node/index.js';
import { benchFigure } from './plots/index.js';

const figure = (best: number, median: number) => ({ best, median });

const bench: BenchResult = {
  version: '0.1.0',
  date: '2026-11-23T00:00:00.000Z',
  runs: 5,
  machine: { cpu: 'a CPU', cores: 2, os: 'Linux 6', node: '20.20.2', load: 0.5 },
  scenarios: [
    {
      name: 'A',
      title: 'tail drop',
      rateMbit: 200,
      rttMs: 40,
      eventsPerPacket: 2.5098,
      packetsInFlight: 942.4,
      packetsPerCpuSecond: figure(5e6, 4e6),
      nsPerPacket: figure(200, 250),
      speedup: figure(300, 240),
      memoryBytes: 458_752,
    },
  ],
  window: [
    { packetsInFlight: 17, nsPerPacket: figure(100, 100) },
    { packetsInFlight: 16_806, nsPerPacket: figure(200, 200) },
  ],
  flows: [
    { scenario: 'A', flows: 1000, nsPerPacket: figure(300, 310), ratio: figure(1.5, 1.24), memoryBytes: 2_818_048 },
  ],
  wasmBytes: 73_551,
  peers: [
    {
      name: 'ns-3',
      build: 'g++',
      scenarios: [
        {
          name: 'A',
          runs: 5,
          packetsInFlight: 1000,
          packetsPerCpuSecond: figure(0.06e6, 0.05e6),
          tunq: figure(5e6, 4e6),
          ratio: figure(83.3, 80),
        },
      ],
    },
  ],
  skipped: [{ name: 'browser', reason: 'no Chromium' }],
  bars: [
    { title: '`core.wasm`', unit: 'kB', direction: 'at most', must: 100, aim: 60, value: 73.551, verdict: 'must' },
    { title: 'against ns-3', unit: '×', direction: 'at least', must: 250, aim: 400, value: 80, verdict: 'missed' },
    { title: 'in the browser', unit: 'ms', direction: 'at most', must: 100, aim: 30, value: null, verdict: null },
  ],
};

describe('tables', () => {
  const lines = formatBench(bench).split('\n');
  const after = (start: string) =>
    lines
      .find((line) => line.startsWith(start))
      ?.slice(start.length)
      .trim();

  test('best and median of every figure', () => {
    expect(after('A tail drop')?.split(/ {2,}/)).toEqual([
      '200 Mbit/s',
      '40 ms',
      '942',
      '2.51',
      '5.00 / 4.00',
      '200 / 250',
      '300 / 240',
    ]);
    expect(after('ns-3')?.split(/ {2,}/)).toEqual(['A', '5', '0.0600 / 0.0500', '5.00 / 4.00', '83× / 80×']);
    expect(after('  A with 1,000 flows, ns a packet')).toBe('300 / 310');
    expect(after('    over one flow')).toBe('1.50× / 1.24×');
  });

  test('a bar as long as the cost', () => {
    expect(after('       17')).toBe(`100 / 100  ${'█'.repeat(20)}`);
    expect(after('   16,806')).toBe(`200 / 200  ${'█'.repeat(40)}`);
  });

  test('bars that were measured, with their verdicts, and how many were not', () => {
    const rows = lines.filter((line) => line.startsWith('  core.wasm'));
    expect(rows.map((row) => row.trim().split(/ {2,}/).slice(1))).toContainEqual([
      '≤ 100 kB',
      '≤ 60 kB',
      '73.6 kB',
      'met',
    ]);
    expect(after('  against ns-3')?.split(/ {2,}/)).toEqual(['≥ 250×', '≥ 400×', '80×', 'missed']);
    expect(lines).toContain('  1 further not measured here');
    expect(lines).toContain('  browser: no Chromium');
  });
});

test.each([
  ['%', 0.2, '20 %'],
  ['%', 0.0712, '7.1 %'],
  ['×', 1.0312, '1.03×'],
  ['×', 1.3, '1.30×'],
  ['×', 2, '2×'],
  ['ms', 75.61, '75.6 ms'],
  ['×', 412.3, '412×'],
])('%s: %f is %s', (unit, value, text) => {
  expect(formatBarValue({ unit }, value)).toBe(text);
});

test('the drawing has every point and names every simulator', () => {
  const svg = benchFigure(bench, { document: nodeDocument(), standalone: true });
  expect(svg.match(/<title>tunq: /g)).toHaveLength(2);
  expect(svg).toContain('<title>ns-3: 20,000 ns a packet, 1,000 in flight</title>');
  expect(svg).toMatch(/>tunq<\/text>/);
  expect(svg).toMatch(/>ns-3<\/text>/);
  expect(svg).not.toContain('NaN');
});

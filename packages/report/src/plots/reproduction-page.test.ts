import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { nodeDocument } from '../node/index.js';
import type { DrawnReproduction, DrawnTableCell } from './reproduction.js';
import { reproductionPage } from './reproduction-page.js';
import { tableFigure } from './table-figure.js';

const options = { document: nodeDocument() };

interface Given {
  readonly fitted?: boolean;
  readonly note?: string;
  readonly range?: readonly [min: number, max: number];
}

function cell(
  id: string,
  unit: string,
  published: number,
  simulated: number,
  { fitted = false, note = '', range }: Given = {},
): DrawnTableCell {
  const [table = '', row = '', column = ''] = id.split('/');
  const error = published === 0 ? null : (simulated - published) / published;
  return {
    id,
    table,
    row,
    column,
    note,
    role: fitted ? 'calibration' : 'prediction',
    measured: { goodputMbps: published },
    simulated: { goodputMbps: simulated, meanRttMs: 60, retransmits: 3 },
    seconds: { published: 300, simulated: 10, usual: 10 },
    rate: { unit, published, simulated, error },
    ...(range && { spread: { rate: { min: range[0], max: range[1] }, repeats: [1, 2, 3] } }),
    error: { goodput: error, meanRtt: null },
  };
}

const errors = { medianAbs: 0.011, p90Abs: 0.222, maxAbs: 0.333 };
const set = { cells: 4, rate: errors };
const order = {
  rows: { pairs: 3, violations: 1, violating: [] },
  cells: { pairs: 6, violations: 2, violating: [] },
} as const;

const report: DrawnReproduction = {
  version: '1.2.3',
  tables: [
    {
      name: 'delay',
      title: 'TAP <with> delay',
      source: 'https://example.org/1',
      note: 'Raw.',
      key: ['nominal_rtt_ms'],
    },
    { name: 'pktgen', title: 'pktgen', source: 'a mail', note: '', key: ['setup', 'threads'] },
  ],
  cells: [
    cell('delay/60/default_mbps', 'Mbit/s', 171.8, 172, { note: 'Half was netem.', range: [150.5, 180.5] }),
    cell('delay/120/default_mbps', 'Mbit/s', 98, 99, { fitted: true }),
    cell('delay/60/patched_mbps', 'Mbit/s', 341, 300, { note: 'Simulated at the RTT of its raw file, 72.2 ms.' }),
    cell('pktgen/TAP,1/stock_tx_kpps', 'kpps', 196, 100),
    cell('pktgen/TAP,1/stock_lost_kpps', 'kpps', 0, 0),
  ],
  calibration: [
    {
      key: 'reader.perPacket',
      value: 28_100,
      unit: 'ns',
      presets: ['tap-e1000', 'tap-e1000-patched'],
      rows: ['delay/120/default_mbps', 'gone/1/x_mbps'],
      why: 'The CPU is the limit.',
      source: 'lab',
    },
  ],
  unfinished: [],
  skipped: [{ table: 'timeline', reason: 'dates' }],
  summary: {
    ...set,
    calibration: set,
    predictions: set,
    predictionsWithDrops: set,
    predictionsWithoutDrops: { cells: 0, rate: null },
    tables: [
      { name: 'delay', rate: errors, order },
      { name: 'pktgen', rate: null, order },
    ],
    order,
  },
};

const text = (element: Element | null | undefined) => element?.textContent?.replaceAll(/\s+/g, ' ').trim();

describe('the page', () => {
  const page = reproductionPage(report, options);
  const { document } = parseHTML(page);
  const section = (id: string) => document.getElementById(id)!;

  test('needs nothing else', () => {
    expect(page).not.toMatch(/<script|<link|@import|url\(|src=/);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('name="viewport"');
    // Addresses are links that a reader follows, or names of namespaces.
    const addresses = [...page.matchAll(/(?<!href="|xmlns(?::xlink)?="|>)https?:/g)];
    expect(addresses).toEqual([]);
  });

  test('has a plot for every column, in the unit of the table', () => {
    const titles = (id: string) => [...section(id).querySelectorAll('figcaption')].map(text);
    expect(titles('delay')).toEqual(['default, Mbit/s', 'patched, Mbit/s']);
    expect(titles('pktgen')).toEqual(['stock tx, kpps', 'stock lost, kpps']);
    expect(section('delay').querySelectorAll('figure > svg')).toHaveLength(2);
  });

  test('a plot marks what is published, simulated, its range, and what was fitted', () => {
    const [plain, patched] = [...section('delay').querySelectorAll('figure')].map((figure) => figure.outerHTML);
    // Two rows: a ring and a dot each.
    expect(plain!.match(/<circle[^>]* r="6"/g)).toHaveLength(2);
    expect(plain!.match(/<circle[^>]* r="3.2"/g)).toHaveLength(2);
    expect(plain).toContain('var(--fitted)');
    expect(patched).not.toContain('var(--fitted)');
    expect(plain).toContain('60: 171.8 Mbit/s published, 172.0 (150.5 to 180.5) simulated, +0.1 %');
  });

  test('a table below has signed errors, ranges and notes', () => {
    const rows = [...section('delay').querySelectorAll('.grid tbody tr')].map(text);
    expect(rows).toEqual(['60171.8 → 172.01150.5 to 180.5+0.1 %341 → 300.02−12.0 %', '12098 → 99.00+1.0 %–']);
    expect([...section('delay').querySelectorAll('.notes li')].map(text)).toEqual([
      'Half was netem.',
      'Simulated at the RTT of its raw file, 72.2 ms.',
    ]);
    expect(text(section('delay').querySelector('.grid .fitted'))).toContain('98 → 99.00');
    expect(text(section('delay'))).toContain('order kept in 2 of 3 pairs');
    expect(text(section('pktgen').querySelector('.grid tbody tr'))).toBe('TAP,1196 → 100.0−49.0 %0 → 0–');
  });

  test('parameters stand with their rows and why', () => {
    const parameter = text(section('parameters'));
    expect(parameter).toContain('reader.perPacket = 28,100 ns');
    expect(parameter).toContain('The CPU is the limit.');
    expect(parameter).toContain('delay/120/default_mbps: 98 → 99.00 Mbit/s +1.0 %');
    expect(parameter).toContain('gone/1/x_mbps');
    expect(parameter).not.toContain('tap-e1000-patched');
  });

  test('what is not simulated is told, and text is escaped', () => {
    expect(text(document.body)).toContain('timeline: dates');
    expect(page).not.toContain('<with>');
  });

  test('every table says how long its runs are, and a shortened one is announced', () => {
    expect(text(section('delay'))).toContain('Runs of 10 s; the published ones lasted 300 s.');
    expect(document.querySelector('.warning')).toBeNull();
    const seconds = { published: 300, simulated: 0.5, usual: 10 };
    const cells = report.cells.map((cell) => ({ ...cell, seconds }));
    const short = parseHTML(reproductionPage({ ...report, cells, unfinished: ['delay/1/x'] }, options)).document;
    const warnings = [...short.querySelectorAll('.warning')].map(text);
    expect(warnings[0]).toContain('Runs were shortened to 500 ms');
    expect(warnings[1]).toContain('1 cell was not finished');
    expect(text(short.getElementById('delay'))).toContain('Runs of 500 ms, shortened from 10 s; the published');
  });

  test('retransmits stand under the lengths of their runs, and in a second', () => {
    const [first, ...rest] = report.cells as [DrawnTableCell, ...DrawnTableCell[]];
    const measured = { ...first.measured, meanRttMs: 64, retransmits: 3858 };
    const raw = reproductionPage({ ...report, cells: [{ ...first, measured }, ...rest] }, options);
    const table = parseHTML(raw).document.querySelector('#delay details table')!;
    expect([...table.querySelectorAll('th')].map(text)).toEqual([
      'run',
      'mean RTT',
      'error',
      'retransmitsin 300 s → in 10 s',
      'retransmitsper second',
    ]);
    const row = [...table.querySelectorAll('td')].map(text);
    expect(row).toEqual(['60, default', '64 ms → 60 ms', '–', '3,858 → 3', '13 → 0.30']);
  });

  test('the key says how many runs there were', () => {
    expect(text(document.querySelector('.key'))).toContain('simulated, median of 3 runs');
    const once = reproductionPage({ ...report, cells: report.cells.map(({ spread: _, ...rest }) => rest) }, options);
    expect(text(parseHTML(once).document.querySelector('.key'))).not.toContain('median');
  });
});

test('a figure of a table is one SVG that brings its colours', () => {
  const svg = tableFigure(report.tables[0]!, report.cells.slice(0, 3), { ...options, standalone: true });
  expect(svg.match(/<svg /g)).toHaveLength(3);
  expect(svg).toContain('--fitted: #');
  expect(svg).toContain('TAP &lt;with&gt; delay');
  expect(svg).toContain('default, Mbit/s');
  expect(svg).not.toContain('NaN');
});

import { expect, test } from 'vitest';
import { formatReproduction } from './reproduce-report.js';
import type { ReproducedCell, Reproduction } from './reproduced.js';
import { textWidth } from './text-table.js';

const cell = (row: string, column: string, published: number, simulated: number, fitted = false): ReproducedCell => ({
  table: 'v3_tun',
  row,
  column,
  role: fitted ? 'calibration' : 'prediction',
  measured: { goodputMbps: published },
  simulated: { goodputMbps: simulated, meanRttMs: 120, retransmits: 7 },
  seconds: { published: 300, simulated: 10, usual: 10 },
  rate: { unit: 'Mbit/s', published, simulated, error: (simulated - published) / published },
  error: { goodput: (simulated - published) / published, meanRtt: null },
});

const wide = { width: 200, color: false };

const order = {
  rows: { pairs: 2, violations: 1, violating: [['v3_tun/500/openvpn_mbps', 'v3_tun/10/openvpn_mbps']] },
  cells: { pairs: 6, violations: 0, violating: [] },
} as const;

const errors = { medianAbs: 0.011, p90Abs: 0.222, maxAbs: 0.333 };

const report: Reproduction = {
  tables: [{ name: 'v3_tun', title: 'TUN over the queue', source: 'https://example.org/mail' }],
  cells: [
    cell('500', 'openvpn_mbps', 117.4, 100),
    cell('500', 'openvpn_patched_mbps', 184.6, 184.61234, true),
    cell('10', 'openvpn_mbps', 1.6, 1.664),
    cell('10', 'openvpn_patched_mbps', 183.6, 140),
  ],
  unfinished: [],
  skipped: [{ table: 'v6_pktgen', reason: 'pktgen flows' }],
  summary: {
    cells: 4,
    rate: errors,
    calibration: { cells: 1, rate: { medianAbs: 0, p90Abs: 0, maxAbs: 0 } },
    predictions: { cells: 3, rate: errors },
    predictionsWithDrops: { cells: 2, rate: errors },
    predictionsWithoutDrops: { cells: 1, rate: null },
    tables: [{ name: 'v3_tun', rate: errors, order }],
    order,
  },
};

test('published stands beside simulated, with signed error and role', () => {
  expect(formatReproduction(report)).toMatchInlineSnapshot(`
    "TUN over the queue (v3_tun)
    https://example.org/mail
    runs of 10 s; the published ones lasted 300 s
                        openvpn         openvpn patched
    ───────────────────────────────────────────────────
    500  117.4 → 100.0 −14.8 %    184.6 → 184.6 ±0.0 %*
     10      1.6 → 1.66 +4.0 %   183.6 → 140.0 −23.7 %

    Mbit/s, published → simulated, error of the simulation; * marks rows that parameters were fitted on

    error of goodput          cells  median     p90     max
    ───────────────────────────────────────────────────────
    v3_tun                        4   1.1 %  22.2 %  33.3 %
    calibration                   1   0.0 %   0.0 %   0.0 %
    predictions                   3   1.1 %  22.2 %  33.3 %
      with drops in the ring      2   1.1 %  22.2 %  33.3 %
      without                     1       –       –       –
    all                           4   1.1 %  22.2 %  33.3 %

    order of what differs by more than 10 % as published:
      v3_tun: order kept in 1 of 2 pairs of rows in a column, kept in 6 of 6 pairs of cells
      all: order kept in 1 of 2 pairs of rows in a column, kept in 6 of 6 pairs of cells
      not kept: v3_tun/500/openvpn_mbps above 10

    not simulated:
      v6_pktgen: pktgen flows"
  `);
});

test('a narrow terminal gets cells of two lines, a narrower one a list, or records', () => {
  const two = formatReproduction(report, { width: 40, color: false });
  expect(two).toMatch(/^500 +117\.4 → 100\.0 +184\.6 → 184\.6\n +−14\.8 % +±0\.0 %\*$/m);
  const others = report.cells.map((cell) => ({ ...cell, column: `other_${cell.column}` }));
  const wide = { ...report, cells: [...report.cells, ...others] };
  const list = formatReproduction(wide, { width: 60, color: false });
  expect(list).toMatch(/^500 +other openvpn patched +184\.6 +184\.6 +±0\.0 %\*$/m);
  const records = formatReproduction(report, { width: 30, color: false });
  expect(records).toContain('500 openvpn patched\n  published  184.6\n  simulated  184.6\n  error      ±0.0 %*\n');
});

test('the tables keep to the width where it is sane', () => {
  const text = formatReproduction({ ...report, skipped: [] }, { width: 80, color: false });
  expect(textWidth(text.split('\n\n')[0] as string)).toBeLessThanOrEqual(80);
});

test('errors are coloured by size', () => {
  const esc = String.fromCharCode(27);
  const text = formatReproduction(report, { width: 100, color: true });
  expect(text).toContain(`${esc}[32m+4.0 %`);
  expect(text).toContain(`${esc}[33m−14.8 %`);
  expect(text).toContain(`${esc}[31m−23.7 %`);
});

test('RTT and retransmits are shown where the runs have them', () => {
  const [first, ...others] = report.cells as [ReproducedCell, ...ReproducedCell[]];
  const measured = { ...first.measured, meanRttMs: 100, retransmits: 3858 };
  const cells = [{ ...first, measured, error: { ...first.error, meanRtt: 0.2 } }, ...others];
  const text = formatReproduction({ ...report, cells });
  expect(text).toMatch(/^ +mean RTT +error +retransmits +retransmits\n +in 300 s → in 10 s +per second$/m);
  expect(text).toMatch(/^500 openvpn +100 ms → 120 ms +\+20\.0 % +3,858 → 7 +13 → 0\.70$/m);
  // Of the same length the counts say it all.
  const seconds = { published: 300, simulated: 300, usual: 10 };
  const full = formatReproduction({ ...report, cells: cells.map((one) => ({ ...one, seconds })) });
  expect(full).toMatch(/\+20\.0 % +3,858 → 7$/m);
  expect(full).toContain('\nruns of 300 s, as published\n');
  expect(formatReproduction(report)).not.toContain('mean RTT');
});

test('a table has its own unit, and repeats their range', () => {
  const [first] = report.cells as [ReproducedCell];
  const rate = { unit: 'kpps', published: 196, simulated: 190, error: -0.0306 };
  const spread = { rate: { min: 188.25, max: 191 }, repeats: [1, 2, 3] };
  const text = formatReproduction({ ...report, cells: [{ ...first, column: 'stock_tx_kpps', rate, spread }] }, wide);
  expect(text).toMatch(/^ +stock tx$/m);
  expect(text).toContain('196 → 190.0 (188.3–191.0) −3.1 %');
  expect(text).toContain(
    'kpps (thousand packets a second; with several threads: of one), published → simulated (median of 3 runs, least to greatest), error',
  );
});

test('lost shares are percentages, and a 0 has no error', () => {
  const rated = (column: string, rate: ReproducedCell['rate']): ReproducedCell => ({
    ...cell('TAP,4', column, 0, 0.3),
    table: 'v7_pktgen',
    measured: {},
    rate,
    error: { goodput: null, meanRtt: null },
  });
  const text = formatReproduction({
    ...report,
    tables: [{ name: 'v7_pktgen', title: 'pktgen', source: 'https://example.org' }],
    cells: [
      rated('stock_tx_kpps', { unit: 'kpps', published: 26, simulated: 24.5, error: 24.5 / 26 - 1 }),
      rated('fq_codel_lost_kpps', { unit: 'kpps', published: 0, simulated: 0, error: null }),
      rated('loss_fraction', { unit: '1', published: 0.000314463990741933, simulated: 0, error: -1 }),
    ],
  });
  expect(text).toContain('stock tx');
  expect(text).toContain('26 → 24.50 −5.8 %');
  expect(text).toContain('0 → 0 –');
  expect(text).toContain('0.031 % → 0.000 % −100 %');
  expect(text).toContain('of one) or share, published');
  expect(text).toContain('error of the rate');
  expect(text).not.toContain('Mbit/s');
});

import { expect, test } from 'vitest';
import { formatReproduction, type ReproducedCell, type Reproduction } from './reproduce-report.js';
import { textWidth } from './text-table.js';

const cell = (row: string, column: string, published: number, simulated: number, fitted = false): ReproducedCell => ({
  table: 'v3_tun',
  row,
  column,
  role: fitted ? 'calibration' : 'prediction',
  measured: { goodputMbps: published },
  simulated: { goodputMbps: simulated, meanRttMs: 120, retransmits: 7 },
  error: { goodput: (simulated - published) / published, meanRtt: null },
});

const errors = { medianAbs: 0.011, p90Abs: 0.222, maxAbs: 0.333 };

const report: Reproduction = {
  tables: [{ name: 'v3_tun', title: 'TUN over the queue', source: 'https://example.org/mail' }],
  cells: [
    cell('500', 'openvpn_mbps', 117.4, 100),
    cell('500', 'openvpn_patched_mbps', 184.6, 184.61234, true),
    cell('10', 'openvpn_mbps', 1.6, 1.664),
    cell('10', 'openvpn_patched_mbps', 183.6, 140),
  ],
  skipped: [{ table: 'v6_pktgen', reason: 'pktgen flows' }],
  summary: {
    cells: 4,
    goodput: errors,
    calibration: { cells: 1, goodput: { medianAbs: 0, p90Abs: 0, maxAbs: 0 } },
    predictions: { cells: 3, goodput: errors },
    predictionsWithDrops: { cells: 2, goodput: errors },
    predictionsWithoutDrops: { cells: 1, goodput: null },
    tables: [{ name: 'v3_tun', goodput: errors }],
  },
};

test('published stands beside simulated, with signed error and role', () => {
  expect(formatReproduction(report)).toMatchInlineSnapshot(`
    "TUN over the queue (v3_tun)
    https://example.org/mail
                        openvpn         openvpn patched
    ───────────────────────────────────────────────────
    500  117.4 → 100.0 −14.8 %    184.6 → 184.6 ±0.0 %*
     10      1.6 → 1.66 +4.0 %   183.6 → 140.0 −23.7 %

    Mbit/s, published → simulated, error of the simulation; * marks rows that the parameters were fitted on

    error of goodput          cells  median     p90     max
    ───────────────────────────────────────────────────────
    v3_tun                        4   1.1 %  22.2 %  33.3 %
    calibration                   1   0.0 %   0.0 %   0.0 %
    predictions                   3   1.1 %  22.2 %  33.3 %
      with drops in the ring      2   1.1 %  22.2 %  33.3 %
      without                     1       –       –       –
    all                           4   1.1 %  22.2 %  33.3 %

    not simulated:
      v6_pktgen: pktgen flows"
  `);
});

test('a narrow terminal gets cells of two lines, a narrower one a list', () => {
  const two = formatReproduction(report, { width: 40, color: false });
  expect(two).toMatch(/^500 +117\.4 → 100\.0 +184\.6 → 184\.6\n +−14\.8 % +±0\.0 %\*$/m);
  const list = formatReproduction(report, { width: 30, color: false });
  expect(list).toMatch(/^500 +openvpn patched +184\.6 +184\.6 +±0\.0 %\*$/m);
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
  expect(text).toMatch(/^v3_tun 500 openvpn +100 ms → 120 ms +\+20\.0 % +3,858 → 7$/m);
  expect(formatReproduction(report)).not.toContain('mean RTT');
});

test('packets a second and lost shares have their units, and a 0 no error', () => {
  const kpps = (column: string, published: number, value: number): ReproducedCell => ({
    ...cell('TAP,4', column, 0, 0.3),
    table: 'v7_pktgen',
    measured: { kpps: published },
    simulated: { goodputMbps: 0.3, meanRttMs: 0, retransmits: 0, kpps: value },
    error: { goodput: null, meanRtt: null, kpps: published === 0 ? null : value / published - 1 },
  });
  const share: ReproducedCell = {
    ...kpps('loss_fraction', 0, 0),
    measured: { lossShare: 0.000314 },
    simulated: { goodputMbps: 0.3, meanRttMs: 0, retransmits: 0, lossShare: 0 },
    error: { goodput: null, meanRtt: null, kpps: null, lossShare: -1 },
  };
  const none = { cells: 0, goodput: null };
  const text = formatReproduction({
    tables: [{ name: 'v7_pktgen', title: 'pktgen', source: 'https://example.org' }],
    cells: [kpps('stock_tx_kpps', 26, 24.5), kpps('fq_codel_lost_kpps', 0, 0), share],
    skipped: [],
    summary: {
      cells: 3,
      goodput: null,
      kpps: errors,
      calibration: none,
      predictions: { cells: 3, goodput: null, kpps: errors },
      predictionsWithDrops: none,
      predictionsWithoutDrops: none,
      tables: [{ name: 'v7_pktgen', goodput: null, kpps: errors }],
    },
  });
  expect(text).toContain('stock tx');
  expect(text).toContain('26 → 24.50 −5.8 %');
  expect(text).toContain('0 → 0 –');
  expect(text).toContain('0.031 % → 0.000 % −100 %');
  expect(text).toContain('kpps (thousand packets a second; with several threads: of one), % of the packets');
  expect(text).not.toContain('Mbit/s');
  expect(text).toMatch(/packets, predictions +1 +1.1 %/);
});

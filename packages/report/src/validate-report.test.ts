import { expect, test } from 'vitest';
import { formatValidation, type Validation } from './validate-report.js';

const cell = (id: string, goodput: number, simulated: number) => ({
  id,
  measured: { goodputMbps: goodput, rttMs: { mean: 50 }, retransmits: 0, queueStops: 10 },
  simulated: { goodputMbps: simulated, rttMs: { mean: 51 }, retransmits: 3, queueStops: 10 },
  error: { goodput: (simulated - goodput) / goodput, meanRtt: 0.02, retransmits: null, queueStops: 0 },
});

const report: Validation = {
  cells: [cell('far', 100, 80), cell('near', 100, 101)],
  misses: [{ id: 'strange', reason: 'qdisc.kind: cake is unknown' }],
  summary: {
    cells: 3,
    missed: 1,
    zeroDrops: { cells: 2, violations: 1 },
    ordering: { pairs: 1234, violations: 0 },
  },
  bars: [
    { figure: 'goodput', statistic: 'median', limit: 0.01, value: 0.2, pass: false },
    { figure: 'goodput', statistic: 'p90', limit: 0.03, value: null, pass: false },
    { figure: 'meanRtt', statistic: 'median', limit: 0.01, value: 0.004, pass: true },
    { figure: 'missed', statistic: 'count', limit: 0, value: 1, pass: false },
  ],
};

test('measured beside simulated, then what was not simulated, the bars and the verdict', () => {
  expect(formatValidation(report, 'error', { width: 120, color: false })).toMatchInlineSnapshot(`
    "cell                goodput              mean RTT   retransmits           stops
    ───────────────────────────────────────────────────────────────────────────────
    near   100.0 → 101.0 +1.0 %  50 ms → 51 ms +2.0 %  0 → 3 from 0  10 → 10 ±0.0 %
    far   100.0 → 80.00 −20.0 %  50 ms → 51 ms +2.0 %  0 → 3 from 0  10 → 10 ±0.0 %

    measured → simulated, error of the simulation; goodput in Mbit/s; the largest error stands last

    not simulated, 1 cell:
      strange: qdisc.kind: cake is unknown

    absolute error         median    90 % of cells  all cells
    ─────────────────────────────────────────────────────────
    goodput         20.00 % ≤ 1 %  no number ≤ 3 %          –
    mean RTT         0.40 % ≤ 1 %                –          –

    no drops where the kernel has none: 1 of 2 cells
    order of two cells that differ by more than 5 %: kept in 1,234 of 1,234 pairs
    simulated: 2 of 3 cells
    3 of 4 bars are missed"
  `);
});

test('the worst cell is last, unless the order of the file is asked for', () => {
  const rows = (order: 'error' | 'file') => formatValidation(report, order).match(/^(?:far|near)\b/gm);
  expect(rows('error')).toEqual(['near', 'far']);
  expect(rows('file')).toEqual(['far', 'near']);
});

test('in a narrow terminal the errors stand below the numbers', () => {
  const text = formatValidation(report, 'error', { width: 70, color: false });
  for (const line of text.split('\n').slice(0, 6)) expect(line.length).toBeLessThanOrEqual(70);
});

test('colours tell good from bad', () => {
  const text = formatValidation(report, 'error', { width: 120, color: true });
  expect(text).toContain('\u001b[31m−20.0 %');
  expect(text).toContain('\u001b[32m+1.0 %');
  expect(text).toContain('\u001b[31mfrom 0');
});

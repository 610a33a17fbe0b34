import { expect, test } from 'vitest';
import { textWidth } from './text-table.js';
import { formatValidation, type Validation } from './validate-report.js';

const cell = (id: string, goodput: number, simulated: number) => ({
  id,
  measured: { goodputMbps: goodput, rttMs: { mean: 50 }, retransmits: 0, queueStops: 10 },
  simulated: { goodputMbps: simulated, rttMs: { mean: 51 }, retransmits: 3, queueStops: 10, ringDrops: 0 },
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
    goodput         20.00 % > 1 %  no number ≤ 3 %          –
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

test('in a terminal of 40 columns every figure has a line, and what is longer is wrapped', () => {
  const long = cell('cubic-2f-pfifo_fast-q5-30ms-1us-drop-tso-b64-0.6nspb-5s', 15_240, 15_250);
  const text = formatValidation({ ...report, cells: [long] }, 'error', { width: 40, color: false });
  expect(text).toMatchInlineSnapshot(`
    "cubic-2f-pfifo_fast-q5-30ms-1us-drop-
      tso-b64-0.6nspb-5s
      goodput      15,240 → 15,250 +0.1 %
      mean RTT     50 ms → 51 ms +2.0 %
      retransmits  0 → 3 from 0
      stops        10 → 10 ±0.0 %

    measured → simulated, error of the
      simulation; goodput in Mbit/s; the
      largest error stands last

    not simulated, 1 cell:
      strange: qdisc.kind: cake is unknown

    absolute error of goodput
      median         20.00 % > 1 %
      90 % of cells  no number ≤ 3 %
    absolute error of mean RTT
      median         0.40 % ≤ 1 %

    no drops where the kernel has none: 1 of
      2 cells
    order of two cells that differ by more
      than 5 %: kept in 1,234 of 1,234 pairs
    simulated: 2 of 3 cells
    3 of 4 bars are missed"
  `);
});

test('a name that is too long for its column is broken', () => {
  const long = cell('cubic-2f-pfifo_fast-q5-30ms-1us-drop-tso-b64-0.6nspb-5s', 15_240, 15_250);
  const text = formatValidation({ ...report, cells: [long] }, 'error', { width: 90, color: false });
  expect(text.split('\n').slice(0, 4).join('\n')).toMatchInlineSnapshot(`
    "cell                                      goodput       mean RTT  retransmits    stops
    ──────────────────────────────────────────────────────────────────────────────────────
    cubic-2f-pfifo_fast-q5-30ms-1us-  15,240 → 15,250  50 ms → 51 ms        0 → 3  10 → 10
      drop-tso-b64-0.6nspb-5s                  +0.1 %         +2.0 %       from 0   ±0.0 %"
  `);
});

test.each([20, 30, 40, 50, 60, 70, 80])('no line is wider than %d columns, in colour or not', (width) => {
  const cells = [
    ...report.cells,
    cell('an id without any seam at all '.repeat(3), 134_400.5, 1),
    cell('x'.repeat(99), 1, 2),
  ];
  const misses = [{ id: 'm'.repeat(50), reason: 'cells.json:1:12: qdisc.kind: cake is unknown; allowed: pfifo' }];
  for (const color of [false, true]) {
    const text = formatValidation({ ...report, cells, misses }, 'error', { width, color });
    expect(textWidth(text)).toBeLessThanOrEqual(width);
  }
});

test('what a file calls its cells cannot act on the terminal', () => {
  const evil = '\u001b]0;owned\u0007\u001b[2Ja\nb\u202e\u009b31m';
  for (const width of [40, 70, 120]) {
    const text = formatValidation(
      { ...report, cells: [cell(evil, 1, 1)], misses: [{ id: evil, reason: evil }] },
      'error',
      { width, color: false },
    );
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text.replaceAll(/\n\s*/g, '')).toContain('\\u{1b}]0;owned\\u{7}\\u{1b}[2Ja\\u{a}b\\u{202e}\\u{9b}31m');
  }
});

test('without a simulated cell there is no table of cells', () => {
  const text = formatValidation({ ...report, cells: [], bars: [] });
  expect(text.startsWith('measured → simulated')).toBe(true);
});

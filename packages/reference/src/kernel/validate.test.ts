import type { RunMany } from '@tunq/sim';
import { runMany } from '@tunq/sim';
import { expect, test } from 'vitest';
import { comparedCell } from './cell.fixture.js';
import { readCells } from './read-cells.js';
import { validate, validationReport } from './validate.js';

const text = JSON.stringify([
  {
    id: 'runs',
    scenario: { duration: 1, path: { rtt: '10ms' }, device: { queueLength: 50 } },
    measured: { goodputMbps: 250, retransmits: 0, ringDrops: 0, rttMs: { mean: 10 } },
  },
  { id: 'unknown', scenario: { qdisc: { kind: 'cake' } }, measured: { goodputMbps: 5, ringDrops: 0 } },
]);

test('a cell is simulated, and one that cannot be is a miss by name', async () => {
  const { cells, misses, summary, bars } = await validate(readCells(text, 'cells'));
  expect(cells.map(({ id }) => id)).toEqual(['runs']);
  const [{ measured, simulated, error }] = cells as [(typeof cells)[number]];
  expect(error.goodput).toBeCloseTo(simulated.goodputMbps / measured.goodputMbps - 1, 5);
  expect(error.queueStops).toBeNull();
  expect(misses).toMatchObject([
    {
      id: 'unknown',
      reason: expect.stringContaining('cells:1:217: qdisc.kind: cake is unknown; allowed: pfifo_fast'),
      fault: {
        file: 'cells',
        line: 1,
        column: 217,
        key: 'qdisc.kind',
        given: expect.stringContaining('cake is unknown'),
        allowed: expect.stringContaining('pfifo_fast'),
      },
    },
  ]);
  expect(summary).toMatchObject({ cells: 2, missed: 1, goodput: { cells: 1 } });
  expect(bars.find(({ figure }) => figure === 'missed')).toMatchObject({ value: 1, pass: false });
});

test('a run that fails is a miss with its reason', async () => {
  const failing: RunMany = async (jobs, options) =>
    (await runMany(jobs, options)).map(({ id }) => ({ id, error: new Error('no memory') }));
  const { misses } = await validate(readCells(text, 'cells'), { run: failing });
  expect(misses.map(({ id, reason, fault }) => [id, reason, fault?.key])).toEqual([
    ['runs', 'no memory', undefined],
    ['unknown', expect.stringContaining('cake'), 'qdisc.kind'],
  ]);
});

test('a cell with a fault of its own is a miss, and the others are simulated', async () => {
  const [runs] = JSON.parse(text);
  const broken = { id: 'broken', scenario: { path: { rtt: '10ms' } }, measured: { goodputMbps: 'fast' } };
  const { cells, misses, bars } = await validate(readCells(JSON.stringify([broken, runs]), 'cells'));
  expect(cells.map(({ id }) => id)).toEqual(['runs']);
  expect(misses).toMatchObject([{ id: 'broken', fault: { key: 'measured.goodputMbps', line: 1 } }]);
  expect(bars.find(({ figure, statistic }) => figure === 'goodput' && statistic === 'max')).toMatchObject({
    value: null,
  });
});

test('a drop where the kernel has none is counted, one more where it has some is not', () => {
  const { summary } = validationReport(
    [
      comparedCell('none', { ringDrops: [0, 0] }),
      comparedCell('new', { ringDrops: [0, 1] }),
      comparedCell('more', { ringDrops: [5, 50] }),
    ],
    [],
  );
  expect(summary.zeroDrops).toEqual({ cells: 2, violations: 1, violating: ['new'] });
});

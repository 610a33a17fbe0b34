import type { Job, Measurements, RunMany } from '@tunq/sim';
import { expect, test } from 'vitest';
import { reproduce, reproducibleTables } from './reproduce.js';

/** Gives every job a goodput without simulating it: what is tested here is the join. */
function answering(goodput: (job: Job) => number): { run: RunMany; jobs: Job[] } {
  const jobs: Job[] = [];
  const run: RunMany = async (given, options) => {
    jobs.push(...given);
    options?.onProgress?.(given.length, given.length);
    return given.map((job) => {
      const result = {
        goodputMbps: goodput(job),
        goodputMbpsSecondHalf: 1,
        retransmits: 2,
        ringDrops: 3,
        qdiscDrops: 4,
        pathDrops: 5,
        queueStops: 6,
        queueWakes: 7,
        rttMs: { min: 0, mean: 1.862, max: 9 },
        ringOccupancy: { mean: 1, p99: 2, max: 3 },
        cpuSeconds: 0.5,
      } as Partial<Measurements> as Measurements;
      return { id: job.id, run: { scenario: job.scenario, version: '0', result } };
    });
  };
  return { run, jobs };
}

test('published stands beside simulated with signed errors', async () => {
  const { run, jobs } = answering(({ id }) => (id.includes('/1000/default') ? 2000 : 1112.7));
  const report = await reproduce({ tables: ['v3_tap_qlen'], run });
  expect(jobs.map(({ scenario }) => scenario.duration)).toEqual(Array(8).fill(10e9));
  expect(report.cells).toHaveLength(8);
  expect(report.cells[0]).toMatchObject({
    id: 'v3_tap_qlen/1000/default_mbps',
    table: 'v3_tap_qlen',
    row: '1000',
    column: 'default_mbps',
    source: expect.stringContaining('lore.kernel.org'),
    params: { preset: 'tap-e1000', settings: { 'device.queueLength': '1000', duration: '10s' } },
    measured: { goodputMbps: 2194.3, retransmits: 120, meanRttMs: 1.862 },
    simulated: { goodputMbps: 2000, ringDrops: 3, meanRttMs: 1.862 },
    error: { goodput: -0.088548, meanRtt: 0 },
  });
  expect(report.cells.at(-1)?.error.goodput).toBe(0);
  expect(report.summary.cells).toBe(8);
  expect(report.summary.goodput?.maxAbs).toBeGreaterThan(400);
  expect(report.summary.calibration.cells + report.summary.predictions.cells).toBe(8);
  expect(report.tables.map(({ name }) => name)).toEqual(['v3_tap_qlen']);
  expect(report.skipped).toEqual([]);
});

test('without arguments: the six tables of the first mail', async () => {
  const { run } = answering(() => 100);
  const { cells, summary, skipped } = await reproduce({ run });
  expect(cells).toHaveLength(68);
  expect(summary.tables.map((table) => table.cells)).toEqual([20, 24, 8, 4, 8, 4]);
  expect(summary.calibration.cells).toBeLessThanOrEqual(16);
  expect(skipped).toEqual([]);
});

test('the misprint of the mail is not compared with', async () => {
  const { cells } = await reproduce({ tables: ['v3_vhost_qlen'], run: answering(() => 1).run });
  const cell = cells.find(({ id }) => id === 'v3_vhost_qlen/100/patched_mbps');
  expect(cell?.measured.goodputMbps).toBe(23880.9);
  expect(cell?.note).toContain('23889.9');
});

test('rates in Gbit/s are compared in Mbit/s', async () => {
  const { cells } = await reproduce({ tables: ['v7_iperf3'], run: answering(() => 1710).run });
  expect(cells[0]).toMatchObject({ measured: { goodputMbps: 1710 }, error: { goodput: 0, meanRtt: null } });
});

test('everything: what is not simulated is named with its reason', async () => {
  const { cells, skipped } = await reproduce({ tables: reproducibleTables, run: answering(() => 1).run });
  expect(cells.length).toBeGreaterThan(80);
  expect(skipped.map(({ table }) => table)).toContain('timeline');
  for (const { reason } of skipped) expect(reason).not.toBe('');
});

test('runs are as long as asked for, or as published', async () => {
  const short = answering(() => 1);
  await reproduce({ tables: ['v3_tap_qlen'], duration: 5e8, run: short.run });
  expect(short.jobs[0]?.scenario.duration).toBe(5e8);
  const full = answering(() => 1);
  await reproduce({ tables: ['v3_tap_qlen', 'v3_tun_lab_rtt'], duration: 'published', run: full.run });
  expect(new Set(full.jobs.map(({ scenario }) => scenario.duration))).toEqual(new Set([300e9, 10e9]));
});

test('a run that fails is named by its cell', async () => {
  const run: RunMany = async (jobs) => jobs.map(({ id }) => ({ id, error: new Error('trap') }));
  await expect(reproduce({ tables: ['v3_tap_delay'], run })).rejects.toThrow('v3_tap_delay/60/default_mbps: trap');
});

test('an unknown table is refused before anything runs', async () => {
  const { run, jobs } = answering(() => 1);
  await expect(reproduce({ tables: ['v3_tun'], run })).rejects.toThrow(RangeError);
  expect(jobs).toEqual([]);
});

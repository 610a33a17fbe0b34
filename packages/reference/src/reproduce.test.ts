import { presetScenario } from '@tunq/scenario';
import { assignments, type Job, type Measurements, type RunMany } from '@tunq/sim';
import { expect, test } from 'vitest';
import { cellOf, cells } from './cells.js';
import { type ReproduceOptions, reproduce, reproducibleTables } from './reproduce.js';

/** Gives every job a goodput without simulating it: what is tested here is the join. */
function answering(goodput: (job: Job) => number): { run: RunMany; jobs: Job[] } {
  const jobs: Job[] = [];
  const run: RunMany = async (given, options) => {
    jobs.push(...given);
    return given.map((job, index) => {
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
        readerCpu: { softirqPackets: 0, softirqMs: 0, lockWaitMs: 0 },
        cpuSeconds: 0.5,
      } as Partial<Measurements> as Measurements;
      const outcome = { id: job.id, run: { scenario: job.scenario, version: '0', result } };
      options?.onProgress?.(index + 1, given.length, outcome);
      options?.signal?.throwIfAborted();
      return outcome;
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
  const own = answering(() => 1);
  await reproduce({ tables: ['v3_tap_qlen', 'v3_tun_lab_rtt'], run: own.run });
  expect(new Set(own.jobs.map(({ scenario }) => scenario.duration))).toEqual(new Set([10e9, 50e9]));
  const full = answering(() => 1);
  await reproduce({ tables: ['v3_tap_qlen', 'v3_tun_lab_rtt'], duration: 'published', run: full.run });
  for (const { id, scenario } of full.jobs) {
    const { publishedSeconds, seconds } = cellOf(id.split(' repeat ')[0]!);
    expect(scenario.duration).toBe((publishedSeconds ?? seconds) * 1e9);
  }
  expect(full.jobs[0]?.scenario.duration).not.toBe(full.jobs.at(-1)?.scenario.duration);
});

test('without a length of its own a cell runs 10 s, and with one as long as that', async () => {
  for (const { publishedSeconds, seconds } of cells) {
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(publishedSeconds ?? seconds).toBeGreaterThan(0);
  }
  const { run, jobs } = answering(() => 1);
  await reproduce({ run });
  for (const { id, scenario } of jobs) {
    expect(scenario.duration, id).toBe(cellOf(id.split(' repeat ')[0]!).seconds * 1e9);
  }
});

test('a chaotic row is the median of its repeats, unless a number is asked for', async () => {
  const id = 'v3_tun_realworld_qlen/50/wireguard_go_mbps';
  const { repeats } = cellOf(id);
  expect(repeats).toBe(5);
  const own = answering(({ scenario }) => 10 * scenario.seed);
  const report = await reproduce({ tables: ['v3_tun_realworld_qlen'], run: own.run });
  const cell = report.cells.find((other) => other.id === id);
  expect(cell?.simulated.goodputMbps).toBe(30);
  expect(cell?.spread?.repeats).toHaveLength(repeats);
  // Its patched neighbour loses nothing, and is one run.
  expect(report.cells.find((other) => other.id === id.replace('_mbps', '_patched_mbps'))).not.toHaveProperty('spread');
  const once = answering(() => 1);
  await reproduce({ tables: ['v3_tun_realworld_qlen'], seeds: 1, run: once.run });
  expect(once.jobs).toHaveLength(24);
});

test('one run a cell is the run as it is', async () => {
  const plain = answering(() => 1);
  const one = answering(() => 1);
  const report = await reproduce({ tables: ['v3_vhost_delay'], run: plain.run });
  expect(await reproduce({ tables: ['v3_vhost_delay'], seeds: 1, run: one.run })).toEqual(report);
  expect(one.jobs).toEqual(plain.jobs);
  expect(report.cells[0]).not.toHaveProperty('spread');
});

test('several runs a cell: median, least and greatest', async () => {
  const { run, jobs } = answering(({ scenario }) => 100 + scenario.seed ** 2);
  const report = await reproduce({ tables: ['v3_tap_delay'], seeds: 4, run });
  expect(jobs).toHaveLength(16);
  const [cell] = report.cells;
  // Seeds 1, 2, 3, 4.
  expect(cell).toMatchObject({
    simulated: { goodputMbps: 106.5, cpuSeconds: 2, ringOccupancy: { mean: 1, p99: 2, max: 3 } },
    rate: { unit: 'Mbit/s', published: 171.8, simulated: 106.5 },
    spread: {
      rate: { min: 101, max: 116 },
      goodputMbps: { min: 101, max: 116 },
      meanRttMs: { min: 1.862, max: 1.862 },
    },
  });
  expect(cell?.spread?.repeats.map(({ rate }) => rate)).toEqual([101, 104, 109, 116]);
  expect(cell?.spread?.repeats[0]?.settings).toEqual({});
  // Each repeat is a run that anyone can do again.
  const { preset, settings } = cell!.params;
  const again = { ...settings, ...cell!.spread!.repeats[2]!.settings };
  expect(jobs[2]?.scenario).toEqual(presetScenario(preset, assignments(again)));
});

test('the order of rows that differ by more than 10 % as published', async () => {
  const { run } = answering(({ id }) => (id.includes('/100/default') ? 5000 : id.includes('/1/') ? 1 : 1000));
  const { summary } = await reproduce({ tables: ['v3_tap_qlen', 'v3_tap_delay'], run });
  const [table] = summary.tables;
  // Default: 2194, 1986, 625, 2; patched: 2185, 2269, 1989, 1113; of 1000 against 1986 (10.5 %) and 625, …
  expect(table?.order.rows.pairs).toBe(6 + 4);
  expect(table?.order.rows.violating).toContainEqual(['v3_tap_qlen/1000/default_mbps', 'v3_tap_qlen/100/default_mbps']);
  expect(table?.order.rows.violations).toBe(table?.order.rows.violating.length);
  expect(table!.order.cells.pairs).toBeGreaterThan(10);
  expect(summary.order.rows.pairs).toBe(summary.tables.reduce((sum, { order }) => sum + order.rows.pairs, 0));
  // Two tables are no pair.
  for (const [higher, lower] of summary.order.cells.violating) expect(higher.split('/')[0]).toBe(lower.split('/')[0]);
});

test('a cell says how long its runs are, and the published one was', async () => {
  const { run } = answering(() => 1);
  const lengths = async (options: ReproduceOptions) => (await reproduce({ run, ...options })).cells[0]?.seconds;
  const tables = ['v3_vhost_delay'];
  expect(await lengths({ tables })).toEqual({ published: 300, simulated: 60, usual: 60 });
  expect(await lengths({ tables, duration: 5e8 })).toEqual({ published: 300, simulated: 0.5, usual: 60 });
  expect(await lengths({ tables, duration: 'published' })).toEqual({ published: 300, simulated: 300, usual: 60 });
  expect(await lengths({ tables: ['v3_tun_lab_rtt'] })).toEqual({ published: null, simulated: 50, usual: 50 });
});

test('progress is the share of the time that is simulated', async () => {
  const shares: number[] = [];
  const onProgress = (_done: number, _total: number, share: number) => shares.push(share);
  await reproduce({ tables: ['v3_vhost_qlen', 'v3_vhost_delay'], run: answering(() => 1).run, onProgress });
  // Eight runs of 10 s, then four of 60 s.
  expect(shares).toHaveLength(12);
  expect(shares[7]).toBeCloseTo(80 / 320);
  expect(shares.at(-1)).toBe(1);
});

test('an interrupted report has the cells of which every run had ended', async () => {
  const stop = new AbortController();
  // In the midst of the repeats of the second cell.
  const onProgress = (done: number) => done === 4 && stop.abort();
  const options = { tables: ['v3_tap_delay'], seeds: 3, run: answering(() => 100).run, onProgress };
  const { cells, unfinished, summary } = await reproduce({ ...options, signal: stop.signal, partial: true });
  expect(cells.map(({ id }) => id)).toEqual(['v3_tap_delay/60/default_mbps']);
  expect(unfinished).toEqual([
    'v3_tap_delay/60/patched_mbps',
    'v3_tap_delay/120/default_mbps',
    'v3_tap_delay/120/patched_mbps',
  ]);
  expect(summary.cells).toBe(1);
  await expect(reproduce({ ...options, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  expect((await reproduce({ ...options, onProgress: () => {} })).unfinished).toEqual([]);
});

test('where there is no TCP flow, no RTT is made up', async () => {
  const { run } = answering(() => 0);
  const without: RunMany = async (jobs, options) =>
    (await run(jobs, options)).map((outcome) => {
      if (!('run' in outcome)) return outcome;
      return { ...outcome, run: { ...outcome.run, result: { ...outcome.run.result, rttMs: null } } };
    });
  const { cells } = await reproduce({ tables: ['v3_tap_delay'], seeds: 2, run: without });
  expect(cells[0]).toMatchObject({
    simulated: { meanRttMs: null },
    spread: { meanRttMs: null },
    error: { meanRtt: null },
  });
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

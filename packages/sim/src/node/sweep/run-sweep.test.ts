import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets, readPlan, ScenarioDocument, Sweep } from '@tunq/scenario';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EndedRun, measuredColumns, SweepSet, wholeSweep } from '../../sweep/index.js';
import { mergeSweeps } from './merge.js';
import { runSweep } from './run-sweep.js';
import { SweepFolder } from './sweep-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-sweep-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const base = new ScenarioDocument(presets['openvpn-lab'].document, 'openvpn-lab');
const sweepSet = (text: string) =>
  new SweepSet([new Sweep('plan', readPlan(`scenario: openvpn-lab\n${text}`).plan, base)]);
const worker = new URL('./worker.fixture.mjs', import.meta.url);
const goodput = measuredColumns.findIndex(({ name }) => name === 'goodputMbps');

const outcomes = (open: SweepFolder) =>
  [...open.ended()].map(([run, ended]) => [run, 'error' in ended ? ended.error : ended.cells[goodput]] as const);

/** Opens, does what is left, and closes. */
async function swept(set: SweepSet, options: Partial<Parameters<typeof runSweep>[2]> = {}, resume = false) {
  const open = SweepFolder.open(join(folder, 'out'), set, wholeSweep, { resume });
  try {
    await runSweep(set, open, { threads: 2, worker, ...options });
    return outcomes(open);
  } finally {
    open.close();
  }
}

describe('a run that takes its thread along fails itself, and nobody else', () => {
  test.each([
    ['process.exit', 1001, 'the thread ended with exit code 3'],
    ['process.exit(0) a little later', 1005, 'the thread ended with exit code 0'],
    ['an error', 1002, 'a fault in two lines'],
    ['out of memory', 1003, expect.stringMatching(/memory limit/)],
    ['a rejection that is no Error', 1004, 'no Error'],
  ])('%s', { timeout: 60_000 }, async (_, mtu, reason) => {
    const set = sweepSet(`grid: { device.mtu: [900, ${mtu}, 901, 902, 903, 904, 905, 906] }`);
    const ended = await swept(set);
    expect(ended.map(([run]) => run)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(ended[1]![1]).toEqual(reason);
    for (const run of [0, 2, 3, 4, 5, 6, 7]) expect(ended[run]![1]).toBe(set.run(run).seed);
  });

  test('a point that contradicts itself fails, where the plan was too large to look at every point', async () => {
    const set = sweepSet('grid:\n  flows[0].start: [0s, 2s]\n  duration: [1s, 3s]');
    const ended = await swept(set);
    expect(ended[2]![1]).toMatch(/flows\[0\]\.start: 2s is not before the end of the run/);
    expect([0, 1, 3].map((run) => typeof ended[run]![1])).toEqual(['number', 'number', 'number']);
  });
});

test('resumed, what has failed is run again, and nothing else', async () => {
  const set = sweepSet('grid: { device.mtu: [900, 1002, 901] }');
  await swept(set);
  const done: number[] = [];
  const real = new URL('../../../dist/node/worker.js', import.meta.url);
  const ended = await swept(set, { worker: real, onRun: (run: number) => done.push(run) }, true);
  expect(done).toEqual([1]);
  expect(typeof ended[1]![1]).toBe('number');
});

test('an abort keeps what has ended and records nothing of the rest', async () => {
  const set = sweepSet('grid: { device.mtu: [900, 901, 1005, 902, 903] }\nseeds: 40');
  const controller = new AbortController();
  let kept = 0;
  const onRun = () => {
    kept += 1;
    if (kept === 7) controller.abort(new Error('enough'));
  };
  await expect(swept(set, { signal: controller.signal, onRun })).rejects.toThrow('enough');
  const open = SweepFolder.open(join(folder, 'out'), set, wholeSweep, { resume: true });
  expect(outcomes(open)).toHaveLength(7);
  expect(outcomes(open).every(([, outcome]) => typeof outcome === 'number')).toBe(true);
  open.close();
});

test('only a few runs are handed out at a time', async () => {
  const set = sweepSet('grid: { device.mtu: [900, 901] }\nseeds: 500');
  let asked = 0;
  let ended = 0;
  let most = 0;
  const counting = Object.assign(Object.create(set), {
    run(number: number) {
      asked += 1;
      most = Math.max(most, asked - ended);
      return set.run(number);
    },
  });
  const open = SweepFolder.open(join(folder, 'out'), set, wholeSweep);
  await runSweep(counting, open, { threads: 2, worker, onRun: () => (ended += 1) });
  open.close();
  expect(ended).toBe(1000);
  expect(most).toBeLessThanOrEqual(4);
});

describe('a folder', () => {
  const set = sweepSet('grid: { device.mtu: [900, 901] }');

  test('that holds a sweep is refused without resume', async () => {
    await swept(set);
    await expect(swept(set)).rejects.toThrow('holds a sweep already; allowed: --resume');
    expect(await swept(set, {}, true)).toHaveLength(2);
  });

  test.each([
    ['seeds: 2', 'plans[0].seeds.count was 1, is 2'],
    ['set: { duration: 1s }', 'plans[0].scenario.duration was "50s", is "1s"'],
    ['name: other', null],
  ])('whose plan has changed is refused: %s', async (change, difference) => {
    await swept(set);
    const changed = sweepSet(`grid: { device.mtu: [900, 901] }\n${change}`);
    const resumed = swept(changed, {}, true);
    if (difference === null) await resumed;
    else await expect(resumed).rejects.toThrow(difference);
  });

  test('of another core is refused', async () => {
    const open = SweepFolder.open(join(folder, 'out'), set, wholeSweep);
    open.close();
    const path = join(folder, 'out/sweep.json');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"core": "../, '"core": "zz'));
    expect(() => SweepFolder.open(join(folder, 'out'), set, wholeSweep, { resume: true })).toThrow(/core was "zz/);
  });

  test('that two sweep into is refused to the second', () => {
    const first = SweepFolder.open(join(folder, 'out'), set, wholeSweep);
    expect(() => SweepFolder.open(join(folder, 'out'), set, wholeSweep, { resume: true })).toThrow(
      'is sweeping into it',
    );
    first.close();
  });

  test('that holds other files is refused', async () => {
    expect(() => SweepFolder.open(join(import.meta.dirname, '..'), set, wholeSweep)).toThrow('is not empty');
    expect(() => SweepFolder.open(import.meta.filename, set, wholeSweep)).toThrow(/is a file/);
  });
});

describe('shards', () => {
  const set = sweepSet('grid: { device.mtu: [900, 901, 902] }\nseeds: 5');

  async function shard(index: number, count: number, of = set, limit = Number.POSITIVE_INFINITY) {
    const open = SweepFolder.open(join(folder, `part${index}`), of, { index, count });
    const controller = new AbortController();
    let done = 0;
    const onRun = () => {
      done += 1;
      if (done >= limit) controller.abort(new Error('enough'));
    };
    await runSweep(of, open, { threads: 2, worker, signal: controller.signal, onRun }).catch(() => {});
    open.close();
    return open.path;
  }

  test('merged have the runs of the whole', async () => {
    const whole = await swept(set);
    const paths = [await shard(2, 3), await shard(3, 3), await shard(1, 3)];
    const merged = mergeSweeps(paths, join(folder, 'merged'));
    expect(outcomes(merged)).toEqual(whole);
    expect(merged.head.shard).toEqual(wholeSweep);
    merged.close();
  });

  test('are refused where one is missing, twice there, unfinished, or of another sweep', async () => {
    const [one, two] = [await shard(1, 3), await shard(2, 3)];
    const merge = (...paths: string[]) => mergeSweeps(paths, join(folder, 'merged'));
    expect(() => merge(one, two)).toThrow('shard 3/3 is missing');
    expect(() => merge(one, two, two)).toThrow(/is given twice/);
    const brief = await shard(3, 3, set, 2);
    expect(() => merge(one, two, brief)).toThrow(/part3: 3 of its 5 runs are not done; allowed: --resume it first/);
    const other = await shard(4, 4);
    expect(() => merge(one, other)).toThrow(/part4: is no shard of the sweep in .*part1: shards was 3, is 4/);
    expect(() => merge(one, folder)).toThrow('holds no sweep');
  });
});

test('the runs of a sweep are the same on one thread and on four', async () => {
  const set = sweepSet('grid: { device.queueLength: [10, 500] }\nset: { duration: 100ms }\nseeds: 3');
  const real = new URL('../../../dist/node/worker.js', import.meta.url);
  const all: (readonly [number, EndedRun])[][] = [];
  for (const threads of [1, 4]) {
    const open = SweepFolder.open(join(folder, `on${threads}`), set, wholeSweep);
    await runSweep(set, open, { threads, worker: real });
    all.push([...open.ended()]);
    open.close();
  }
  expect(all[1]).toEqual(all[0]);
  expect(all[0]).toHaveLength(6);
});

import { getEventListeners } from 'node:events';
import { presetScenario, readDocument, type Scenario } from '@tunq/scenario';
import { runMany as runOnThreads } from '@tunq/sim/node';
import { describe, expect, test } from 'vitest';
import { compareScenarios, type Job, parseVariation, type RunMany, runMany, runsOf } from './index.js';

const jobs: Job[] = [5, 50, 500, 7, 70].map((queueLength) => ({
  id: `q${queueLength}`,
  scenario: presetScenario('tail-drop-10', ['duration=1s', 'path.rtt=10ms', `device.queueLength=${queueLength}`]),
}));

/** A scenario that no parser would let through: the core refuses it. */
const broken = { ...jobs[0]!.scenario, duration: Number.NaN } as Scenario;

describe.each<[string, RunMany]>([
  ['on the calling thread', runMany],
  ['on threads', runOnThreads],
])('many runs %s', (_, run) => {
  test('come in the order of the jobs', async () => {
    const outcomes = await run(jobs);
    expect(outcomes.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id));
    expect(runsOf(outcomes).map(({ scenario }) => scenario.device.queueLength)).toEqual([5, 50, 500, 7, 70]);
  });

  test('report progress up to the last', async () => {
    const seen: number[] = [];
    await run(jobs, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  });

  test('a long run says how far it is', async () => {
    const long = { id: 'long', scenario: presetScenario('openvpn-lab', ['duration=1000s']) };
    const shares: number[] = [];
    await run([long], { onShare: (id, share) => shares.push(id === 'long' ? share : Number.NaN) });
    expect(shares.length).toBeGreaterThan(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  });

  test('a job that fails is named, and the others run', async () => {
    const outcomes = await run([jobs[0]!, { id: 'bad one', scenario: broken }, jobs[1]!]);
    expect(outcomes.map((outcome) => 'run' in outcome)).toEqual([true, false, true]);
    expect(() => runsOf(outcomes)).toThrow(/^bad one: /);
  });

  test('an abort ends all of them with its reason', async () => {
    const controller = new AbortController();
    const long = { id: 'long', scenario: { ...jobs[2]!.scenario, duration: 3600e9 } };
    const running = run([long, long, long], { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(running).rejects.toThrow('This operation was aborted');
  });

  test('however many jobs, a signal has one listener and keeps none', async () => {
    const { signal } = new AbortController();
    let most = 0;
    await run(Array(12).fill(jobs[0]), {
      signal,
      onProgress: () => {
        most = Math.max(most, getEventListeners(signal, 'abort').length);
      },
    });
    expect(most).toBeLessThanOrEqual(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('no jobs, no outcomes', async () => {
    expect(await run([])).toEqual([]);
  });
});

test('threads and the calling thread give the same bits', async () => {
  const bits = (outcomes: Awaited<ReturnType<RunMany>>) =>
    JSON.stringify(runsOf(outcomes).map(({ result }) => ({ ...result, cpuSeconds: 0 })));
  expect(bits(await runOnThreads(jobs, { threads: 3 }))).toBe(bits(await runMany(jobs)));
});

test.each([0, -1, 1.5, Number.NaN])('%d threads are refused', async (threads) => {
  await expect(runOnThreads(jobs, { threads })).rejects.toThrow(RangeError);
});

describe('compareScenarios', () => {
  const document = readDocument('duration: 1s\npath: { rtt: 10ms }\n');

  test('runs every combination', async () => {
    const variations = ['device.queueLength=10,500', 'device.flowControl=tail-drop,linux-7.3'].map(parseVariation);
    const { runs, vary, scenario } = await compareScenarios(document, variations);
    expect(vary).toEqual(variations);
    expect(scenario.device.queueLength).toBe(500);
    expect(runs.map(({ settings }) => Object.values(settings))).toEqual([
      ['10', 'tail-drop'],
      ['10', 'linux-7.3'],
      ['500', 'tail-drop'],
      ['500', 'linux-7.3'],
    ]);
    expect(runs[0]!.scenario.device).toMatchObject({ queueLength: 10, flowControl: 'tail-drop' });
    expect(runs[0]!.result.ringDrops).toBeGreaterThan(0);
    expect(runs[1]!.result.ringDrops).toBe(0);
    expect(runs[1]!.result.goodputMbps).toBeGreaterThan(2 * runs[0]!.result.goodputMbps);
  });

  test('a wrong value is refused before anything runs', async () => {
    const run: RunMany = () => Promise.reject(new Error('ran'));
    const wrong = compareScenarios(document, [parseVariation('path.rtt=1ms,soon')], { run });
    await expect(wrong).rejects.toThrow('path.rtt: soon is not a time');
  });

  test('a run that fails is named by its settings', async () => {
    const run: RunMany = async (all) => all.map(({ id }) => ({ id, error: new Error('trap') }));
    await expect(compareScenarios(document, [parseVariation('seed=1,2')], { run })).rejects.toThrow(
      'seed=1: trap; seed=2: trap',
    );
  });
});

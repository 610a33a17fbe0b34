import { describe, expect, test } from 'vitest';
import { runMany } from '../run-many.js';
import { advise } from './advise.js';
import { dominates } from './pareto.js';
import { type AdviseQuestion, adviseDefaults } from './question.js';

const question: AdviseQuestion = {
  ...adviseDefaults,
  reader: 'openvpn',
  rtt: 40e6,
  rate: 50e6,
  duration: 2e9,
};

test('an answer has every choice, its front, and runs of the traps', async () => {
  const seen: [number, number][] = [];
  const advice = await advise(question, { onProgress: (done, total) => seen.push([done, total]) });
  expect(advice.outcomes).toHaveLength(33);
  expect(advice.probes.length).toBeGreaterThan(5);
  expect(seen.at(-1)).toEqual([advice.runs, advice.runs]);
  expect(seen.every(([done, total]) => done <= total)).toBe(true);

  const points = advice.outcomes.map(({ goodputMbps, pingAddedMs, front }) => ({
    front,
    goodput: goodputMbps.median,
    latency: pingAddedMs?.median ?? null,
  }));
  expect(points.some(({ front }) => front)).toBe(true);
  for (const point of points) {
    const beaten = point.latency === null || points.some((other) => dominates(other, point));
    expect(point.front).toBe(!beaten);
  }
  // What drops is repeated, and nothing else.
  for (const { runs, ringDrops, qdiscDrops, pathDrops } of advice.outcomes) {
    if (runs === 1) expect(ringDrops + qdiscDrops + pathDrops).toBe(0);
    else expect(runs).toBe(3);
  }
  expect(advice.outcomes.some(({ runs }) => runs === 3)).toBe(true);
  expect(advice.outcomes.some(({ runs }) => runs === 1)).toBe(true);
});

test('the same question has the same answer, but for the time it took', async () => {
  const short = { ...question, duration: 3e8, flows: 2 };
  const [first, second] = [await advise(short), await advise(short)];
  expect({ ...second, cpuSeconds: 0 }).toEqual({ ...first, cpuSeconds: 0 });
});

describe('what goes wrong', () => {
  test('a wrong setting, before anything runs', async () => {
    let ran = false;
    const run = (...args: Parameters<typeof runMany>) => {
      ran = true;
      return runMany(...args);
    };
    await expect(advise({ ...question, settings: ['path.loss=2'] }, { run })).rejects.toThrow('path.loss');
    expect(ran).toBe(false);
  });

  test('a run that fails is named', async () => {
    const run: typeof runMany = async (jobs) => jobs.map(({ id }) => ({ id, error: new Error('broken') }));
    await expect(advise(question, { run })).rejects.toThrow('tail-drop 1 fq_codel: broken');
  });

  test('an abort ends it', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    await expect(advise(question, { onProgress, signal: controller.signal })).rejects.toThrow('enough');
  });
});

import { parseScenario, presetScenario } from '@tunq/scenario';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { type Measurements, type RunOptions, runScenario, type TraceEvent } from './index.js';

const short = presetScenario('tail-drop-10', ['duration=2s', 'path.rtt=10ms']);

function withoutClock({ cpuSeconds, ...rest }: Measurements): Omit<Measurements, 'cpuSeconds'> {
  expect(cpuSeconds).toBeGreaterThan(0);
  return rest;
}

async function measured(options?: RunOptions) {
  return withoutClock((await runScenario(short, options)).result);
}

test('a run says what was run, by which version, and what came out', async () => {
  const { scenario, version, result } = await runScenario(short);
  expect(scenario).toEqual(short);
  expect(version).toBe(manifest.version);
  expect(result.goodputMbps).toBeGreaterThan(1);
  expect(result.ringDrops).toBeGreaterThan(0);
  expect(result.ringProduced).toBe(result.ringConsumed);
  expect(result.rttMs?.min).toBeGreaterThanOrEqual(10);
  expect(result.flows.map(({ kind }) => kind)).toEqual(['tcp']);
});

test('the scenario of a result gives the same result again', async () => {
  const first = await runScenario(short);
  const again = await runScenario(parseScenario(JSON.stringify(first.scenario)));
  expect(JSON.stringify(withoutClock(again.result))).toBe(JSON.stringify(withoutClock(first.result)));
});

test('the size of a chunk changes nothing', async () => {
  const whole = JSON.stringify(await measured());
  for (const chunk of [1000, 4096, 1e9]) expect(JSON.stringify(await measured({ chunk }))).toBe(whole);
});

test('progress rises to 1', async () => {
  const fractions: number[] = [];
  await runScenario(short, { chunk: 1000, onProgress: (fraction) => fractions.push(fraction) });
  expect(new Set(fractions).size).toBeGreaterThan(2);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});

test('an aborted run ends with the reason', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const run = runScenario(short, {
    chunk: 1000,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(run).rejects.toBe(reason);
  await expect(runScenario(short, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('the event loop gets a turn during a long run', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  await runScenario(presetScenario('kernel-cell', ['duration=300s']));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
});

test('a trace tells every drop, stop and wake of the result, in time, and changes nothing', async () => {
  const events: TraceEvent[] = [];
  const trace = {
    kinds: ['drop', 'queue', 'ring'] as const,
    onEvents: (more: readonly TraceEvent[]) => {
      for (const event of more) events.push(event);
    },
  };
  const patched = presetScenario('backpressure-10', ['duration=2s', 'path.rtt=10ms']);
  for (const scenario of [short, patched]) {
    events.length = 0;
    const { result } = await runScenario(scenario, { trace });
    expect(withoutClock(result)).toEqual(withoutClock((await runScenario(scenario)).result));
    const count = (fields: Partial<Record<string, unknown>>) =>
      events.filter((event) => Object.entries(fields).every(([key, value]) => event[key] === value)).length;
    expect(count({ kind: 'drop', place: 'ring' })).toBe(result.ringDrops);
    expect(count({ kind: 'queue', event: 'stopped' })).toBe(result.queueStops);
    expect(count({ kind: 'queue', event: 'woken' })).toBe(result.queueWakes);
    expect(count({ kind: 'ring', event: 'consumed' })).toBe(result.ringConsumed);
    expect(events.every(({ timeNs }, index) => index === 0 || timeNs >= events[index - 1]!.timeNs)).toBe(true);
  }
  expect(events.length).toBeGreaterThan(0);
});

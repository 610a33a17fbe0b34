import type { Job, Measurements, RunMany } from '@tunq/sim';
import { describe, expect, test } from 'vitest';
import type { CalibratedParameter } from '../calibration.js';
import { cellOf } from '../cells.js';
import { calibrate } from './calibrate.js';
import { calibrationNames, parametersNamed } from './parameters.js';

const rows = ['v3_tun_lab_rtt/10/openvpn_mbps', 'v3_tun_lab_rtt/10/openvpn_patched_mbps'];

const parameter: CalibratedParameter = {
  key: 'reader.perPacket',
  unit: 'ns',
  value: 25_000,
  source: 'made up',
  rows,
  why: 'made up',
  presets: rows.map((id) => cellOf(id).preset),
};

/** A world in which goodput is 1448 bytes a `perPacket`, times what the job adds to it. */
function world(noise: (job: Job) => number = () => 1): { run: RunMany; jobs: Job[] } {
  const jobs: Job[] = [];
  const run: RunMany = async (given, options) => {
    options?.signal?.throwIfAborted();
    jobs.push(...given);
    return given.map((job, index) => {
      const goodputMbps = ((1448 * 8e3) / job.scenario.reader.perPacket) * noise(job);
      const result = { goodputMbps } as Partial<Measurements> as Measurements;
      const outcome = { id: job.id, run: { scenario: job.scenario, version: '0', result } };
      options?.onProgress?.(index + 1, given.length, outcome);
      return outcome;
    });
  };
  return { run, jobs };
}

async function published(): Promise<number[]> {
  const { parameters } = await calibrate({ parameters: [parameter], dry: true });
  return parameters[0]!.rows.map((row) => row.published);
}

/** With which the errors of the two rows cancel in that world. */
async function expected(): Promise<number> {
  const [first, second] = await published();
  return (1448 * 8e3) / Math.sqrt(first! * second!);
}

test('a parameter is fitted where the errors of its rows cancel', async () => {
  const { run, jobs } = world();
  const progress: number[] = [];
  const { parameters, phases } = await calibrate({
    parameters: [parameter],
    run,
    onProgress: (done, total) => progress.push(done / total),
  });
  const fit = parameters[0]!;
  const root = await expected();
  expect(fit).toMatchObject({
    outcome: 'fitted',
    stored: 25_000,
    unit: 'ns',
    name: expect.stringContaining('openvpn'),
  });
  expect(fit.fitted! / root).toBeCloseTo(1, 2);
  expect(fit.deviation).toBeCloseTo(25_000 / fit.fitted! - 1, 5);
  expect(fit.rows.map(({ id }) => id)).toEqual(rows);
  for (const row of fit.rows) {
    expect(row.sensitivity).toBeCloseTo(-1, 3);
    expect(row.fitted!.residual).toBeCloseTo(row.fitted!.simulated / row.published - 1, 5);
    expect(row.stored!.simulated).toBeCloseTo((1448 * 8e3) / 25_000, 5);
  }
  const [first, second] = fit.rows.map((row) => Math.log1p(row.fitted!.residual));
  expect(first! + second!).toBeCloseTo(0, 2);
  expect(jobs.length % (rows.length * phases)).toBe(0);
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});

test('a chaotic row is averaged over phases, whose scatter is told', async () => {
  // Each phase has its own error, of up to 6 %, which is not that of the next value.
  const chaos = ({ scenario }: Job) => 1 + 0.06 * Math.sin(scenario.flows[0]!.start * 7 + scenario.reader.perPacket);
  const { parameters } = await calibrate({ parameters: [parameter], phases: 16, run: world(chaos).run });
  const { fitted, standardError } = parameters[0]!;
  expect(Math.abs(fitted! / (await expected()) - 1)).toBeLessThan(0.03);
  expect(standardError).toBeGreaterThan(0);
  expect(standardError).toBeLessThan(0.03);
});

test('a stored value that does as well is the fitted one', async () => {
  const stored = await expected();
  const { parameters } = await calibrate({ parameters: [{ ...parameter, value: stored }], run: world().run });
  expect(parameters[0]).toMatchObject({ stored, fitted: stored, deviation: 0 });
});

test('what was found is used for the parameters after it, and published numbers for nothing', async () => {
  const second: CalibratedParameter = { ...parameter, key: 'reader.wakeup', value: 700 };
  const { run, jobs } = world();
  const { parameters } = await calibrate({ parameters: [parameter, second], run });
  const fitted = parameters[0]!.fitted!;
  const later = jobs.filter(({ id }) => id.includes('reader.wakeup'));
  expect(new Set(later.map(({ scenario }) => scenario.reader.perPacket))).toEqual(new Set([fitted]));
  // Nothing depends on the second one, and so it has no root.
  expect(parameters[1]).toMatchObject({ outcome: 'no root near', fitted: null, deviation: null });
  for (const value of await published()) {
    for (const { scenario } of jobs) expect(JSON.stringify(scenario)).not.toContain(`${value}`);
  }
});

test('the values that are tried follow from the stored one and the signs of the errors alone', async () => {
  const tried = async () => {
    const { run, jobs } = world();
    await calibrate({ parameters: [parameter], phases: 1, run });
    return jobs.map(({ scenario }) => scenario.reader.perPacket);
  };
  const values = await tried();
  expect(values).toEqual(await tried());
  expect(Math.min(...values)).toBeCloseTo(parameter.value / 1.6, -1);
  expect(Math.max(...values)).toBeCloseTo(parameter.value * 1.6, -1);
});

test('rows of a table that is not simulated are told, and nothing is run', async () => {
  const { run, jobs } = world();
  const waiting = { ...parameter, rows: ['timeline/none/none'] };
  await expect(calibrate({ parameters: [waiting], run })).rejects.toThrow('timeline/none/none');
  const dry = await calibrate({ parameters: [parameter], run, dry: true });
  expect(dry.parameters[0]).toMatchObject({ outcome: 'not run', fitted: null });
  expect(jobs).toEqual([]);
});

test('a length that is asked for holds, also where the length is a parameter', async () => {
  const length: CalibratedParameter = { ...parameter, key: 'duration', value: 50e9 };
  const { run, jobs } = world();
  const { parameters } = await calibrate({ parameters: [length, parameter], run, duration: 1e8 });
  expect(parameters[0]).toMatchObject({ outcome: 'length given', fitted: null, mostRuns: 0 });
  expect(parameters[1]).toMatchObject({ outcome: 'fitted', mostRuns: jobs.length });
  expect(new Set(jobs.map(({ scenario }) => scenario.duration))).toEqual(new Set([1e8]));
});

test('an abort ends it', async () => {
  const { run } = world();
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(calibrate({ parameters: [parameter], run, signal })).rejects.toThrow('enough');
});

describe('names', () => {
  test('a key, a preset and a profile choose parameters', () => {
    expect(calibrationNames).toEqual(expect.arrayContaining(['reader.perPacket', 'openvpn-lab', 'openvpn']));
    expect(parametersNamed([]).length).toBeGreaterThan(4);
    for (const { presets } of parametersNamed(['openvpn'])) {
      expect(presets.some((name) => name.startsWith('openvpn'))).toBe(true);
    }
    for (const { key } of parametersNamed(['reader.perPacket'])) expect(key).toBe('reader.perPacket');
  });

  test('an unknown one is refused', () => {
    expect(() => parametersNamed(['openvpm'])).toThrow(RangeError);
  });
});

import { describe, expect, test } from 'vitest';
import { ScenarioDocument } from '../document.js';
import { presets } from '../presets.js';
import { pointIdentity, pointSeed } from './identity.js';
import { readPlan } from './read-plan.js';
import { checkSweep, Sweep, sweepOf } from './sweep.js';

const base = new ScenarioDocument(presets['openvpn-lab'].document, 'openvpn-lab');
const make = (text: string) => new Sweep('plan', readPlan(`scenario: openvpn-lab\n${text}`).plan, base);

const grid = 'grid: { device.queueLength: [10, 50, 500], path.rtt: [10ms, 40ms] }';

describe('runs are numbered in the order of the plan', () => {
  test('the last axis varies faster than the first, and the seeds fastest', () => {
    const sweep = make(`${grid}\nseeds: 2`);
    expect([sweep.points, sweep.replicates, sweep.runs]).toEqual([6, 2, 12]);
    const runs = Array.from({ length: 12 }, (_, run) => sweep.run(run).scenario);
    expect(runs.map(({ device }) => device.queueLength)).toEqual([10, 10, 10, 10, 50, 50, 50, 50, 500, 500, 500, 500]);
    expect([0, 1, 2, 3].map((run) => sweep.values(sweep.place(run).point))).toEqual([
      [10, '10ms'],
      [10, '10ms'],
      [10, '40ms'],
      [10, '40ms'],
    ]);
  });

  test('in whichever order they are asked for, they are the same', () => {
    const sweep = make(`${grid}\nseeds: 3`);
    const forwards = Array.from({ length: sweep.runs }, (_, run) => sweep.run(run));
    const again = make(`${grid}\nseeds: 3`);
    const backwards = Array.from({ length: sweep.runs }, (_, i) => again.run(sweep.runs - 1 - i)).reverse();
    expect(backwards).toEqual(forwards);
  });
});

describe('a seed belongs to the point', () => {
  test('and neither to the order of the axes, nor to what else is in the plan', () => {
    const one = make('grid: { device.queueLength: [10, 50], path.rtt: [10ms, 40ms] }\nseeds: 2');
    const other = make('grid: { path.rtt: [0.04s, 5ms], device.queueLength: [500, 10, 20] }\nseeds: 5');
    // 10 slots and 40 ms: point 1 of the one, point 1 of the other.
    expect(one.run(2).seed).toBe(other.run(5).seed);
    expect(one.run(3).scenario).toEqual(other.run(6).scenario);
    expect(one.run(0).seed).not.toBe(one.run(2).seed);
  });

  test('it is the documented hash', () => {
    const sweep = make(`${grid}\nseeds: 2`);
    expect(sweep.run(7).seed).toBe(pointSeed(pointIdentity(sweep.scenarioAt(3)), 1));
  });

  test('seed of the scenario changes all of them', () => {
    expect(make(`set: { seed: 2 }\n${grid}`).run(0).seed).not.toBe(make(grid).run(0).seed);
  });

  test('a list of seeds is taken as it is, in the phase of the scenario', () => {
    const sweep = make('seeds: [7, 3]');
    expect([sweep.run(0).seed, sweep.run(1).seed]).toEqual([7, 3]);
    expect({ ...sweep.run(1).scenario, seed: 1 }).toEqual({ ...sweep.scenarioAt(0), seed: 1 });
  });
});

describe('the phase', () => {
  test('is drawn for every run of a point but the first', () => {
    const sweep = make('seeds: 20');
    const scenarios = Array.from({ length: 20 }, (_, run) => sweep.run(run).scenario);
    expect(scenarios[0]!.path.rtt).toBe(40e6);
    expect(new Set(scenarios.map(({ path }) => path.rtt)).size).toBe(20);
    for (const { path, flows } of scenarios) {
      expect(Math.abs(path.rtt / 40e6 - 1)).toBeLessThanOrEqual(1e-3);
      expect(flows[0]!.start).toBeLessThan(4e6);
    }
  });

  test('is left alone when the plan says so', () => {
    const { scenario, seed } = make('seeds: 3\nphase: false').run(2);
    expect(scenario).toEqual({ ...make('').scenarioAt(0), seed });
  });

  test('never moves a flow behind its end', () => {
    const sweep = make(
      'set: { flows: [{ start: 999999999ns }, { start: 10ms, stop: 10001us }], duration: 1s }\nseeds: 9',
    );
    for (let run = 0; run < 9; run++) {
      const [late, brief] = sweep.run(run).scenario.flows;
      expect(late!.start).toBe(999_999_999);
      expect(brief!.start).toBeLessThan(brief!.stop!);
    }
  });
});

test('what a sweep says of itself makes the same sweep again', () => {
  const sweep = make(
    `set: { duration: 1s }\n${grid}\nzip: [{ device.flowControl: [tail-drop, { kind: linux-7.3, wakeAt: empty }], qdisc.kind: [fq, fq_codel] }]\nseeds: 2`,
  );
  const again = sweepOf(JSON.parse(JSON.stringify(sweep.description)));
  expect(again.description).toEqual(sweep.description);
  for (let run = 0; run < sweep.runs; run++) expect(again.run(run)).toEqual(sweep.run(run));
});

describe('a check before anything runs', () => {
  test('finds the value that is wrong, of all of them', () => {
    expect(() => checkSweep(make(grid))).not.toThrow();
    expect(() => checkSweep(make('grid: { device.mtu: [1500, 9000], receiver.rmem: [4000, 6m] }'))).toThrow(
      /receiver\.rmem: 4000/,
    );
  });

  test('of a very large sweep it looks at every value', () => {
    const many =
      'device.queueLength: { from: 1, to: 500, steps: 500 }, sender.wmem: { from: 100000, to: 100999, steps: 1000 }';
    const started = performance.now();
    expect(() => checkSweep(make(`grid: { ${many}, path.loss: [0.1, 2] }`))).toThrow(/path\.loss: 2 is too large/);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

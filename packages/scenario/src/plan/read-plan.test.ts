import { describe, expect, test } from 'vitest';
import { readDocument } from '../document.js';
import { planJsonSchema } from './json-schema.js';
import { readPlan } from './read-plan.js';
import { Sweep } from './sweep.js';

const text = `# every part of a plan
name: lengths
scenario: openvpn-lab
set:
  duration: 1s
grid:
  device.queueLength: [10, 500]
  path.rtt: { from: 10ms, to: 40ms, steps: 3, scale: log }
zip:
  - { device.flowControl: [tail-drop, linux-7.3], qdisc.kind: [noqueue, fq] }
seeds: 4
`;

test('a plan is read whole', () => {
  const { plan } = readPlan(text, { file: 'plan.yaml' });
  expect(plan).toMatchObject({ name: 'lengths', scenario: 'openvpn-lab', seeds: { count: 4 }, phase: true });
  expect(plan.set.map(({ key, value }) => [key.name, value.value])).toEqual([['duration', '1s']]);
  expect(
    plan.axes.map(({ keys, steps }) => [keys.map(({ name }) => name), steps.map((s) => s.map((v) => v.value))]),
  ).toEqual([
    [['device.queueLength'], [[10], [500]]],
    [['path.rtt'], [['10ms'], ['20ms'], ['40ms']]],
    [
      ['device.flowControl', 'qdisc.kind'],
      [
        ['tail-drop', 'noqueue'],
        ['linux-7.3', 'fq'],
      ],
    ],
  ]);
});

test('without axes and seeds it is one run', () => {
  const { plan, document } = readPlan('scenario: { duration: 2s }');
  const sweep = new Sweep('one', plan, document.within(['scenario']));
  expect([sweep.runs, sweep.run(0).scenario.duration]).toEqual([1, 2e9]);
});

test('JSON is a plan, too', () => {
  expect(readPlan('{ "scenario": "fq-codel", "seeds": [3, 1] }').plan).toMatchObject({
    seeds: { list: [3, 1] },
    phase: false,
  });
});

describe('faults name file, line, key, what was given and what is allowed', () => {
  test.each([
    ['grid: { device.queueLength: [10] }', 'plan.yaml:1:1: scenario: is missing; allowed: '],
    ['scenario: x\ngird: {}', 'plan.yaml:2:1: gird: unknown key (did you mean grid?); allowed: name, scenario, '],
    ['scenario: [a]', 'plan.yaml:1:11: scenario: a list is no scenario; allowed: a file, a preset'],
    ['scenario: x\nname: a b', 'plan.yaml:2:7: name: "a b" is no name; allowed: letters'],
    [
      'scenario: x\ngrid:\n  path.rtt: 10ms',
      'plan.yaml:3:13: grid.path.rtt: 10ms where a list or a range belongs; allowed: ',
    ],
    ['scenario: x\ngrid:\n  path.rtt: []', 'plan.yaml:3:13: grid.path.rtt: is an empty list; allowed: '],
    ['scenario: x\ngrid:\n  seed: [1, 2]', 'plan.yaml:3:9: grid.seed: is not an axis; allowed: seeds: 5'],
    ['scenario: x\ngrid:\n  a.b: [1, 2, 1]', 'plan.yaml:3:15: grid.a.b[2]: 1 is given twice; allowed: each value once'],
    [
      'scenario: x\ngrid:\n  a: { from: 1, to: 2 }',
      'plan.yaml:3:6: grid.a.steps: is missing; allowed: whole numbers from 2',
    ],
    [
      'scenario: x\ngrid:\n  a: { from: 1, to: 2, steps: 2, scale: lin }',
      'plan.yaml:3:41: grid.a.scale: lin is unknown',
    ],
    [
      'scenario: x\ngrid:\n  a: { from: 1, to: 2, setps: 2 }',
      'plan.yaml:3:24: grid.a.setps: unknown key (did you mean steps?)',
    ],
    [
      'scenario: x\ngrid:\n  a: { from: 0, to: 2, steps: 2, scale: log }',
      'plan.yaml:3:6: grid.a: a logarithmic range from 0 to 2; allowed: ends above 0',
    ],
    [
      'scenario: x\nzip: [{ a: [1, 2], b: [3] }]',
      'plan.yaml:2:23: zip[0].b: 1 values beside the 2 of a; allowed: lists of equal length',
    ],
    ['scenario: x\nzip: [{ a: [1, 2] }]', 'plan.yaml:2:7: zip[0]: 1 keys; allowed: two keys or more'],
    [
      'scenario: x\ngrid: { a: [1] }\nzip: [{ a: [1, 2], b: [1, 2] }]',
      'plan.yaml:3:9: zip[0].a: is on two axes; allowed: ',
    ],
    [
      'scenario: x\ngrid: { device.queueLength: [1, 2], device: [{ mtu: 1400 }] }',
      'plan.yaml:2:37: grid.device: overwrites device.queueLength, which is on an axis before it; allowed: device before ',
    ],
    [
      'scenario: x\ngrid: { "flows[0].count": [1, 2] }\nzip: [{ flows.count: [1, 2], a: [1, 2] }]',
      'plan.yaml:3:9: zip[0].flows.count: overwrites flows[0].count, which is on an axis before it; allowed: ',
    ],
    ['scenario: x\ngrid:\n  "a b": [1]', 'plan.yaml:3:10: grid.a b: "a b" is not a key; allowed: a path such as'],
    ['scenario: x\nseeds: 0', 'plan.yaml:2:8: seeds: 0 seeds; allowed: whole numbers from 1'],
    [
      'scenario: x\nseeds: [1, -1]',
      'plan.yaml:2:12: seeds[1]: -1 is no seed; allowed: whole numbers from 0 to 4294967295',
    ],
    ['scenario: x\nseeds: [1, 1]', 'plan.yaml:2:12: seeds[1]: 1 is given twice; allowed: each seed once'],
    ['scenario: x\nphase: 1', 'plan.yaml:2:8: phase: 1 is neither true nor false; allowed: true, false'],
    [
      'scenario: x\nseeds: 9999999\ngrid: { a: [1, 2, 3] }',
      'plan.yaml:1:1: 29999997 runs; allowed: at most 10000000 runs a plan',
    ],
  ])('%j', (given, message) => {
    expect(() => readPlan(given, { file: 'plan.yaml' })).toThrow(message);
  });
});

test('a value that does not fit the scenario is named where it stands in the plan', () => {
  const { plan } = readPlan('scenario: x\ngrid:\n  device.queueLength: [10, -5]\n  path.rttt: [1]\n', {
    file: 'plan.yaml',
  });
  const sweep = new Sweep('plan', plan, readDocument('seed: 1', { file: 'base.yaml' }));
  expect(() => sweep.run(1)).toThrow('plan.yaml:3:28: device.queueLength: -5 is negative');
  expect(() => sweep.run(0)).toThrow('plan.yaml:4:15: path.rttt: unknown key (did you mean rtt?)');
});

test('what stands in an inline scenario is named there', () => {
  const { plan, document } = readPlan('scenario:\n  device:\n    queueLength: -5\n', { file: 'plan.yaml' });
  const sweep = new Sweep('plan', plan, document.within(['scenario']));
  expect(() => sweep.run(0)).toThrow('plan.yaml:3:18: device.queueLength: -5 is negative');
});

test('the JSON Schema knows the keys of a plan', () => {
  const { properties, required } = planJsonSchema() as { properties: object; required: string[] };
  expect(Object.keys(properties)).toEqual(['name', 'scenario', 'set', 'grid', 'zip', 'seeds', 'phase']);
  expect(required).toEqual(['scenario']);
});

import { presetScenario, presets, readPlan, ScenarioDocument, Sweep } from '@tunq/scenario';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../run-scenario.js';
import { measuredCells, measuredColumns } from './measured-columns.js';
import { RunTable } from './run-table.js';
import { Summariser } from './summary.js';
import { SweepSet } from './sweep-set.js';

const base = new ScenarioDocument(presets['openvpn-lab'].document, 'openvpn-lab');
const sweep = (name: string, text: string) => new Sweep(name, readPlan(`scenario: openvpn-lab\n${text}`).plan, base);
const set = new SweepSet([
  sweep('a', 'grid: { path.rtt: [10ms, 1s], device.queueLength: [10, 500], path.loss: [0, 0.5] }\nseeds: 2'),
  sweep(
    'b',
    'grid: { device.flowControl: [tail-drop, { kind: linux-7.3, wakeAt: empty }], path.rate: [10mbit, 1gbit], device.queueLength: [7] }',
  ),
]);
const table = new RunTable(set);
const cells = measuredColumns.map((_, index) => index);
const object = (run: number, ended: Parameters<RunTable['row']>[1]) =>
  Object.fromEntries(table.row(run, ended).map((cell, index) => [table.columns[index]!.name, cell]));

describe('the table of results', () => {
  test('has the keys of all plans, with their types, and quantities in base units beside them', () => {
    const names = table.columns.map(({ name, type }) => `${name}: ${type}`);
    expect(names.slice(0, 15)).toEqual([
      'run: integer',
      'plan: text',
      'point: integer',
      'seed: integer',
      'path.rtt: text',
      'path.rttNs: number',
      'device.queueLength: integer',
      'path.loss: number',
      'device.flowControl: text',
      'path.rate: text',
      'path.rateBitPerS: number',
      'error: text',
      'goodputMbps: number',
      'goodputMbpsSecondHalf: number',
      'iperf3Mbps: number',
    ]);
  });

  test('has rows of both plans', () => {
    expect(object(15, { seed: 5, cells })).toMatchObject({
      ...{ run: 15, plan: 'a', point: 7, seed: 5, error: null, goodputMbps: 0 },
      ...{ 'path.rtt': '1s', 'path.rttNs': 1e9, 'device.queueLength': 500, 'path.loss': 0.5 },
      ...{ 'device.flowControl': null, 'path.rate': null, 'path.rateBitPerS': null },
    });
    expect(object(18, { seed: 6, cells })).toMatchObject({
      ...{ run: 18, plan: 'b', point: 2, 'path.rtt': null, 'path.rttNs': null },
      ...{
        'device.flowControl': '{"kind":"linux-7.3","wakeAt":"empty"}',
        'path.rate': '10mbit',
        'path.rateBitPerS': 1e7,
      },
    });
  });

  test('has why a run failed', () => {
    expect(object(0, { seed: null, error: 'out of memory' })).toMatchObject({
      ...{ seed: null, error: 'out of memory', goodputMbps: null, packets: null },
    });
  });

  test('no column has the name of another, whichever keys are axes', () => {
    const plan = 'grid: { flows: [[{ count: 1 }], [{ count: 2 }]], duration: [1s, 2s], device: [{ kind: tap }] }';
    const names = new RunTable(new SweepSet([sweep('a', plan)])).columns.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names).toContain('flows');
    const keys = Object.keys(presetScenario('openvpn-lab'));
    expect(measuredColumns.filter(({ name }) => keys.includes(name))).toEqual([]);
  });

  test('two plans of one name are refused', () => {
    expect(() => new SweepSet([sweep('a', ''), sweep('a', '')])).toThrow('two plans are named a');
  });
});

test('what is measured is in the columns of that name', async () => {
  const flows = '[{ count: 1 }, { kind: ping, interval: 10ms }]';
  const { result } = await runScenario(presetScenario('openvpn-lab', [`flows=${flows}`, 'duration=300ms']));
  const measured = Object.fromEntries(measuredCells(result).map((cell, index) => [measuredColumns[index]!.name, cell]));
  expect(measured).toMatchObject({
    goodputMbps: result.goodputMbps,
    'rttMs.mean': result.rttMs?.mean ?? null,
    'rttSamplesMs.p99': result.rttSamplesMs!.p99,
    'sojournMs.ring.p99': result.sojournMs.ring.p99,
    'pingMs.p99': result.pingMs!.p99,
    'ping.sent': result.pingMs!.sent,
    'udp.sent': null,
    flowCount: 2,
    flowGoodputJain: 1,
    packets: result.packets,
  });
  expect(Object.keys(measured)).not.toContain('cpuSeconds');
});

test('a summary has the median over the seeds of every point, and how many have failed', () => {
  const summariser = new Summariser(set);
  for (let run = 0; run < set.runs; run++) {
    const goodput = measuredColumns.map(({ name }) => (name === 'goodputMbps' ? run : null));
    summariser.add(run, run === 3 ? { seed: 1, error: 'gone' } : { seed: 1, cells: goodput });
  }
  const [a, b] = summariser.end();
  expect([a!.name, a!.points.length, a!.replicates, b!.name, b!.points.length]).toEqual(['a', 8, 2, 'b', 4]);
  expect(a!.points[0]!.measured.goodputMbps).toMatchObject({ median: 0.5, low: 0, high: 1, count: 2 });
  expect(a!.points[1]).toMatchObject({
    failed: 1,
    values: ['10ms', 10, 0.5],
    measured: { goodputMbps: { median: 2, count: 1 } },
  });
  expect(a!.points[1]!.measured['pingMs.p99']).toBeNull();
  expect(b!.points[3]!.measured.goodputMbps!.median).toBe(19);
});

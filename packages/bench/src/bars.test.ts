import { expect, test } from 'vitest';
import { type BenchReport, judge, type ScenarioSpeed } from './index.js';

const figure = (median: number) => ({ best: median, median });

function scenario(name: ScenarioSpeed['name'], ns: number): ScenarioSpeed {
  return { name, nsPerPacket: figure(ns), memoryBytes: 4e6 } as ScenarioSpeed;
}

function report(further: Partial<BenchReport> = {}): Omit<BenchReport, 'bars'> {
  const scenarios = [scenario('A', 100), scenario('B', 120), scenario('C', 100), scenario('E', 100)];
  return { scenarios, wasmBytes: 100_001, ...further } as BenchReport;
}

function verdict(id: string, of: Omit<BenchReport, 'bars'>): readonly [number | null, string | null] {
  const bar = judge(of).find((candidate) => candidate.id === id)!;
  return [bar.value, bar.verdict];
}

test('what was not measured has no verdict', () => {
  for (const id of ['ns3-A', 'bound-B', 'flows', 'start', 'browser', 'scaling', 'reproduce']) {
    expect(verdict(id, report()), id).toEqual([null, null]);
  }
  expect(verdict('b-over-c', report({ scenarios: [scenario('B', 1)] }))).toEqual([null, null]);
  expect(verdict('memory', report({ scenarios: [scenario('A', 1)] }))).toEqual([null, null]);
});

test('a bar that is missed, one that is met, one whose aim is met', () => {
  expect(verdict('wasm', report())).toEqual([100.001, 'missed']);
  expect(verdict('wasm', report({ wasmBytes: 100_000 }))).toEqual([100, 'must']);
  expect(verdict('wasm', report({ wasmBytes: 60_000 }))).toEqual([60, 'aim']);
  expect(verdict('b-over-c', report())).toEqual([1.2, 'must']);
  expect(verdict('memory', report())).toEqual([4, 'must']);
});

test('peers: more is better; flows and browser: the worse of two', () => {
  const peers = (ratio: number) => [
    { key: 'ns3', name: 'ns-3', build: '', scenarios: [{ name: 'A' as const, ratio: figure(ratio) }] },
  ];
  const measured = (ratio: number) => report({ peers: peers(ratio) as unknown as BenchReport['peers'] });
  expect(verdict('ns3-A', measured(249))).toEqual([249, 'missed']);
  expect(verdict('ns3-A', measured(250))).toEqual([250, 'must']);
  expect(verdict('ns3-A', measured(400))).toEqual([400, 'aim']);
  expect(verdict('ns3-B', measured(400))).toEqual([null, null]);
  const flows = [1.1, 2.1].map((ratio) => ({ ratio: figure(ratio) })) as unknown as BenchReport['flows'];
  expect(verdict('flows', report({ flows }))).toEqual([2.1, 'missed']);
  const places = [29, 31].map((first) => ({ firstMs: figure(first) }));
  expect(verdict('browser', report({ browser: { name: '', places } as unknown as BenchReport['browser'] }))).toEqual([
    31,
    'must',
  ]);
});

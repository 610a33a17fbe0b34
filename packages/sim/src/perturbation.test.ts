import { presetScenario } from '@tunq/scenario';

import { expect, test } from 'vitest';
import { perturbation } from './perturbation.js';
import { assignments } from './vary.js';

const scenario = presetScenario('openvpn-lab', ['flows=[{ count: 2 }, { kind: ping, start: 1s }]']);
const tick = 4e6;
const repeats = Array.from({ length: 200 }, (_, repeat) => perturbation(scenario, repeat));
const numbers = (key: string) => repeats.slice(1).map((settings) => Number(settings[key]));

test('the first run is the run as it is', () => {
  expect(repeats[0]).toEqual({});
});

test('every flow starts evenly within one tick after its time', () => {
  for (const [key, start] of [
    ['flows[0].start', 0],
    ['flows[1].start', 1e9],
  ] as const) {
    const phases = numbers(key).map((value) => (value - start) / tick);
    expect(Math.min(...phases)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...phases)).toBeLessThan(1);
    expect(phases.reduce((sum, phase) => sum + phase, 0) / phases.length).toBeCloseTo(0.5, 1);
    for (const quarter of [0, 0.25, 0.5, 0.75]) {
      expect(phases.filter((phase) => phase >= quarter && phase < quarter + 0.25).length).toBeGreaterThan(30);
    }
  }
  expect(numbers('flows[0].start')).not.toEqual(numbers('flows[1].start').map((start) => start - 1e9));
});

test('the RTT is within 0.1 %', () => {
  const shares = numbers('path.rtt').map((rtt) => rtt / scenario.path.rtt - 1);
  expect(Math.max(...shares.map(Math.abs))).toBeLessThanOrEqual(1e-3);
  expect(Math.max(...shares)).toBeGreaterThan(9e-4);
  expect(Math.min(...shares)).toBeLessThan(-9e-4);
});

test('the same seed gives the same repeats, another one others', () => {
  expect(perturbation(scenario, 3)).toEqual(repeats[3]);
  expect(perturbation({ ...scenario, seed: 7 }, 3)['path.rtt']).not.toBe(repeats[3]!['path.rtt']);
  expect(new Set(repeats.map((settings) => settings['path.rtt'])).size).toBeGreaterThan(195);
});

test('they are settings of a legal scenario, however short the run', () => {
  const short = presetScenario('openvpn-lab', ['duration=1us']);
  for (let repeat = 0; repeat < 20; repeat++) {
    const settings = assignments({ duration: '1us', ...perturbation(short, repeat) });
    expect(presetScenario('openvpn-lab', settings).duration).toBe(1000);
  }
});

import { compileScenario } from '@tunq/scenario';
import { expect, test } from 'vitest';
import { anchorNames, anchorScenario, anchors, measureRun, sweepScenarios, windowScenario } from './index.js';

/** A clock that counts how often it was read. */
function ticking() {
  let now = 0;
  return () => (now += 1);
}

test('the anchors are what the issue names', () => {
  const settings = anchorNames.map((name) => {
    const { device, reader, path, duration, flows } = anchorScenario(anchors[name]);
    return [name, device.flowControl, device.queueLength, reader.perPacket, path.rtt, duration, flows.length];
  });
  expect(settings).toEqual([
    ['A', 'tail-drop', 500, 60_000, 40e6, 10e9, 1],
    ['B', 'linux-7.3', 500, 60_000, 40e6, 10e9, 1],
    ['C', 'tail-drop', 500, 60_000, 10e6, 10e9, 1],
    ['E', 'linux-7.3', 500, 15_000, 10e6, 10e9, 1],
  ]);
});

test('everything is on', () => {
  const scenario = anchorScenario(anchors.B);
  expect(scenario.qdisc.kind).toBe('pfifo_fast');
  expect(scenario.sender).toMatchObject({ hystart: true, tso: true });
  expect(scenario.receiver).toMatchObject({ delayedAck: true });
});

test('a run costs what the clock says, and counts every data packet', () => {
  const config = compileScenario(anchorScenario({ ...anchors.A, seconds: 1 }));
  const cost = measureRun(config, { clock: ticking() });
  expect(cost.seconds).toBe(1);
  expect(cost.dataPackets).toBeGreaterThan(10_000);
  expect(cost.events).toBeGreaterThan(2 * cost.dataPackets);
  expect(cost.goodputMbps).toBeGreaterThan(100);
  expect(measureRun(config, { clock: ticking(), chunk: 1000 })).toEqual(cost);
});

test('a window of the sweep is in flight in the second half of its run, without drops', () => {
  for (const packets of [64, 670]) {
    const config = compileScenario(windowScenario(packets));
    const whole = measureRun(config, { clock: ticking() });
    const half = measureRun(config, { clock: ticking(), from: config.duration / 2 });
    expect(half.packetsInFlight / packets).toBeGreaterThan(0.95);
    expect(half.packetsInFlight / packets).toBeLessThan(1.35);
    expect(half.dataPackets / whole.dataPackets).toBeCloseTo(0.5, 1);
    expect(whole.drops).toBe(0);
  }
});

test('no two runs of the sweep are the same', () => {
  expect(new Set(sweepScenarios(64).map((scenario) => JSON.stringify(scenario))).size).toBe(64);
});

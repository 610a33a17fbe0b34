import { describe, expect, test } from 'vitest';
import { type FlowControlChoice, flowControlNames, flowControls, resolveFlowControl } from './flow-control.js';

/** The table of the series: stop, wake, needs a qdisc, what happens to a packet that finds the ring full. */
const series = [
  ['tail-drop', 'never', 'any', false, 'drop'],
  ['v1', 'filled', 'empty', false, 'busy'],
  ['v2', 'filled', 'empty', false, 'drop'],
  ['v3', 'filled', 'empty', false, 'drop'],
  ['v4', 'filled', 'spare', false, 'drop'],
  ['v5', 'last-slot', 'batch', false, 'drop'],
  ['v6', 'last-slot', 'batch', false, 'drop'],
  ['v7', 'filled', 'batch', true, 'busy'],
  ['v8', 'filled', 'half', true, 'busy'],
  ['v9', 'filled', 'half', true, 'busy'],
  ['v12', 'filled', 'half', true, 'drop'],
  ['linux-7.2-rc', 'filled', 'half', true, 'drop'],
  ['linux-7.3', 'filled', 'half', true, 'drop'],
] as const;

test.each(series)('%s stops %s, wakes %s, needs a qdisc: %s, full: %s', (name, stop, wake, requiresQdisc, onFull) => {
  expect(resolveFlowControl(name)).toEqual({ stop, wake, requiresQdisc, onFull });
});

test('every policy is in the table, under its own name and with a source', () => {
  expect(flowControlNames).toEqual(series.map(([name]) => name));
  for (const [name, policy] of Object.entries(flowControls)) {
    expect(policy.name).toBe(name);
    expect(policy.source.length).toBeGreaterThan(10);
    expect(policy.notes.length).toBeGreaterThan(10);
  }
});

describe('wakeAt', () => {
  test.each(['half', 'empty', 'any', 'batch'] as const)('linux-7.3 may wake at %s', (wakeAt) => {
    expect(resolveFlowControl({ kind: 'linux-7.3', wakeAt })).toEqual({
      ...resolveFlowControl('linux-7.3'),
      wake: wakeAt,
    });
  });

  test('an object without wakeAt is the policy itself', () => {
    expect(resolveFlowControl({ kind: 'v3' })).toEqual(resolveFlowControl('v3'));
  });

  test('only linux-7.3 has other thresholds', () => {
    expect(() => resolveFlowControl({ kind: 'v3', wakeAt: 'half' })).toThrow('wakeAt is for linux-7.3');
    expect(() => resolveFlowControl({ kind: 'linux-7.3', wakeAt: 'never' } as unknown as FlowControlChoice)).toThrow(
      'half, empty',
    );
  });
});

test('an unknown name is refused, also one that every object has', () => {
  expect(() => resolveFlowControl('v10' as FlowControlChoice)).toThrow('v10 is unknown');
  expect(() => resolveFlowControl('constructor' as FlowControlChoice)).toThrow('unknown');
});

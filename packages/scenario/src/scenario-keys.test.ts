import { expect, test } from 'vitest';
import { applySettings, validateScenario } from './index.js';
import { scenarioKeys } from './scenario-keys.js';

const keys = scenarioKeys();

test('keys of groups, of lists and of alternatives, each once', () => {
  const names = keys.map(({ key }) => key);
  expect(new Set(names).size).toBe(names.length);
  for (const key of ['seed', 'device.queueLength', 'flows.congestion', 'flows.interval', 'device.flowControl.wakeAt']) {
    expect(names).toContain(key);
  }
  expect(names).not.toContain('device');
});

test('values by name', () => {
  const valuesOf = (wanted: string) => keys.find(({ key }) => key === wanted)?.values;
  expect(valuesOf('device.kind')).toEqual(['tun', 'tap', 'tap+vhost', 'macvtap']);
  expect(valuesOf('flows.kind')).toEqual(expect.arrayContaining(['tcp', 'udp', 'ping']));
  expect(valuesOf('sender.hystart')).toEqual(['true', 'false']);
  expect(valuesOf('device.flowControl')).toContain('linux-7.3');
  expect(valuesOf('path.rtt')).toEqual([]);
});

test('every key exists: what validation says of a wrong value is not that it knows no such key', () => {
  for (const { key } of keys) {
    let message = '';
    try {
      validateScenario(applySettings({}, [`${key}=no such value`]));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message, key).not.toBe('');
    // A key of another kind of flow or qdisc is unknown to the default one, and told so.
    if (!/^(?:flows|qdisc)\./.test(key)) expect(message, key).not.toContain('unknown key');
  }
});

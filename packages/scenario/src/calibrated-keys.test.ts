import { readerProfiles } from '@tunq/device';
import { expect, test } from 'vitest';
import { calibratedKeys } from './calibrated-keys.js';
import { presetNames, presetScenario, presets } from './presets.js';

test('a fitted key has the value that runs have, its unit, its source, its rows and a reason', () => {
  for (const name of presetNames) {
    const scenario = presetScenario(name);
    for (const { key, value, unit, source, rows, why } of calibratedKeys(name)) {
      expect(value, `${name} ${key}`).toBeGreaterThan(0);
      expect(scenario).toHaveProperty(key, value);
      for (const text of [unit, source, why, ...rows]) expect(text).not.toBe('');
      expect(rows.length).toBeGreaterThan(0);
    }
  }
});

test('the reader’s come from its profile, the others from the preset', () => {
  expect(calibratedKeys('openvpn-world-patched').map(({ key }) => key)).toEqual([
    'reader.perPacket',
    'receiver.truesize',
  ]);
  expect(calibratedKeys('tap-vhost').map(({ key }) => key)).toEqual([
    'reader.perPacket',
    'reader.perByte',
    'reader.queueWakeup',
  ]);
  expect(calibratedKeys('openvpn-lab')[0]!.value).toBe(readerProfiles.openvpn.parameters.perPacket!.value);
  expect(calibratedKeys('kernel-cell')).toEqual([]);
});

test('a fitted key is written down in its preset', () => {
  for (const name of presetNames) {
    for (const { key } of presets[name].fitted) expect(presets[name].document).toHaveProperty(key);
  }
});

test('nothing but a reader, a receiver and the time of an attempt to send is fitted: no path, no ring, no qdisc', () => {
  const keys = presetNames.flatMap(calibratedKeys).map(({ key }) => key);
  expect(new Set(keys.map((key) => key.split('.')[0]))).toEqual(new Set(['reader', 'receiver', 'duration', 'flows']));
  const attempts = keys.filter((key) => key.startsWith('flows.'));
  expect(new Set(attempts)).toEqual(new Set(['flows.0.perSent', 'flows.0.perLost']));
});

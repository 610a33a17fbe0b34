import { readerProfiles } from '@tunq/device';
import { expect, test } from 'vitest';
import { calibratedKeys } from './calibrated-keys.js';
import { presetNames, presetScenario, presets } from './presets.js';

test('a fitted key has the value that runs have, its unit, its source, its rows and a reason', () => {
  for (const name of presetNames) {
    const scenario: unknown = presetScenario(name);
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
    'reader.wakeup',
    'duration',
    'receiver.truesize',
  ]);
  expect(calibratedKeys('tap-vhost').map(({ key }) => key)).toEqual([
    'reader.perPacket',
    'reader.perByte',
    'reader.wakeup',
    'reader.queueWakeup',
    'receiver.reading.coldPerByte',
  ]);
  expect(calibratedKeys('openvpn-lab')[0]!.value).toBe(readerProfiles.openvpn.parameters.perPacket!.value);
  expect(calibratedKeys('kernel-cell')).toEqual([]);
});

test('a fitted key is written down in its preset', () => {
  for (const name of presetNames) {
    for (const { key } of presets[name].fitted) expect(presets[name].document).toHaveProperty(key);
  }
});

test('nothing but a reader, a receiver, CPUs and the time of an attempt to send is fitted: no qdisc, a ring only where a program has had two, and a path only where none is described', () => {
  const fitted = presetNames.flatMap((name) =>
    calibratedKeys(name).map(({ key }) => ({ name, key, group: key.split('.')[0] })),
  );
  expect(new Set(fitted.map(({ group }) => group))).toEqual(
    new Set(['device', 'duration', 'reader', 'receiver', 'machine', 'path', 'flows']),
  );
  const withPath = fitted.filter(({ group }) => group === 'path' || group === 'machine').map(({ name }) => name);
  expect(new Set(withPath)).toEqual(new Set(['tap-threads', 'tap-threads-backpressure']));
  const withRing = fitted.filter(({ group }) => group === 'device');
  expect(new Set(withRing.map(({ name, key }) => `${name} ${key}`))).toEqual(
    new Set(['openvpn-lab device.queueLength', 'openvpn-lab-patched device.queueLength']),
  );
  const attempts = fitted.filter(({ group }) => group === 'flows').map(({ key }) => key);
  expect(new Set(attempts)).toEqual(new Set(['flows.0.perSent', 'flows.0.perLost']));
});

import { expect, test } from 'vitest';
import { parseKeyPath } from './key-path.js';
import { findOverwritten } from './overwritten.js';

const found = (...names: string[]) => {
  const pair = findOverwritten(names.map((name) => parseKeyPath(name)!));
  return pair && [names[pair.earlier], names[pair.later]];
};

test('a group overwrites its keys, and a key of every flow that of one', () => {
  expect(found('path.rtt', 'device.queueLength', 'device')).toEqual(['device.queueLength', 'device']);
  expect(found('flows[0].count', 'flows')).toEqual(['flows[0].count', 'flows']);
  expect(found('flows[1].congestion', 'flows.congestion')).toEqual(['flows[1].congestion', 'flows.congestion']);
  expect(found('flows[0].count', 'flows[0]')).toEqual(['flows[0].count', 'flows[0]']);
  expect(found('device.mtu', 'device.mtu')).toEqual(['device.mtu', 'device.mtu']);
});

test('what comes later and sets less refines', () => {
  expect(found('device', 'device.queueLength')).toBeUndefined();
  expect(found('flows', 'flows[0].count')).toBeUndefined();
  expect(found('flows.congestion', 'flows[1].congestion')).toBeUndefined();
});

test('keys beside each other leave each other alone', () => {
  expect(found('flows[0].count', 'flows[1].count', 'flows[1]')).toEqual(['flows[1].count', 'flows[1]']);
  expect(found('flows[0].count', 'flows[1].count', 'flows[1].congestion')).toBeUndefined();
  expect(found('path.rtt', 'path.rate', 'device.queues', 'device.queueLength')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const keys = ['kind', 'queueLength', 'mtu', 'offload', 'flowControl', 'queues', 'fq_codel', 'linux-7.3', 'v3'];

test.each([
  ['queueLenght', 'queueLength'],
  ['queuelength', 'queueLength'],
  ['queue_length', 'queueLength'],
  ['MTU', 'mtu'],
  ['mut', 'mtu'],
  ['fqcodel', 'fq_codel'],
  ['flowcontrl', 'flowControl'],
  ['linux7.3', 'linux-7.3'],
])('%s was meant to be %s', (given, meant) => {
  expect(nearest(given, keys)).toBe(meant);
});

test.each(['', 'x', 'rtt', 'bandwidth', 'v4', 'linux-7.2', 'q'.repeat(100)])('%s resembles nothing', (given) => {
  expect(nearest(given, keys)).toBeNull();
});

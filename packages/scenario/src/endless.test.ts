import { describe, expect, test } from 'vitest';
import { compileScenario } from './compile.js';
import { ScenarioError } from './error.js';
import type { ScenarioInput } from './schema.js';
import { parseScenario, validateScenario } from './validate.js';

const idle = { perPacket: 0 };
const hour: ScenarioInput = { duration: '3600s', reader: idle, path: { rtt: '500us' } };

describe('a TCP connection on which nothing takes time is refused', () => {
  test.each<[string, ScenarioInput]>([
    ['whatever it takes to wake up', { reader: { ...idle, wakeup: '1ms', queueWakeup: '1ms' }, path: { rtt: 0 } }],
    ['however short the run', { duration: '1us', reader: idle, path: { rtt: 0 } }],
    ['with stalls', { reader: { ...idle, stalls: { interval: '1s', length: '1ms' } }, path: { rtt: 0 } }],
    ['if the clock does not count what it takes', { reader: { ...idle, perByte: 0.0001 }, path: { rtt: 0 } }],
    ['beside other flows', { flows: [{ kind: 'ping' }, {}], reader: idle, path: { rtt: 0 } }],
  ])('%s', (_, input) => {
    expect(() => validateScenario(input)).toThrow(ScenarioError);
    expect(() => validateScenario(input)).toThrow('nothing else takes time');
  });

  test('by line and key, with what is allowed', () => {
    expect(() => parseScenario('path: { rtt: 0 }\nreader:\n  perPacket: 0us\n', { file: 'a.yaml' })).toThrow(
      'a.yaml:3:14: reader.perPacket: 0 where nothing else takes time: the run would not end; allowed: more than 0, unless reader.perByte, path.rtt or path.rate is',
    );
  });

  test.each<[string, ScenarioInput]>([
    ['an RTT', { reader: idle, path: { rtt: '1ms' } }],
    ['a bottleneck', { reader: idle, path: { rtt: 0, rate: '1gbit' } }],
    ['a cost of bytes', { reader: { ...idle, perByte: '1ns' }, path: { rtt: 0 } }],
    ['a cost of packets', { reader: { perPacket: '1us' }, path: { rtt: 0 } }],
    ['datagrams alone', { flows: [{ kind: 'udp', rate: '1mbit' }, { kind: 'ping' }], reader: idle, path: { rtt: 0 } }],
  ])('not with %s', (_, input) => {
    expect(compileScenario(validateScenario(input)).duration).toBe(10e9);
  });
});

describe('a run of more packets than anyone waits for is refused', () => {
  test.each([
    [
      'flows: [{ kind: udp, rate: 1tbit, size: 1 }]',
      'a.yaml:1:28: flows[0].rate: makes up to 1250000 million packets in this run; allowed: fewer than 10000 million packets, as with a duration below 80ms',
    ],
    [
      'flows: [{}, { kind: ping, count: 10000, interval: 10us }]',
      'a.yaml:1:51: flows[1].interval: makes up to 10001 million packets in this run',
    ],
    ['{ reader: { perPacket: 1 }, path: { rtt: 0 } }', 'a.yaml:1:24: reader.perPacket: makes up to 10000 million'],
    ['{ reader: { perPacket: 0 }, path: { rtt: 1us }, device: { mtu: 1400 } }', 'a.yaml:1:24: reader.perPacket'],
    [JSON.stringify(hour), 'reader.perPacket: makes up to 19661 million'],
  ])('%s', (text, message) => {
    expect(() => parseScenario(text, { file: 'a.yaml' })).toThrow(message);
  });

  test.each<[string, ScenarioInput]>([
    ['an hour of 10 Gbit/s', { duration: '3600s', reader: { perPacket: '1200ns' } }],
    ['an hour of slots of 64 KiB', { ...hour, device: { offload: 'tso' } }],
    ['little to send', { flows: [{ bytes: '1m' }], reader: { perPacket: 0 }, path: { rtt: 1 } }],
    ['a short burst', { flows: [{ kind: 'udp', rate: '1tbit', size: 1, stop: '1ms' }] }],
    ['a bottleneck behind a reader that costs nothing', { reader: { perPacket: 0 }, path: { rtt: 1, rate: '1gbit' } }],
    ['a window over an RTT', { duration: '3600s', reader: { perPacket: 0 } }],
    ['jitter in place of an RTT', { reader: { perPacket: 0 }, path: { rtt: 0, jitter: '1ms' } }],
  ])('not %s', (_, input) => {
    expect(validateScenario(input).duration).toBeGreaterThan(0);
  });
});

import { profileReader } from '@tunq/device';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScenarioError } from './error.js';
import type { ScenarioInput } from './schema.js';
import { parseScenario, validateScenario } from './validate.js';

const complete = {
  duration: 10_000_000_000,
  seed: 1,
  sampleInterval: 500_000_000,
  flows: [{ kind: 'tcp', count: 1, congestion: 'cubic', start: 0 }],
  sender: { wmem: 4_194_304, hystart: true, tso: true, limitOutputBytes: 4_194_304, initialCwnd: 10, hz: 250 },
  receiver: { rmem: 6_291_456, delayedAck: true, truesize: 2304, slotTruesize: 0, tuning: 'linux-7.3' },
  qdisc: { kind: 'pfifo_fast' },
  device: { kind: 'tun', queueLength: 500, mtu: 1500, offload: 'none', flowControl: 'tail-drop', queues: 1 },
  reader: {
    service: 'constant',
    perPacket: 30_000,
    perByte: 0,
    batch: 1,
    wakeup: 0,
    queueWakeup: 0,
    notify: 0,
    guestWork: 0,
    returns: 'apart',
    perReturn: 0,
    sendPerPacket: 0,
    sendPerByte: 0,
    sendQueue: 1024,
  },
  path: { rtt: 120_000_000, rate: 0, queue: 1000, loss: 0, jitter: 0, ingressDelay: 0 },
  machine: { cpus: 0, xmit: 0, lockWait: 0 },
  clock: { read: 0 },
};

test('a document that says nothing has every default', () => {
  expect(parseScenario('{}')).toEqual(complete);
});

test('the documented example', () => {
  const text = `
duration: 10s
seed: 1
flows: [{ count: 1, congestion: cubic }]
sender: { wmem: 4194304, hystart: true }
receiver: { rmem: 6291456 }
qdisc: { kind: pfifo_fast }
device: { kind: tun, queueLength: 500, mtu: 1500, offload: none, flowControl: linux-7.3 }
reader: { perPacket: 30us, perByte: 0ns, batch: 1 }
path: { rtt: 120ms }
`;
  expect(parseScenario(text)).toEqual({ ...complete, device: { ...complete.device, flowControl: 'linux-7.3' } });
});

describe('defaults that follow from other keys', () => {
  test.each([
    ['tun', 500, 'none', 1],
    ['tap', 1000, 'none', 1],
    ['tap+vhost', 1000, 'tso', 64],
    ['macvtap', 500, 'none', 1],
  ] as const)('%s has %d slots, offload %s and a batch of %d', (kind, queueLength, offload, batch) => {
    const scenario = validateScenario({ device: { kind } });
    expect(scenario.device).toMatchObject({ queueLength, offload });
    expect(scenario.reader.batch).toBe(batch);
  });

  test('a profile gives the reader, and keys beside it override', () => {
    const { perPacket } = profileReader('openvpn');
    expect(perPacket).not.toBe(complete.reader.perPacket);
    expect(validateScenario({ reader: { profile: 'openvpn' } }).reader).toMatchObject({
      profile: 'openvpn',
      perPacket,
    });
    expect(validateScenario({ reader: { profile: 'openvpn', perPacket: '20us' } }).reader.perPacket).toBe(20_000);
    expect(validateScenario({ device: { kind: 'tap+vhost' }, reader: { profile: 'openvpn' } }).reader.batch).toBe(1);
  });

  test('pfifo is as long as the device’s queue', () => {
    expect(validateScenario({ qdisc: { kind: 'pfifo' } }).qdisc).toEqual({ kind: 'pfifo', limit: 500 });
    expect(validateScenario({ qdisc: { kind: 'pfifo', limit: 7 } }).qdisc).toEqual({ kind: 'pfifo', limit: 7 });
  });

  test('datagrams and pings fit a small MTU', () => {
    const flows: ScenarioInput['flows'] = [{ kind: 'udp', rate: '1mbit' }, { kind: 'ping' }];
    expect(validateScenario({ flows, device: { mtu: 68 } }).flows.map((flow) => 'size' in flow && flow.size)).toEqual([
      40, 68,
    ]);
    expect(validateScenario({ flows }).flows.map((flow) => 'size' in flow && flow.size)).toEqual([1400, 84]);
  });

  test('truesize follows from the MTU', () => {
    expect(validateScenario({ device: { mtu: 9000 } }).receiver.truesize).toBe(12_544);
  });
});

describe('edges that run', () => {
  test.each<[string, ScenarioInput]>([
    ['no slots', { device: { queueLength: 0 } }],
    ['one slot', { device: { queueLength: 1 } }],
    ['a million slots', { device: { queueLength: 1_000_000 } }],
    ['no RTT', { path: { rtt: 0 } }],
    ['an RTT of 100 s', { path: { rtt: '100s' } }],
    ['10 000 flows', { flows: [{ count: 10_000 }] }],
    ['65 000 flows', { flows: [...Array.from({ length: 6 }, () => ({ count: 10_000 })), { count: 5_000 }] }],
    ['a reader that costs nothing', { reader: { perPacket: 0 } }],
    ['a fraction of a nanosecond a byte', { reader: { perByte: '0.3ns' } }],
    ['no bottleneck', { path: { rate: 0 } }],
    ['the smallest MTU', { device: { mtu: 68 } }],
    ['the largest MTU', { device: { mtu: 65_535 } }],
    ['one nanosecond', { duration: 1 }],
    ['one hour', { duration: '3600s' }],
    ['macvtap with the only flow control it has', { device: { kind: 'macvtap', flowControl: 'tail-drop' } }],
    ['numbers in quotes', { seed: '7', flows: [{ count: '4' }] }],
  ])('%s', (_, input) => {
    expect(validateScenario(input).duration).toBeGreaterThan(0);
  });

  test('times are whole nanoseconds, except per byte', () => {
    expect(
      validateScenario({ path: { rtt: '120.24ms' }, reader: { perPacket: '30.029us', perByte: '0.3ns' } }),
    ).toMatchObject({
      path: { rtt: 120_240_000 },
      reader: { perPacket: 30_029, perByte: 0.3 },
    });
  });
});

test('a time is rounded to the clock, and minus zero is zero', () => {
  expect(validateScenario({ reader: { perPacket: '2.5ns' } }).reader.perPacket).toBe(3);
  expect(validateScenario({ path: { rtt: '-0' } }).path.rtt).toBe(0);
  expect(validateScenario({ device: { queueLength: -0 } }).device.queueLength).toBe(0);
});

describe('messages', () => {
  test.each([
    [
      'flows: [{ kind: pktgen, threads: 2 }]',
      'a.yaml:1:17: flows[0].kind: pktgen sends Ethernet frames, which a tun has not; allowed: with device.kind: tap, tap+vhost or macvtap',
    ],
    [
      '{ flows: [{ kind: pktgen, perLost: 50ns }], device: { kind: tap } }',
      'flows[0].race: 100ns is longer than an attempt; allowed: at most 50ns',
    ],
    [
      '{ flows: [{ kind: raw, size: 1515 }], device: { kind: tap } }',
      'flows[0].size: 1515 does not fit the MTU; allowed: at most 1514 bytes with this device.mtu',
    ],
    [
      'flows: [{ kind: raw }]\ndevice: { queues: 2 }',
      'a.yaml:1:17: flows[0].kind: raw is not simulated with several queues, and device.queues is 2; allowed: with device.queues: 1',
    ],
    ['device: { queues: 257 }', 'a.yaml:1:19: device.queues: 257 is too large; allowed: whole numbers from 1 to 256'],
    [
      'qdisc: { mq: true }',
      'a.yaml:1:14: qdisc.mq: the device has one queue; allowed: mq above a device with several queues (device.queues)',
    ],
    [
      'device: { queues: 2 }\nqdisc: { kind: fq, mq: true }',
      'a.yaml:2:24: qdisc.mq: fq is not simulated under mq; allowed: false',
    ],
    [
      'device: { queues: 2 }\nreader: { perQueue: [{ queue: 2 }] }',
      'a.yaml:2:31: reader.perQueue[0].queue: the device has no queue 2; allowed: queues 0 to 1, once each',
    ],
    [
      'device: { queues: 2 }\nreader: { perQueue: [{ queue: 1 }, { queue: 1 }] }',
      'a.yaml:2:45: reader.perQueue[1].queue: queue 1 has a reader already; allowed: queues 0 to 1, once each',
    ],
    [
      'device: { queues: 2 }\nreader: { perQueue: { queue: 1 } }',
      'a.yaml:2:21: reader.perQueue: a group of keys where a list belongs; allowed: a list such as [{ queue: 0, perPacket: 300us }]',
    ],
    [
      'device: { kind: macvtap, flowControl: linux-7.3 }',
      'a.yaml:1:39: device.flowControl: linux-7.3 is not a flow control of macvtap, which always drops at its tail; allowed: tail-drop',
    ],
    ['qdisc: { kind: pfifofast }', 'a.yaml:1:16: qdisc.kind: pfifofast is unknown (did you mean pfifo_fast?)'],
    ['device: { queueLength: -3 }', 'a.yaml:1:24: device.queueLength: -3 is negative; allowed: 0 to 1000000 packets'],
    ['device: { queueLength: 1.5 }', 'device.queueLength: 1.5 is not a whole number of base units'],
    [
      'path: { rtt: 200s }',
      'path.rtt: 200s is too large; allowed: 0 to 100s (units ns, us, ms, s; a plain number is ns)',
    ],
    ['path: { rate: 10mbit/s }', 'path.rate: 10mbit/s is not a rate (did you mean mbit?)'],
    ['path: { rate: 10 }', 'path.rate: 10 is too small; allowed: 0 (none), or 1kbit to 1tbit'],
    [
      'txqueuelen: 5',
      'a.yaml:1:1: txqueuelen: unknown key (did you mean device.queueLength?); allowed: duration, seed',
    ],
    ['rtt: 5ms', 'rtt: unknown key (did you mean path.rtt?)'],
    ['device: { rtt: 5ms }', 'device.rtt: unknown key (did you mean path.rtt?); allowed: kind, queueLength'],
    ['congestion: reno', 'congestion: unknown key (did you mean flows[0].congestion?)'],
    [
      'device: { flowControl: { kind: linux-7.3, wakat: half } }',
      'a.yaml:1:43: device.flowControl.wakat: unknown key (did you mean wakeAt?)',
    ],
    ['device: tun', 'device: tun where a group of keys belongs; allowed: a group of keys (kind, queueLength'],
    ['- seed', 'a.yaml:1:1: the document is a list where a group of keys belongs'],
    [`device: { kind: ${'x'.repeat(5000)} }`, `device.kind: ${'x'.repeat(60)}… is unknown; allowed: tun`],
    [`${'y'.repeat(500)}: 1`, `a.yaml:1:1: ${'y'.repeat(60)}…: unknown key; allowed: duration`],
    ['"a\\x9bb": 1', 'a.yaml:1:1: "a b": unknown key'],
    ['"\\e[31mred": 1', 'a.yaml:1:1: "\\u001b[31mred": unknown key'],
  ])('%s', (text, message) => {
    expect(() => parseScenario(text, { file: 'a.yaml' })).toThrow(message);
  });
});

describe('keys that contradict each other', () => {
  test.each([
    [
      'flows: [{ start: 20s }]',
      'flows[0].start: 20s is not before the end of the run; allowed: less than the duration, 10s',
    ],
    ['flows: [{ start: 2s, stop: 1s }]', 'flows[0].stop: 1s is not after the start; allowed: more than 2s'],
    [
      'flows: [{ kind: udp, rate: 1mbit, size: 1473 }]',
      'flows[0].size: 1473 does not fit the MTU; allowed: at most 1472 bytes',
    ],
    ['flows: [{ kind: ping, size: 1501 }]', 'flows[0].size: 1501 does not fit the MTU; allowed: at most 1500 bytes'],
    [`flows: [${'{ count: 10000 }, '.repeat(7)}]`, 'flows: 70000 flows are too many; allowed: 1 to 65000'],
    [
      'qdisc: { kind: pfifo_fast, limit: 5 }',
      'qdisc.limit: pfifo_fast is as long as device.queueLength; allowed: limit with kind: pfifo, fq_codel, fq, tbf, netem',
    ],
    ['qdisc: { kind: noqueue, limit: 5 }', 'qdisc.limit: noqueue holds no packets'],
    ['qdisc: { kind: prio, limit: 5 }', 'qdisc.limit: a band of prio is as long as device.queueLength'],
    ['qdisc: { kind: pfifo, maxrate: 1mbit }', 'qdisc.maxrate: pfifo has no maxrate; allowed: maxrate with kind: fq'],
    [
      'qdisc: { kind: fq_codel, delay: 5ms }',
      'a.yaml:1:33: qdisc.delay: fq_codel has no delay; allowed: delay with kind: netem',
    ],
    [
      'qdisc: { kind: pfifo, limit: 64k }',
      'qdisc.limit: 64k is not a number of packets; allowed: 0 to 1000000 packets',
    ],
    ['qdisc: { kind: tbf, rate: 1mbit }', 'a.yaml:1:16: qdisc.kind: tbf without burst'],
    ['qdisc: { kind: tbf, rate: 1mbit, burst: 2k }', 'qdisc.kind: tbf with neither limit nor latency'],
    ['qdisc: { kind: tbf, rate: 1mbit, burst: 2k, limit: 9k, latency: 1ms }', 'tbf with both limit and latency'],
    ['qdisc: { kind: tbf, rate: 1mbit, burst: 2k, limit: 5p }', 'qdisc.limit: 5p is not a size; allowed: 1b to'],
    [
      'qdisc: { kind: tbf, rate: 1gbit, burst: 2k, latency: 1000s }',
      'qdisc.latency: 1000s are 125000002048 bytes at this rate; allowed: at most 2147483647 bytes',
    ],
    ['qdisc: { kind: prio, bands: 2 }', 'qdisc.bands: the default priomap has a band 2; allowed: a priomap of its own'],
    [
      'qdisc: { kind: prio, priomap: [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }',
      'qdisc.priomap: band 3 does not exist; allowed: bands 0 to 2',
    ],
    ['qdisc: { kind: prio, priomap: [0, 1] }', 'qdisc.priomap: has 2 entries; allowed: a list of 16 bands'],
    ['qdisc: { kind: prio, priomap: 1 }', 'qdisc.priomap: 1 is not a list'],
    ['device: { kind: macvtap, flowControl: v3 }', 'device.flowControl: v3 is not a flow control of macvtap'],
    [
      'reader: { stalls: { interval: 1ms, length: 1ms } }',
      'reader.stalls.length: 1ms is not shorter than the interval; allowed: less than 1ms',
    ],
    [
      'receiver: { truesize: 1000 }',
      'receiver.truesize: 1000 is less than a packet; allowed: at least device.mtu, 1500 bytes',
    ],
    [
      'receiver: { rmem: 16k }\ndevice: { mtu: 9000 }',
      'a.yaml:1:19: receiver.rmem: 16384 is less than two packets, so that no segment fits the window; allowed: at least twice device.mtu, 18000 bytes',
    ],
  ])('%s', (text, message) => {
    expect(() => parseScenario(text, { file: 'a.yaml' })).toThrow(ScenarioError);
    expect(() => parseScenario(text, { file: 'a.yaml' })).toThrow(message);
    expect(() => parseScenario(text, { file: 'a.yaml' })).toThrow(/^a\.yaml:1:\d+: /);
  });
});

test('of several faults the first in the text is told', () => {
  const text = 'seed: 1\ndevice: { mtu: 1 }\nduratoin: 1s\nflows: [{ congestion: newreno }]\n';
  expect(() => parseScenario(text, { file: 'a.yaml' })).toThrow('a.yaml:2:16: device.mtu');
});

test('a fault in what an alias repeats is told where it is written', () => {
  expect(() => parseScenario('flows: [&f { count: 0 }, *f]', { file: 'a.yaml' })).toThrow(
    'a.yaml:1:21: flows[0].count',
  );
});

const time = (max: number) => fc.integer({ min: 1, max }).map((ns) => `${ns}ns`);
const inputs: fc.Arbitrary<ScenarioInput> = fc.record(
  {
    duration: time(60_000_000_000),
    seed: fc.nat(),
    flows: fc.array(
      fc.oneof(
        fc.record({
          count: fc.integer({ min: 1, max: 50 }),
          congestion: fc.constantFrom('cubic', 'reno'),
          bytes: fc.constantFrom('1g', 5),
        }),
        fc.record({
          kind: fc.constant('udp' as const),
          rate: fc.constantFrom('1mbit', '20mbit', 5000),
          arrivals: fc.constantFrom('constant', 'poisson'),
        }),
        fc.record({
          kind: fc.constant('ping' as const),
          interval: time(1_000_000_000)
            .map((t) => `1${t}`)
            .filter((t) => t.length > 8),
        }),
      ),
      { minLength: 1, maxLength: 5 },
    ),
    device: fc.record(
      {
        kind: fc.constantFrom('tun', 'tap', 'tap+vhost'),
        queueLength: fc.integer({ min: 0, max: 1_000_000 }),
        mtu: fc.integer({ min: 68, max: 65_535 }),
        flowControl: fc.constantFrom('v3', 'tail-drop', { kind: 'linux-7.3', wakeAt: 'any' }),
      },
      { requiredKeys: [] },
    ),
    reader: fc.record(
      {
        profile: fc.constantFrom('openvpn', 'vhost-net'),
        perByte: fc.double({ min: 0, max: 1000, noNaN: true }),
        stalls: fc.constantFrom({ interval: '1s', length: '1ms' }),
      },
      { requiredKeys: [] },
    ),
    qdisc: fc.constantFrom(
      { kind: 'pfifo', limit: 3 },
      { kind: 'noqueue' },
      { kind: 'fq_codel', quantum: 300, target: '1ms' },
      { kind: 'fq', flowLimit: 5, maxrate: '3mbit' },
      { kind: 'tbf', rate: '33mbit', burst: '8k', latency: '3ms' },
      { kind: 'prio' },
      { kind: 'netem', delay: '10ms', jitter: '1ms', loss: '1%' },
      {},
    ),
    path: fc.record(
      { rtt: time(100_000_000_000), loss: fc.constantFrom('1%', 0), rate: fc.constantFrom('1gbit', 0) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ScenarioInput>;

test('a checked scenario, written as JSON, is the same scenario', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const scenario = validateScenario(input);
      expect(parseScenario(JSON.stringify(scenario, null, '\t'))).toEqual(scenario);
    }),
  );
});

test('a misspelt key is told before the one that it was meant to be is missed', () => {
  expect(() => parseScenario('reader: { stalls: { intervall: 1s, length: 1ms } }', { file: 'a.yaml' })).toThrow(
    'a.yaml:1:21: reader.stalls.intervall: unknown key (did you mean interval?); allowed: interval, length',
  );
});

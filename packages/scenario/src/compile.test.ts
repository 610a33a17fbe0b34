import { expect, test } from 'vitest';
import { compileScenario } from './compile.js';
import { parseScenario, validateScenario } from './validate.js';

test('a scenario in the core’s terms', () => {
  const scenario = parseScenario(`
duration: 5s
seed: 9
sampleInterval: 100ms
flows:
  - { count: 2, congestion: reno, start: 1s, stop: 4s, bytes: 1m }
  - { kind: udp, rate: 50mbit, size: 1000, arrivals: poisson, burst: 4 }
  - { kind: ping, interval: 10ms }
sender: { wmem: 1m, hystart: false, tso: false, limitOutputBytes: 256k, initialCwnd: 4, hz: 1000 }
receiver: { rmem: 2m, delayedAck: false, truesize: 4096, slotTruesize: 3000, tuning: linux-6.12, reading: { perByte: 0.25ns, coldPerByte: 0.5ns, cache: 2m, perPacket: 3us, pauses: { interval: 1s, length: 4ms } } }
qdisc: { kind: pfifo, limit: 20 }
device: { kind: tap+vhost, queueLength: 100, mtu: 1400, flowControl: { kind: linux-7.3, wakeAt: empty } }
reader: { service: exponential, perPacket: 2us, perByte: 0.3ns, batch: 8, wakeup: 5us, queueWakeup: 6us, notify: 1us, guestWork: 500ns, returns: first, perReturn: 7us, sendPerPacket: 9us, sendPerByte: 0.7ns, sendQueue: 128, stalls: { interval: 1s, length: 10ms } }
path: { rtt: 3, rate: 100mbit, queue: 50, loss: 1%, jitter: 1ms, ingressDelay: 4ms }
machine: { xmit: 179ns, lockWait: 1us }
clock: { read: 256ns }
`);
  expect(compileScenario(scenario)).toEqual({
    duration: 5_000_000_000,
    seed: 9,
    sampleInterval: 100_000_000,
    clockRead: 256,
    cpus: 0,
    flows: [
      { kind: 'tcp', congestion: 'reno', start: 1_000_000_000, stop: 4_000_000_000, bytes: 1_048_576 },
      { kind: 'tcp', congestion: 'reno', start: 1_000_000_000, stop: 4_000_000_000, bytes: 1_048_576 },
      { kind: 'udp', rate: 50_000_000, size: 1000, arrivals: 'poisson', burst: 4, start: 0 },
      { kind: 'ping', interval: 10_000_000, size: 84, start: 0 },
    ],
    sender: { wmem: 1_048_576, hystart: false, tso: false, limitOutputBytes: 262_144, initialCwnd: 4, hz: 1000 },
    receiver: {
      rmem: 2_097_152,
      delayedAck: false,
      truesize: 4096,
      slotTruesize: 3000,
      tuning: '6.12',
      reading: {
        perByte: 0.25,
        coldPerByte: 0.5,
        cache: 2_097_152,
        perPacket: 3000,
        pauses: { interval: 1_000_000_000, length: 4_000_000 },
      },
    },
    qdisc: { kind: 'pfifo', limit: 20 },
    device: {
      kind: 'tap+vhost',
      queueLength: 100,
      mtu: 1400,
      tso: true,
      flowControl: { stop: 'filled', wake: 'empty', requiresQdisc: true, onFull: 'drop' },
    },
    reader: {
      service: 'exponential',
      // With the work of the guest.
      perPacket: 2500,
      perByte: 0.3,
      batch: 8,
      wakeup: 5000,
      queueWakeup: 6000,
      notify: 1000,
      returns: 'first',
      perReturn: 7000,
      sendPerPacket: 9000,
      sendPerByte: 0.7,
      sendQueue: 128,
      stalls: { interval: 1_000_000_000, length: 10_000_000 },
    },
    path: {
      delay: 2,
      returnDelay: 1,
      rate: 100_000_000,
      queue: 50,
      loss: 0.01,
      jitter: 1_000_000,
      ingressDelay: 4_000_000,
    },
    machine: { xmit: 179, lockWait: 1000 },
  });
});

test('several queues: a qdisc each, and readers that differ in what is said of them', () => {
  const config = compileScenario(
    parseScenario(`
device: { queues: 3 }
qdisc: { kind: prio }
reader: { perPacket: 20us, wakeup: 5us, perQueue: [{ queue: 2, perPacket: 300us, stalls: { interval: 1s, length: 1ms } }] }
`),
  );
  expect(config.device).toMatchObject({ queues: 3, mq: true });
  expect(config.qdisc).not.toHaveProperty('mq');
  expect(config.reader).toMatchObject({ perPacket: 20_000, wakeup: 5_000, stalls: null });
  const stalls = { interval: 1_000_000_000, length: 1_000_000 };
  expect(config.readers).toEqual([{ queue: 2, reader: { ...config.reader, perPacket: 300_000, stalls } }]);
  const mq = (qdisc: string) => compileScenario(parseScenario(`device: { queues: 2 }\nqdisc: { ${qdisc} }`)).device.mq;
  expect([mq('kind: fq_codel'), mq('kind: fq_codel, mq: false'), mq('kind: fq'), mq('kind: netem')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(compileScenario(parseScenario('{}')).device).not.toHaveProperty('queues');
});

test.each([
  ['pfifo_fast', 500],
  ['noqueue', 0],
])('%s has a limit of %d', (kind, limit) => {
  expect(compileScenario(parseScenario(`qdisc: { kind: ${kind} }`)).qdisc).toEqual({ kind, limit });
});

test.each([0, 1, 2, 7, 120_000_000, 100_000_000_000])('the two ways add up to an RTT of %d', (rtt) => {
  const { delay, returnDelay } = compileScenario(parseScenario(`path: { rtt: ${rtt} }`)).path;
  expect(delay + returnDelay).toBe(rtt);
  expect(delay - returnDelay).toBe(rtt % 2);
});

test('a reader without stalls says so', () => {
  expect(compileScenario(parseScenario('{}')).reader.stalls).toBeNull();
});

test.each([
  ['kind: fq_codel', { kind: 'fq_codel', limit: 10_240, flows: 1024, quantum: 0, target: 5e6, interval: 1e8 }],
  ['kind: fq_codel, quantum: 300, target: 1ms', { kind: 'fq_codel', quantum: 300, target: 1e6 }],
  ['kind: fq', { kind: 'fq', limit: 10_000, flowLimit: 100, quantum: 0, initialQuantum: 0, horizon: 1e10, maxrate: 0 }],
  ['kind: fq, maxrate: 20mbit, flowLimit: 7', { kind: 'fq', maxrate: 2e7, flowLimit: 7 }],
  ['kind: fq, quantum: 300, initialQuantum: 4k, horizon: 2s', { quantum: 300, initialQuantum: 4096, horizon: 2e9 }],
  ['kind: tbf, rate: 200mbit, burst: 64kb, limit: 200kb', { rate: 2e8, burst: 65_536, limit: 204_800 }],
  // What comes in during 10 ms at 25 MB/s, and the bucket.
  ['kind: tbf, rate: 200mbit, burst: 64kb, latency: 10ms', { rate: 2e8, burst: 65_536, limit: 315_536 }],
  ['kind: prio', { kind: 'prio', bands: 3, priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1] }],
  ['kind: netem', { kind: 'netem', limit: 1000, delay: 0, jitter: 0, loss: 0 }],
  ['kind: netem, delay: 10ms, jitter: 1ms, loss: 1%, limit: 5', { limit: 5, delay: 1e7, jitter: 1e6, loss: 0.01 }],
])('the parameters of qdisc %s', (keys, expected) => {
  expect(compileScenario(parseScenario(`qdisc: { ${keys} }`)).qdisc).toMatchObject(expected);
});

test('flows have priorities', () => {
  const { flows } = compileScenario(parseScenario('flows: [{ priority: 6 }, {}]'));
  expect(flows.map((flow) => flow.priority)).toEqual([6, undefined]);
});

test('threads of pktgen are flows, and share the CPUs that are counted', () => {
  const { flows, cpus } = compileScenario(
    validateScenario({
      flows: [{ kind: 'pktgen', threads: 2, perSent: '600ns', perLost: '500ns' }, { kind: 'raw' }],
      device: { kind: 'tap' },
      machine: { cpus: 4 },
    }),
  );
  const thread = { kind: 'pktgen', size: 60, perSent: 600, perLost: 500, race: 100, start: 0 };
  expect(flows).toEqual([thread, thread, { kind: 'raw', size: 1450, perSent: 2000, sndbuf: 212_992, start: 0 }]);
  expect(cpus).toBe(4);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoreConfig, CoreFlow, CoreFlowControl, CorePktgenFlow, CoreRawFlow } from './config.js';
import type { CoreResult } from './result.js';
import { simulate } from './simulation.js';
import { bulkConfig } from './testing/bulk-config.fixture.js';
import { checkedBuild } from './testing/open-run.fixture.js';
import { propertyOptions } from './testing/property.fixture.js';
import { coreConfigs } from './testing/random-config.fixture.js';

const tailDrop: CoreFlowControl = { stop: 'never', wake: 'empty', requiresQdisc: false, onFull: 'drop' };
const v6: CoreFlowControl = { stop: 'last-slot', wake: 'batch', requiresQdisc: false, onFull: 'drop' };
const v7: CoreFlowControl = { stop: 'filled', wake: 'batch', requiresQdisc: true, onFull: 'busy' };
const v12: CoreFlowControl = { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' };

const thread: CorePktgenFlow = { kind: 'pktgen', size: 60, perSent: 600, perLost: 500, race: 100, start: 0 };
const socket: CoreRawFlow = { kind: 'raw', size: 1450, perSent: 2_000, sndbuf: 212_992, start: 0 };

interface Variant {
  readonly flows: readonly CoreFlow[];
  readonly flowControl?: CoreFlowControl;
  readonly queueLength?: number;
  readonly perPacket?: number;
  readonly queueWakeup?: number;
}

/** A TAP of 1000 slots with a reader of 5 µs a packet, for 100 ms. */
function config({ flows, flowControl = tailDrop, queueLength = 1000, ...reader }: Variant): CoreConfig {
  return {
    ...bulkConfig('cubic'),
    duration: 100_000_000,
    flows,
    qdisc: { kind: 'pfifo', limit: 25_000 },
    device: { kind: 'tap', queueLength, mtu: 1500, tso: false, flowControl },
    reader: {
      service: 'constant',
      perPacket: 5_000,
      perByte: 0,
      batch: 1,
      wakeup: 0,
      queueWakeup: 0,
      stalls: null,
      ...reader,
    },
    path: { delay: 1000, returnDelay: 1000, rate: 0, queue: 1000, loss: 0, jitter: 0 },
  };
}

const total = ({ flows }: CoreResult, of: 'sent' | 'lost' | 'received' | 'retries') =>
  flows.reduce((sum, flow) => sum + flow[of], 0);

describe('one thread of pktgen', () => {
  test('tail drop: the reader takes what it can, all other attempts are lost, and their times fill the run', () => {
    const { flows, ringDrops, queueStops } = simulate(config({ flows: [thread] }));
    const [{ sent, lost, received, retries }] = flows as [CoreResult['flows'][number]];
    expect(received).toBeCloseTo(100_000_000 / 5_000, -2);
    // What the ring still holds was sent.
    expect(sent - received).toBeGreaterThan(980);
    expect(sent - received).toBeLessThanOrEqual(1002);
    expect(Math.abs(sent * 600 + lost * 500 - 100_000_000)).toBeLessThan(2_000);
    expect(ringDrops).toBe(lost);
    expect(retries + queueStops).toBe(0);
  });

  test.each([
    ['v6', v6],
    ['v7', v7],
    ['v12', v12],
  ])('%s: waits while the queue is stopped, and loses nothing', (_, flowControl) => {
    const result = simulate(config({ flows: [thread], flowControl }));
    expect(total(result, 'lost') + result.ringDrops).toBe(0);
    expect(result.queueStops).toBeGreaterThan(10);
    expect(result.queueStops - result.queueWakes).toBeLessThanOrEqual(1);
    expect(total(result, 'retries')).toBeGreaterThan(100_000);
    expect(total(result, 'received')).toBeCloseTo(20_000, -2);
  });

  test('bypasses the qdisc: a qdisc without room refuses none of it', () => {
    const result = simulate({ ...config({ flows: [thread], flowControl: v7 }), qdisc: { kind: 'pfifo', limit: 0 } });
    expect(result.qdiscDrops).toBe(0);
    expect(total(result, 'received')).toBeGreaterThan(19_000);
  });

  test('without a qdisc, v7 drops at the tail', () => {
    const noqueue = simulate({
      ...config({ flows: [thread], flowControl: v7 }),
      qdisc: { kind: 'noqueue', limit: 0 },
    });
    expect(noqueue.queueStops).toBe(0);
    expect(total(noqueue, 'lost')).toBe(total(simulate(config({ flows: [thread] })), 'lost'));
  });

  test('a wake of each 16 zeroed slots costs the reader one softirq', () => {
    const result = simulate(config({ flows: [thread], flowControl: v7, queueWakeup: 4_800 }));
    // 5 us and a sixteenth of 4.8 us.
    expect(total(result, 'received')).toBeCloseTo(100_000 / 5.3, -2);
  });

  test('starts and stops when it is told to', () => {
    const result = simulate(config({ flows: [{ ...thread, start: 20_000_000, stop: 40_000_000 }] }));
    const { sent, lost } = result.flows[0]!;
    expect(Math.abs(sent * 600 + lost * 500 - 20_000_000)).toBeLessThan(2_000);
  });
});

describe('several threads', () => {
  const threads = [thread, thread, thread, thread];

  test('what one fills while another is past its test is lost, unless the driver locks or refuses', () => {
    const race = (flowControl: CoreFlowControl, ns = 100) =>
      total(simulate(config({ flows: threads.map((flow) => ({ ...flow, race: ns })), flowControl })), 'lost');
    const stops = simulate(config({ flows: threads, flowControl: v12 })).queueStops;
    expect(race(v12, 500)).toBeGreaterThan(0);
    // Each of the other three is lost once a stop at most.
    expect(race(v12, 500)).toBeLessThanOrEqual(3 * stops);
    expect(race(v12, 0)).toBe(0);
    expect(race(v6)).toBe(0);
    expect(race(v7)).toBe(0);
  });

  test('with a CPU for each, every one makes its attempts and the reader has all of its own', () => {
    const result = simulate({ ...config({ flows: threads }), cpus: 5 });
    for (const { sent, lost } of result.flows) {
      expect(Math.abs(sent * 600 + lost * 500 - 100_000_000)).toBeLessThan(2_000);
    }
    expect(total(result, 'received')).toBeCloseTo(20_000, -2);
  });

  test('with four CPUs for four, the reader and one of them have half of one each', () => {
    const result = simulate({ ...config({ flows: threads }), cpus: 4 });
    const busy = result.flows.map(({ sent, lost }) => (sent * 600 + lost * 500) / 100_000_000);
    expect(busy.map((share) => Math.round(share * 100) / 100)).toEqual([1, 1, 1, 0.5]);
    expect(total(result, 'received')).toBeCloseTo(10_000, -2);
  });

  test('with one CPU for all, each has a fifth', () => {
    const result = simulate({ ...config({ flows: threads }), cpus: 1 });
    for (const { sent, lost } of result.flows) expect((sent * 600 + lost * 500) / 100_000_000).toBeCloseTo(0.2, 2);
    expect(total(result, 'received')).toBeCloseTo(4_000, -2);
  });

  test('a reader that sleeps leaves its CPU to the thread', () => {
    // A packet each 10 us of work, and a reader that needs 1 us for it: 11 us together.
    const slow = { ...thread, perSent: 10_000 };
    const result = simulate({ ...config({ flows: [slow], perPacket: 1_000 }), cpus: 1 });
    expect(total(result, 'received')).toBeCloseTo(100_000 / 11, -2);
  });
});

describe('a packet socket', () => {
  test('stock: learns of no drop in the ring', () => {
    const result = simulate(config({ flows: [socket] }));
    const { sent, lost } = result.flows[0]!;
    expect(sent).toBeCloseTo(50_000, -2);
    expect(lost).toBe(result.ringDrops);
    expect(lost).toBeCloseTo(29_000, -3);
  });

  test('with backpressure: waits for its send buffer, and nothing is lost', () => {
    const result = simulate(config({ flows: [socket], flowControl: v12 }));
    const { sent, lost, received } = result.flows[0]!;
    expect(lost + result.ringDrops + result.qdiscDrops).toBe(0);
    expect(received).toBeCloseTo(20_000, -2);
    // Packets of 2304 bytes in a buffer of 212,992: 93 in the qdisc at most, 1000 in the ring.
    expect(sent - received).toBeLessThanOrEqual(1_000 + 93 + 2);
  });

  test('a qdisc shorter than the send buffer drops, and the socket is told', () => {
    const result = simulate({
      ...config({ flows: [socket], flowControl: v12 }),
      qdisc: { kind: 'pfifo', limit: 50 },
    });
    expect(result.qdiscDrops).toBeGreaterThan(0);
    expect(total(result, 'lost')).toBe(result.qdiscDrops);
  });
});

test('several queues are refused: threads of a flood wait at one ring', () => {
  for (const flow of [thread, socket]) {
    const one = config({ flows: [flow] });
    expect(() => simulate({ ...one, device: { ...one.device, queues: 2 } })).toThrow(
      `${flow.kind} is not simulated with 2 queues`,
    );
  }
});

/** Random experiments with threads beside whatever else they have. */
const floods: fc.Arbitrary<CoreConfig> = fc
  .tuple(
    coreConfigs,
    fc.array(
      fc.record({
        raw: fc.boolean(),
        size: fc.integer({ min: 15, max: 576 }),
        perSent: fc.integer({ min: 1_000, max: 300_000 }),
        perLost: fc.integer({ min: 1_000, max: 300_000 }),
        race: fc.integer({ min: 0, max: 1_000 }),
        sndbuf: fc.integer({ min: 4_096, max: 212_992 }),
        start: fc.integer({ min: 0, max: 10_000_000 }),
        stop: fc.option(fc.integer({ min: 1, max: 30_000_000 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    fc.integer({ min: 0, max: 6 }),
    fc.boolean(),
  )
  .map(([base, threads, cpus, alone]) => ({
    ...base,
    cpus,
    duration: Math.min(base.duration, 100_000_000),
    flows: [
      ...(alone ? [] : base.flows.filter(({ start }) => start < 100_000_000)),
      ...threads.map(({ raw, size, perSent, perLost, race, sndbuf, start, stop }): CoreFlow => {
        const times = { start, ...(stop !== undefined && { stop }) };
        return raw
          ? { kind: 'raw', size, perSent, sndbuf, ...times }
          : { kind: 'pktgen', size, perSent, perLost, race, ...times };
      }),
    ],
  }));

/** All but what says how the result was reached. */
function figures({ events: _, ...rest }: CoreResult): Omit<CoreResult, 'events'> {
  return rest;
}

test('attempts that are counted are those that would be made', () => {
  fc.assert(
    fc.property(floods, (experiment) => {
      const counted = simulate({ ...experiment, attempts: 'counted' });
      const each = simulate({ ...experiment, attempts: 'each' });
      expect(figures(counted)).toEqual(figures(each));
      expect(counted.events).toBeLessThanOrEqual(each.events + experiment.flows.length * counted.queueWakes);
    }),
    propertyOptions(300),
  );
});

test('lines and heap, release and checked build, first and second run are equal', () => {
  fc.assert(
    fc.property(floods, (experiment) => {
      const result = simulate(experiment);
      expect(simulate({ ...experiment, eventQueue: 'heap' })).toEqual(result);
      expect(simulate(experiment, { wasm: checkedBuild })).toEqual(result);
    }),
    propertyOptions(150),
  );
});

test('no packet is lost from the count', () => {
  fc.assert(
    fc.property(floods, (experiment) => {
      const { balance, flows, ringDrops, qdiscDrops } = simulate(experiment);
      const { sent, inQdisc, inRing, inReader, inPath, ...gone } = balance;
      expect(gone.delivered + gone.ringDrops + gone.qdiscDrops + gone.pathDrops).toBe(sent);
      expect(inQdisc + inRing + inReader + inPath).toBe(0);
      const lost = flows.reduce((sum, flow) => sum + flow.lost, 0);
      expect(lost).toBeLessThanOrEqual(ringDrops + qdiscDrops);
      for (const flow of flows) {
        if (flow.kind === 'pktgen') expect(flow.received).toBeLessThanOrEqual(flow.sent);
      }
    }),
    propertyOptions(200),
  );
});

test('one thread under backpressure of a legal driver loses nothing', () => {
  fc.assert(
    fc.property(
      floods,
      fc.constantFrom(v6, v7, v12),
      fc.integer({ min: 1, max: 600 }),
      (experiment, flowControl, queueLength) => {
        const result = simulate({
          ...experiment,
          flows: [thread],
          duration: 20_000_000,
          qdisc: { kind: 'pfifo', limit: 1000 },
          device: { ...experiment.device, kind: 'tap', queueLength, flowControl },
          path: { ...experiment.path, loss: 0, rate: 0 },
        });
        expect(result.ringDrops).toBe(0);
        expect(result.ringProduced).toBeGreaterThan(0);
      },
    ),
    propertyOptions(150),
  );
});

test('a thread does not race itself where the reader’s clock is slow to read', () => {
  const run = config({ flows: [thread], flowControl: v12, queueLength: 125, perPacket: 1_800 });
  const { ringDrops, queueStops } = simulate({ ...run, reader: { ...run.reader, batch: 6 }, clockRead: 256 });
  expect(queueStops).toBeGreaterThan(100);
  expect(ringDrops).toBe(0);
});

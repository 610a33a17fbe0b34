import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoreConfig, CoreReader } from './config.js';
import { addresses, layout } from './generated/layout.js';
import type { CoreResult } from './result.js';
import { Simulation } from './simulation.js';
import { backpressure, bulkConfig } from './testing/bulk-config.fixture.js';
import { checkedBuild, finish, OpenRun } from './testing/open-run.fixture.js';
import { propertyOptions } from './testing/property.fixture.js';
import { coreConfigs } from './testing/random-config.fixture.js';
import { watch } from './testing/watchdog.fixture.js';
import type { TraceRecord } from './trace.js';

/** Devices with several queues (`IFF_MULTI_QUEUE`). */

const underMq: readonly string[] = ['pfifo_fast', 'pfifo', 'fq_codel', 'tbf', 'prio'];

/** Random experiments on two to five queues, under `mq` or not, some of whose readers are slower than the others. */
const configs: fc.Arbitrary<CoreConfig> = fc
  .tuple(coreConfigs, fc.integer({ min: 2, max: 5 }), fc.boolean(), fc.array(fc.tuple(fc.nat(4), fc.nat(5))))
  .map(([config, queues, mq, slow]) => ({
    ...config,
    device: { ...config.device, queues, mq: mq && underMq.includes(config.qdisc.kind) },
    readers: slow.map(([queue, factor]) => ({
      queue: queue % queues,
      reader: { ...config.reader, perPacket: config.reader.perPacket * (factor + 1) },
    })),
  }))
  .map(watch);

/** Runs in steps of 997 events and looks at what was measured after each. */
function observe(config: CoreConfig, look: (result: CoreResult) => void): OpenRun {
  const run = new OpenRun(config);
  while (!run.simulation.step(997)) look(run.simulation.result());
  look(run.simulation.result());
  return run;
}

/** As many flows as queues, each hashed to a queue of its own. */
function oneFlowEach(queues: number, part: Partial<CoreConfig>, reader: Partial<CoreReader>): CoreConfig {
  const base = bulkConfig('cubic');
  const config = (seed: number): CoreConfig => ({
    ...base,
    seed,
    flows: Array.from({ length: queues }, () => base.flows[0]!),
    device: { ...base.device, queueLength: 50, flowControl: backpressure, queues },
    qdisc: { kind: 'pfifo_fast', limit: 50 },
    path: { ...base.path, delay: 1e6, returnDelay: 1e6 },
    duration: 2e9,
    readers: [{ queue: 0, reader: { ...base.reader, ...reader } }],
    ...part,
  });
  for (let seed = 1; ; seed++) {
    const { flows } = new Simulation({ ...config(seed), duration: 1 }).result();
    if (new Set(flows.map(({ queue }) => queue)).size === queues) return config(seed);
  }
}

/** Payload of the flow on each queue, Mbit/s. */
function rates(config: CoreConfig): number[] {
  const { flows } = finish(new Simulation(config)).result();
  const byQueue = [...flows].sort((a, b) => a.queue - b.queue);
  return byQueue.map(({ goodputBytes }) => (goodputBytes * 8e3) / config.duration);
}

describe('for every device with several queues', () => {
  test('what went into a ring came out or is in it; a stop has its wake; packets are conserved', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const run = observe(config, ({ queues, ...result }) => {
          expect(queues).toHaveLength(config.device.queues!);
          for (const queue of queues) {
            expect(queue.unread).toBe(queue.produced - queue.consumed);
            expect(queue.unread).toBeLessThanOrEqual(config.device.queueLength);
            expect(queue.occupancy.max).toBeLessThanOrEqual(config.device.queueLength);
            expect([0, 1]).toContain(queue.stops - queue.wakes);
          }
          const { sent, delivered, ringDrops, qdiscDrops, pathDrops, ...held } = result.balance;
          const inside = Object.values(held).reduce((sum, count) => sum + count, 0);
          expect(delivered + ringDrops + qdiscDrops + pathDrops + inside).toBe(sent);
          expect(result.ringOccupancy.max).toBe(Math.max(...queues.map(({ occupancy }) => occupancy.max)));
        });
        // Nothing stalls: at the end all queues run, all rings are empty, and no packet is missing from the pool.
        const { queues, finished, balance } = run.simulation.result();
        expect(finished).toBe(true);
        expect(queues.map(({ stops, wakes, unread }) => [stops - wakes, unread])).toEqual(queues.map(() => [0, 0]));
        expect(balance.inQdisc + balance.inRing + balance.inReader + balance.inPath).toBe(0);
        const backward = new DataView(run.core.memory.buffer).getUint32(run.address('BACKWARD') + lineCount, true);
        const returned = queues.map((_, i) => run.read('Reader', 'returnCount', run.core.exports.queue_reader(i)));
        const waiting = returned.reduce((sum, count) => sum + count, run.read('Path', 'inIngress'));
        expect(run.read('State', 'livePackets')).toBe(backward + waiting);
      }),
      propertyOptions(150),
    );
  });

  test('a flow stays on its queue and in order', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const traced = { ...config, trace: { capacity: 1 << 16, kinds: ['ring'] as const } };
        const simulation = new Simulation(traced);
        const records: TraceRecord[] = [];
        for (let done = false; !done; records.push(...simulation.takeTrace())) done = simulation.step(997);
        const { flows, queues } = simulation.result();
        const waiting = flows.map((): number[] => []);
        const produced = queues.map(() => 0);
        for (const { code, flow, b } of records.filter(({ e }) => e !== control)) {
          if (code === 1) {
            waiting[flow]!.push(b);
            produced[flows[flow]!.queue]!++;
          } else {
            expect(b).toBe(waiting[flow]!.shift());
          }
        }
        // Packets of the control connection are on one queue, too.
        const others = queues.map((queue, i) => queue.produced - produced[i]!);
        expect(others.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
        expect(others.filter((count) => count < 0)).toEqual([]);
      }),
      propertyOptions(60),
    );
  });

  test('the heap and the lines give the same result', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const [lines, heap] = (['lines', 'heap'] as const).map((eventQueue) =>
          finish(new Simulation({ ...config, eventQueue })).result(),
        );
        expect(lines).toEqual(heap);
      }),
      propertyOptions(60),
    );
  });

  test('the build with assertions agrees, and so does a run that was saved, looked at and restored', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const straight = finish(new Simulation(config)).result();
        const checked = new OpenRun(config, checkedBuild).simulation;
        checked.step(1500);
        checked.result();
        expect(finish(Simulation.restore(checked.snapshot())).result()).toEqual(straight);
      }),
      propertyOptions(40),
    );
  });
});

/** Offset of `count` in the core's `Line` (two pointers, two u64). */
const lineCount = 24;
/** Kind of a packet of the control connection. */
const control = 4;

describe('choice of a queue', () => {
  const spread = (seed: number, queues: number) => {
    const flows = Array.from({ length: 4000 }, () => ({ kind: 'ping', interval: 1e9, size: 84, start: 0 }) as const);
    const config = bulkConfig('cubic', { seed, flows, duration: 1 });
    return new Simulation({ ...config, device: { ...config.device, queues } }).result().flows.map(({ queue }) => queue);
  };

  test('spreads flows evenly, as a hash does', () => {
    for (const queues of [2, 3, 8, 256]) {
      const counts = Array.from({ length: queues }, () => 0);
      for (const queue of spread(1, queues)) counts[queue]!++;
      // Chi squared has a mean of queues − 1 and a standard deviation of the root of twice that.
      const expected = 4000 / queues;
      const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(Math.abs(chi - (queues - 1))).toBeLessThan(4 * Math.sqrt(2 * (queues - 1)));
    }
  });

  test('follows from the seed and the flow', () => {
    expect(spread(7, 4)).toEqual(spread(7, 4));
    const other = spread(8, 4);
    const same = spread(7, 4).filter((queue, i) => queue === other[i]).length;
    expect(same).toBeGreaterThan(850);
    expect(same).toBeLessThan(1150);
  });

  test('256 queues at most', () => {
    const config = bulkConfig('cubic');
    const of = (queues: number) => () => new Simulation({ ...config, device: { ...config.device, queues } });
    expect(of(257)).toThrow('device.queues');
    expect(of(0)).toThrow('device.queues');
    expect(() => new Simulation({ ...config, readers: [{ queue: 1, reader: config.reader }] })).toThrow('no queue 1');
    const device = { ...config.device, queues: 2, mq: true };
    expect(() => new Simulation({ ...config, device, qdisc: { kind: 'noqueue', limit: 0 } })).toThrow('under mq');
  });
});

describe('a slow reader on one queue, with backpressure', () => {
  const slow = { perPacket: 300_000 };
  /** What a reader of 30 µs, and one of 300 µs, lets through of 1448 bytes a packet, Mbit/s. */
  const [full, tenth] = [(1448 * 8) / 30, (1448 * 8) / 300];

  test('under mq it slows its own flow and no other', () => {
    const [own, ...others] = rates(oneFlowEach(3, {}, slow));
    expect(own! / tenth).toBeCloseTo(1, 1);
    for (const rate of others) expect(rate).toBeGreaterThan(0.95 * full);
  });

  test('under one qdisc for all, the packet at gso_skb holds up the others, and fair turns make all as slow', () => {
    const config = oneFlowEach(3, {}, slow);
    const device = { ...config.device, mq: false };
    const fifo = rates({ ...config, device });
    expect(fifo[0]! / tenth).toBeCloseTo(1, 1);
    for (const rate of fifo.slice(1)) expect(rate).toBeLessThan(0.6 * full);
    const qdisc = { kind: 'fq_codel', limit: 10_240, flows: 1024, quantum: 0, target: 5e6, interval: 100e6 } as const;
    const fair = rates({ ...config, device, qdisc });
    expect(fair[0]! / tenth).toBeCloseTo(1, 1);
    for (const rate of fair.slice(1)) expect(rate).toBeLessThan(0.3 * full);
  });

  test('with tail drop there is nothing to block: the others go on under either', () => {
    const config = oneFlowEach(3, {}, slow);
    const device = { ...config.device, flowControl: { ...backpressure, stop: 'never' } as const };
    const one = rates({ ...config, device: { ...device, mq: false } });
    expect(one).toEqual(rates({ ...config, device: { ...device, mq: true } }));
    for (const rate of one.slice(1)) expect(rate).toBeGreaterThan(0.8 * full);
  });

  test('it is stopped and woken by itself', () => {
    const { queues } = finish(new Simulation(oneFlowEach(3, {}, slow))).result();
    for (const { stops, wakes } of queues) expect(stops).toBe(wakes);
    // Ten times slower, it is woken ten times less often for the same half of a ring.
    expect(queues[1]!.wakes / queues[0]!.wakes).toBeGreaterThan(7);
    expect(queues[0]!.sojourn.mean / queues[1]!.sojourn.mean).toBeGreaterThan(7);
  });
});

test('a queue that nobody uses changes nothing for the one in use', () => {
  const base = bulkConfig('cubic');
  const flows = [{ kind: 'udp', rate: 300e6, size: 1400, arrivals: 'poisson', start: 0 }] as const;
  const device = { ...base.device, queueLength: 20, flowControl: backpressure };
  const [one, four] = [1, 4].map((queues) =>
    finish(new Simulation({ ...base, flows, device: { ...device, queues } })).result(),
  );
  const { queues, ringOccupancy, flows: results, ...rest } = four!;
  const { queues: single, ringOccupancy: _, flows: __, ...wanted } = one!;
  expect(rest).toEqual(wanted);
  expect(queues[results[0]!.queue]).toEqual(single[0]);
  // The others were empty all the time.
  expect(ringOccupancy.mean).toBeCloseTo(single[0]!.occupancy.mean / 4, 6);
});

test('the blocks that change places do not overlap', () => {
  const privates = (['FqCodel', 'Fq', 'Tbf', 'Prio', 'Netem'] as const).map((name) => layout[name].size);
  expect(addresses.QDISC + layout.Qdisc.size).toBeLessThanOrEqual(addresses.QDISC_PRIV);
  expect(addresses.QDISC_PRIV + Math.max(...privates)).toBeLessThanOrEqual(addresses.TXQ);
  expect(addresses.TXQ + layout.Txq.size).toBeLessThanOrEqual(addresses.READER);
  expect(addresses.READER + layout.Reader.size).toBeLessThanOrEqual(addresses.PATH);
  expect(addresses.DEVICE + layout.Device.size).toBeLessThanOrEqual(addresses.QDISC);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoreConfig, TraceKind } from './config.js';
import { Simulation, simulate } from './simulation.js';
import { finish } from './testing/open-run.fixture.js';
import { coreConfigs } from './testing/random-config.fixture.js';

/** One bulk flow through 20 slots with a little loss after the reader: something of every kind happens. */
const config: CoreConfig = {
  ...fc.sample(coreConfigs, { seed: 1, numRuns: 1 })[0]!,
  duration: 1e9,
  flows: [{ kind: 'tcp', congestion: 'cubic', start: 0 }],
  qdisc: { kind: 'pfifo', limit: 100 },
  device: {
    kind: 'tun',
    queueLength: 20,
    mtu: 1500,
    tso: false,
    flowControl: { stop: 'filled', wake: 'half', requiresQdisc: true, onFull: 'drop' },
  },
  reader: {
    service: 'constant',
    perPacket: 100_000,
    perByte: 0,
    batch: 1,
    wakeup: 0,
    queueWakeup: 0,
    stalls: null,
  },
  path: { delay: 5e6, returnDelay: 5e6, rate: 0, queue: 1, loss: 0.001, jitter: 0 },
  sampleInterval: 100e6,
};

describe('a run', () => {
  test('begins with nothing done', () => {
    const simulation = new Simulation(config);
    expect([simulation.now, simulation.events, simulation.finished]).toEqual([0, 0, false]);
    const { goodputBytes, balance, rtt, rttSamples } = simulation.result();
    expect(goodputBytes + balance.sent + rtt.max + rttSamples.count).toBe(0);
  });

  test('steps as many events as it is told, and stays where it is once it is over', () => {
    const simulation = new Simulation(config);
    for (let events = 0; events < 500; events += 50) {
      expect(simulation.events).toBe(events);
      expect(simulation.step(50)).toBe(false);
    }
    finish(simulation);
    const { now, events } = simulation;
    expect(simulation.step(1_000)).toBe(true);
    expect([simulation.now, simulation.events, simulation.finished]).toEqual([now, events, true]);
    expect(now).toBeGreaterThanOrEqual(config.duration);
  });

  test('no step moves no time', () => {
    const simulation = new Simulation(config);
    simulation.step(100);
    const { now } = simulation;
    expect(simulation.step(0)).toBe(false);
    expect([simulation.now, simulation.events]).toEqual([now, 100]);
  });

  test('counts the halves of the duration apart', () => {
    const { goodputBytes, goodputBytesSecondHalf } = simulate(config);
    const half = new Simulation(config);
    while (half.now < config.duration / 2 && !half.step(1)) {}
    // The event just handled is the first at or after the half.
    expect(Math.abs(goodputBytes - goodputBytesSecondHalf - half.result().goodputBytes)).toBeLessThanOrEqual(2 * 1448);
  });
});

describe('a trace', () => {
  const kinds: readonly TraceKind[] = ['sample', 'ring', 'drop', 'queue', 'send', 'ack', 'congestion', 'progress'];
  const records = (wanted?: readonly TraceKind[]) => {
    const simulation = new Simulation({ ...config, trace: { capacity: 100_000, ...(wanted && { kinds: wanted }) } });
    finish(simulation, 1e6);
    return simulation.takeTrace();
  };

  test('has every kind, in order of time, unless told otherwise', () => {
    const all = records();
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(kinds));
    expect(all.findIndex(({ time }, i) => i > 0 && time < all[i - 1]!.time)).toBe(-1);
    for (const kind of kinds) expect(records([kind])).toEqual(all.filter((record) => record.kind === kind));
    expect(records([])).toEqual([]);
  });

  test('has packets only when they are asked for, and then all of them, at every point', () => {
    const packets = records(['packet']).filter(({ kind }) => kind === 'packet');
    const segments = (...codes: number[]) =>
      packets.filter(({ code }) => codes.includes(code)).reduce((sum, { c }) => sum + (c & 0xffff), 0);
    const { balance, ringConsumed } = simulate(config);
    const [sent, read, arrived, returned] = [segments(0), segments(2), segments(3), segments(4)];
    expect([sent, read, arrived]).toEqual([balance.sent, ringConsumed, balance.delivered]);
    expect(sent).toBe(arrived + segments(5, 6, 7));
    // What is under way when the duration ends does not reach the sender.
    expect(segments(1)).toBe(records(['ack']).length);
    expect(returned).toBeGreaterThanOrEqual(segments(1));
    expect(segments(1)).toBeGreaterThan(100);
  });

  test('agrees with the result', () => {
    const all = records();
    const result = simulate(config);
    const count = (kind: TraceKind, code: number) => all.filter((one) => one.kind === kind && one.code === code).length;
    expect(count('ring', 1)).toBe(result.ringProduced);
    expect(count('ring', 0)).toBe(result.ringConsumed);
    expect(count('queue', 1)).toBe(result.queueStops);
    expect(count('queue', 0)).toBe(result.queueWakes);
    expect(count('drop', 0)).toBe(result.ringDrops);
    expect(count('drop', 1)).toBe(result.qdiscDrops);
    expect(count('drop', 2)).toBe(result.pathDrops);
    const again = all.filter((one) => one.kind === 'send' && one.code === 1);
    expect(again.reduce((sum, { c }) => sum + c, 0)).toBe(result.retransmits);
  });

  test('that nobody takes halts the run, and taking it lets it go on', () => {
    const busy: CoreConfig = {
      ...config,
      path: { ...config.path, loss: 0 },
      trace: { capacity: 32_768, kinds: ['ring', 'send', 'ack'] },
    };
    const simulation = new Simulation(busy);
    let steps = 0;
    while (steps++ < 100 && !simulation.step(10_000)) {}
    expect(simulation.finished).toBe(false);
    const taken = simulation.takeTrace();
    expect(taken.length).toBeLessThanOrEqual(32_768);
    for (let done = false; !done; ) {
      done = simulation.step(10_000);
      taken.push(...simulation.takeTrace());
    }
    expect(simulation.takeTrace()).toEqual([]);
    const roomy = new Simulation({ ...busy, trace: { capacity: 200_000, kinds: ['ring', 'send', 'ack'] } });
    expect(taken).toEqual(finish(roomy).takeTrace());
  });

  test('goes on in a restored run', () => {
    const traced = { ...config, trace: { capacity: 100_000 } };
    const simulation = new Simulation(traced);
    simulation.step(2_000);
    const restored = Simulation.restore(simulation.snapshot());
    expect(finish(restored).takeTrace()).toEqual(records());
  });
});

describe('a config that the core cannot run is refused', () => {
  const numbers: readonly [string, Partial<CoreConfig>][] = [
    ['a negative duration', { duration: -1 }],
    ['an infinite duration', { duration: Number.POSITIVE_INFINITY }],
    ['a duration that is no number', { duration: Number.NaN }],
    ['a duration of parts of a nanosecond', { duration: 1.5 }],
    ['a negative queue length', { device: { ...config.device, queueLength: -1 } }],
    ['a queue length beyond 32 bits', { device: { ...config.device, queueLength: 2 ** 32 } }],
    ['a loss that is no number', { path: { ...config.path, loss: Number.NaN } }],
  ];
  test.each(numbers)('%s', (_, part) => {
    expect(() => new Simulation({ ...config, ...part })).toThrow(RangeError);
  });

  test('a congestion control that it does not know', () => {
    const flows = [{ kind: 'tcp', congestion: 'vegas' as 'bbr', start: 0 }] as const;
    expect(() => simulate({ ...config, flows })).toThrow(/vegas.*reno, cubic, bbr/);
  });

  test('a qdisc that it does not know', () => {
    const qdisc = { kind: 'htb', limit: 1 } as unknown as CoreConfig['qdisc'];
    expect(() => simulate({ ...config, qdisc })).toThrow(/htb.*pfifo_fast/);
  });
});

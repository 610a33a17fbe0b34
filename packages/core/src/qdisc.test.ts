import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoreQdisc } from './config.js';
import { checkedBuild, OpenRun } from './testing/open-run.fixture.js';
import { propertyOptions } from './testing/property.fixture.js';
import { type Burst, Codel, modelOf } from './testing/qdisc-models.fixture.js';

/** Each qdisc by itself, step for step against a readable model of it. */

const mtu = 1500;
const mss = mtu - 52;
const priorities = [0, 6, 2, 0, 15];
const queueLength = 40;

class Bench {
  readonly run: OpenRun;
  #now = 0;

  constructor(qdisc: CoreQdisc) {
    this.run = new OpenRun(
      {
        duration: 1e9,
        seed: 1,
        flows: priorities.map((priority) => ({ kind: 'tcp', congestion: 'cubic', start: 0, priority })),
        sender: { wmem: 4e6, limitOutputBytes: 4e6, hystart: true, tso: true, initialCwnd: 10, hz: 250 },
        receiver: { rmem: 6e6, delayedAck: true, truesize: 2304 },
        qdisc,
        device: {
          kind: 'tun',
          queueLength,
          mtu,
          tso: false,
          flowControl: { stop: 'never', wake: 'half', requiresQdisc: true, onFull: 'drop' },
        },
        reader: {
          service: 'constant',
          perPacket: 1000,
          perByte: 0,
          batch: 1,
          wakeup: 0,
          queueWakeup: 0,
          stalls: null,
        },
        path: { delay: 1e6, returnDelay: 1e6, rate: 0, queue: 0, loss: 0, jitter: 0 },
        sampleInterval: 5e8,
      },
      checkedBuild,
    );
  }

  get now(): number {
    return this.#now;
  }

  wait(ns: number): void {
    this.#now += ns;
    this.run.core.exports.qdisc_clock(BigInt(this.#now));
  }

  enqueue({ flow, seq, payload }: Burst): number {
    return this.run.core.exports.qdisc_enqueue(flow, seq, payload);
  }

  /** The first byte of what comes out; null: nothing now. */
  dequeue(): number | null {
    const seq = Number(this.run.core.exports.qdisc_dequeue());
    return seq < 0 ? null : seq;
  }

  /** What was dropped since the last call, in that order. */
  dropped(): number[] {
    const all: number[] = [];
    for (;;) {
      const seq = Number(this.run.core.exports.qdisc_dropped());
      if (seq < 0) return all.reverse();
      all.push(seq);
    }
  }

  get wakeAt(): number {
    return Number(this.run.core.exports.qdisc_watchdog());
  }
}

const fqCodel = { kind: 'fq_codel', limit: 10_240, flows: 1024, quantum: 0, target: 5e6, interval: 1e8 } as const;
const defaultMap = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];

const qdiscs: fc.Arbitrary<CoreQdisc> = fc.oneof(
  fc.constantFrom<CoreQdisc>(
    { kind: 'pfifo_fast', limit: queueLength },
    { kind: 'pfifo', limit: 7 },
    { kind: 'pfifo', limit: 0 },
    { kind: 'prio', bands: 3, priomap: defaultMap },
    { kind: 'prio', bands: 16, priomap: defaultMap.map((_, i) => 15 - i) },
    fqCodel,
  ),
  fc.record({
    kind: fc.constant('fq_codel'),
    limit: fc.constantFrom(0, 1, 5, 30, 1000),
    flows: fc.constantFrom(1, 2, 1024),
    quantum: fc.constantFrom(0, 256, 5000),
    target: fc.constantFrom(1024, 200_000, 5_000_000),
    interval: fc.constantFrom(2048, 1_000_000, 20_000_000),
  }),
  fc.record({
    kind: fc.constant('tbf'),
    rate: fc.integer({ min: 1_000_000, max: 10_000_000_000 }),
    burst: fc.constantFrom(1000, 1500, 6000, 100_000),
    limit: fc.constantFrom(1500, 20_000, 1_000_000),
  }),
  fc.record({
    kind: fc.constant('netem'),
    limit: fc.constantFrom(0, 1, 10, 1000),
    delay: fc.constantFrom(0, 1000, 5_000_000),
    jitter: fc.constant(0),
    loss: fc.constant(0),
  }),
);

const steps = fc.array(
  fc.record({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000_000 })),
    /** A burst of this flow, or null: take one out. */
    flow: fc.oneof(fc.nat(priorities.length - 1), fc.constant(null)),
    payload: fc.oneof(fc.integer({ min: 1, max: 45 * mss }), fc.constantFrom(1, mss, 2 * mss)),
    repeat: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 50 })),
  }),
  { maxLength: 200 },
);

test('every kind does what its model does, packet for packet', () => {
  const seen = new Map<string, { out: number; lost: number }>();
  fc.assert(
    fc.property(qdiscs, steps, (qdisc, list) => {
      const bench = new Bench(qdisc);
      const model = modelOf(qdisc, { mtu, queueLength, priorities });
      const counts = seen.get(qdisc.kind) ?? { out: 0, lost: 0 };
      seen.set(qdisc.kind, counts);
      let seq = 0;
      for (const { wait, flow, payload, repeat } of list) {
        bench.wait(wait);
        for (let i = 0; i < repeat; i++) {
          const before = model.dropped.length;
          if (flow === null) {
            const expected = model.dequeue(bench.now);
            expect(bench.dequeue()).toBe(expected?.seq ?? null);
            if (expected) counts.out++;
            if (!expected && model.wakeAt !== undefined) expect(bench.wakeAt).toBe(model.wakeAt);
          } else {
            const burst = { flow, seq, payload };
            seq += payload;
            expect(bench.enqueue(burst)).toBe(model.enqueue(burst, bench.now));
          }
          const lost = model.dropped.slice(before).map((burst) => burst.seq);
          counts.lost += lost.length;
          expect(bench.dropped()).toEqual(lost);
        }
      }
    }),
    propertyOptions(1500),
  );
  for (const [kind, { out, lost }] of seen) {
    expect(out, kind).toBeGreaterThan(100);
    expect(lost, kind).toBeGreaterThan(100);
  }
});

describe('the control law of CoDel', () => {
  /** A queue that never empties, served at a constant rate: when does it drop? In units of 1024 ns. */
  function dropTimes(seconds: number): number[] {
    const bench = new Bench(fqCodel);
    const times: number[] = [];
    let seq = 0;
    const put = () => bench.enqueue({ flow: 0, seq: seq++, payload: mss });
    for (let i = 0; i < 2000; i++) put();
    const tick = 102_400;
    for (let t = 0; t < seconds * 1e9; t += tick) {
      bench.wait(tick);
      bench.dequeue();
      put();
      for (const _ of bench.dropped()) times.push(bench.now / 1024);
    }
    return times;
  }

  test('drops come at intervals of interval / sqrt(n) (RFC 8289, section 4.2)', () => {
    const times = dropTimes(10);
    expect(times.length).toBeGreaterThan(500);
    // The first comes an interval after the first late packet, which is as late as the target.
    expect(times[0]! * 1024).toBeGreaterThan(105e6);
    expect(times[0]! * 1024).toBeLessThan(106e6);
    // One step of Newton's method a drop: the square root is there after some drops.
    const [from, to] = [10, 400];
    let sum = 0;
    for (let n = from; n < to; n++) sum += 100e6 / Math.sqrt(n + 1);
    expect(((times[to]! - times[from]!) * 1024) / sum).toBeCloseTo(1, 2);
  });

  test('to the unit, as the integers of the kernel have it', () => {
    const times = dropTimes(5);
    const law = new Codel(100_000_000n >> 10n);
    law.enter(BigInt(times[0]!));
    for (let n = 1; n < times.length; n++) {
      const due = law.dropNext;
      // The server comes by every 100 units.
      expect(times[n], `drop ${n}`).toBe(Math.ceil((Number(due) - times[0]!) / 100) * 100 + times[0]!);
      law.count++;
      law.newton();
      law.dropNext = law.after(due);
    }
  });
});

test('fq_codel gives flows equal shares of bytes, whatever their packets', () => {
  const bench = new Bench({ ...fqCodel, limit: 100_000, target: 1e12 });
  const sizes = [100, mss, 3 * mss, 45 * mss, 700];
  const owner = new Map<number, number>();
  let seq = 0;
  for (const [flow, payload] of sizes.entries()) {
    for (let sent = 0; sent < 3e6; sent += payload) {
      owner.set(seq, flow);
      bench.enqueue({ flow, seq, payload });
      seq += payload;
    }
  }
  const bytes = sizes.map(() => 0);
  for (let i = 0; i < 20_000 && Math.max(...bytes) < 2e6; i++) {
    const flow = owner.get(bench.dequeue()!)!;
    bytes[flow]! += sizes[flow]! + Math.ceil(sizes[flow]! / mss) * 52;
  }
  // A turn ends with the packet that overdraws it.
  expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThan(45 * mtu + mtu);
});

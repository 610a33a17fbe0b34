import { type CoreConfig, type CoreFlowControl, Simulation, simulate, type TraceRecord } from '@tunq/core';
import { describe, expect, test } from 'vitest';
import { backpressure, experiment, rtt } from '../oracles/experiment.js';

/** When the queue stops and wakes: the rules, seen in the trace of a flooded ring. */

const service = 10_000;

/** Datagrams at four times what the reader can do: the qdisc always has one. */
function flood(slots: number, flowControl: CoreFlowControl, kind: CoreConfig['device']['kind'] = 'tun'): CoreConfig {
  return experiment({
    duration: 100e6,
    flows: [{ kind: 'udp', rate: (4 * 1000 * 8e9) / service, size: 1000, arrivals: 'constant', start: 0 }],
    qdisc: { kind: 'pfifo', limit: 1000 },
    device: { kind, queueLength: slots, flowControl },
    reader: { perPacket: service, batch: kind === 'tap+vhost' ? 64 : 1 },
    path: rtt(0),
    trace: { capacity: 400_000, kinds: ['ring', 'queue', 'drop'] },
  });
}

function traceOf(config: CoreConfig): TraceRecord[] {
  const simulation = new Simulation(config);
  const records: TraceRecord[] = [];
  for (let done = false; !done; ) {
    done = simulation.step(10_000);
    records.push(...simulation.takeTrace());
  }
  // Once nothing more is sent, the queue runs empty in its own way.
  return records.filter(({ time }) => time < config.duration);
}

/** Unread entries at each stop, and entries read from a stop to the wake that ends it, without the first stop. */
function cycles(records: readonly TraceRecord[]): { atStop: number[]; read: number[]; atWake: number[] } {
  const atStop: number[] = [];
  const atWake: number[] = [];
  const read: number[] = [];
  let sinceStop = 0;
  let stopped = false;
  for (const { kind, code, a } of records) {
    if (kind === 'ring' && code === 0 && stopped) sinceStop++;
    if (kind !== 'queue') continue;
    stopped = code === 1;
    if (stopped) {
      atStop.push(a);
      sinceStop = 0;
    } else {
      atWake.push(a);
      read.push(sinceStop);
    }
  }
  return { atStop: atStop.slice(1), read: read.slice(1), atWake: atWake.slice(1) };
}

const distinct = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

describe('a ring below 32 slots, read one by one', () => {
  test.each([1, 2, 10, 31])('of %i: stops full; wakes empty, at half, or with one slot free', (slots) => {
    const of = (wake: CoreFlowControl['wake']) => cycles(traceOf(flood(slots, { ...backpressure, wake })));
    for (const wake of ['empty', 'half', 'spare', 'batch', 'any'] as const) {
      expect(distinct(of(wake).atStop), wake).toEqual([slots]);
    }
    expect(distinct(of('empty').atWake)).toEqual([0]);
    expect(distinct(of('empty').read)).toEqual([slots]);
    expect(distinct(of('half').read)).toEqual([Math.max(1, Math.floor(slots / 2))]);
    for (const wake of ['spare', 'batch', 'any'] as const) expect(distinct(of(wake).read), wake).toEqual([1]);
  });
});

describe('a ring of 100 slots, zeroed 16 at a time', () => {
  const of = (flowControl: CoreFlowControl) => cycles(traceOf(flood(100, flowControl)));

  test('stops with 85 to 100 unread entries', () => {
    for (const wake of ['empty', 'half', 'spare', 'batch'] as const) {
      const { atStop } = of({ ...backpressure, wake });
      expect(Math.min(...atStop), wake).toBeGreaterThanOrEqual(85);
      expect(Math.max(...atStop), wake).toBeLessThanOrEqual(100);
    }
  });

  test('half is half of the size, counted from the stop', () => {
    expect(distinct(of({ ...backpressure, wake: 'half' }).read)).toEqual([50]);
  });

  test('a spare slot, or a freed batch, comes after 16 reads at most', () => {
    for (const wake of ['spare', 'batch'] as const) {
      const { read } = of({ ...backpressure, wake });
      expect(Math.max(...read), wake).toBeLessThanOrEqual(16);
      expect(Math.max(...read), wake).toBeGreaterThan(1);
    }
  });

  test('any read wakes, though the slot may still be taken: then the packet is dropped, or requeued', () => {
    const any = { ...backpressure, wake: 'any' } as const;
    expect(distinct(of(any).read)).toEqual([1]);
    expect(simulate(flood(100, any)).ringDrops).toBeGreaterThan(0);
    expect(simulate(flood(100, { ...any, onFull: 'busy' })).ringDrops).toBe(0);
  });

  test('stopping before the last slot (v5, v6) stops with the same number in the ring', () => {
    const last = of({ stop: 'last-slot', wake: 'batch', requiresQdisc: false, onFull: 'drop' });
    const filled = of({ stop: 'filled', wake: 'batch', requiresQdisc: false, onFull: 'drop' });
    // The stop comes before the entry, so one less is unread at that moment.
    expect(distinct(last.atStop.map((unread) => unread + 1))).toEqual(distinct(filled.atStop));
  });
});

test('vhost-net wakes once for its batch of 64', () => {
  const { read } = cycles(traceOf(flood(500, { ...backpressure, wake: 'any' }, 'tap+vhost')));
  expect(distinct(read)).toEqual([64]);
});

test.each(['tail drop', 'no qdisc where one is required'])('%s never stops the queue', (what) => {
  const config =
    what === 'tail drop'
      ? flood(10, { ...backpressure, stop: 'never' })
      : { ...flood(10, backpressure), qdisc: { kind: 'noqueue' as const, limit: 0 } };
  const result = simulate(config);
  expect(result.queueStops).toBe(0);
  // Three of four datagrams find the ring full.
  expect(result.ringDrops / result.balance.sent).toBeCloseTo(0.75, 2);
});

import { expect, test } from 'vitest';
import type { CoreConfig, CoreReader } from './config.js';
import { simulate } from './simulation.js';
import { backpressure, bulkConfig } from './testing/bulk-config.fixture.js';

const base = bulkConfig('cubic');

function config(reader: Partial<CoreReader>, more: Partial<CoreConfig> = {}): CoreConfig {
  return {
    ...base,
    device: { ...base.device, flowControl: backpressure },
    reader: { ...base.reader, ...reader },
    path: { ...base.path, delay: 5e6, returnDelay: 5e6 },
    ...more,
  };
}

/** Time between packets of full size in the second half of a run, ns. */
function spacing(run: CoreConfig): number {
  return run.duration / 2 / (simulate(run).goodputBytesSecondHalf / 1448);
}

test('a loop for both ways shares its time: a packet and half an acknowledgement', () => {
  expect(spacing(config({ perPacket: 18_700 })) / 18_700).toBeCloseTo(1, 2);
  const shared = config({ perPacket: 18_700, returns: 'first', perReturn: 18_700 });
  const share = spacing(shared) / (1.5 * 18_700);
  expect(share).toBeGreaterThan(1);
  expect(share).toBeLessThan(1.01);
});

test('acknowledgements that wait for an idle reader come together, and the next window with them', () => {
  // Rate limited by the receive window, so that the reader is idle for most of a round trip.
  const limited = {
    path: { ...base.path, delay: 50e3, returnDelay: 50e3, ingressDelay: 40e6 },
    receiver: { ...base.receiver, rmem: 1e6 },
  };
  const apart = simulate(config({ perPacket: 5_000 }, limited));
  const last = simulate(config({ perPacket: 5_000, returns: 'last' }, limited));
  expect(last.ringOccupancy.max).toBeGreaterThan(2 * apart.ringOccupancy.max);
  expect(last.rtt.mean).toBeGreaterThan(apart.rtt.mean + 5_000 * 100);
});

test('a delay on the way in is part of the RTT, wherever it is', () => {
  const { path } = config({});
  const onPath = simulate(config({}, { path: { ...path, returnDelay: 25e6 } }));
  const onTheWayIn = simulate(config({}, { path: { ...path, ingressDelay: 20e6 } }));
  expect(onTheWayIn.rtt.min).toBe(onPath.rtt.min);
  expect(onTheWayIn.rtt.mean / onPath.rtt.mean).toBeCloseTo(1, 2);
  expect(onTheWayIn.goodputBytes / onPath.goodputBytes).toBeCloseTo(1, 2);
});

test.each([
  [6_000, 15_000],
  [15_000, 6_000],
])('of two stages of %d and %d ns the slower one counts', (perPacket, sendPerPacket) => {
  expect(spacing(config({ perPacket, sendPerPacket, sendQueue: 256 })) / 15_000).toBeCloseTo(1, 2);
});

test('the second stage takes in what the ring would lose, up to its length', () => {
  // 100 datagrams over 10 ms: the first stage keeps up with them, the second with a tenth.
  const drops = (sendQueue: number) =>
    simulate({
      ...config({ perPacket: 1_000, sendPerPacket: 1e6, sendQueue }),
      duration: 10e6,
      flows: [{ kind: 'udp', rate: 80e6, size: 1000, arrivals: 'constant', start: 0 }],
      device: { ...base.device, queueLength: 40, flowControl: { ...backpressure, stop: 'never' } },
    }).ringDrops;
  expect(drops(1024)).toBe(0);
  expect(drops(10)).toBeGreaterThan(20);
});

test('memory of a received TSO slot decides the window, where a network card received it', () => {
  const window = (slotTruesize: number) => {
    const run = config({ perPacket: 1_000 }, { path: { ...base.path, delay: 30e6, returnDelay: 30e6 } });
    const { goodputBytesSecondHalf } = simulate({
      ...run,
      device: { ...run.device, kind: 'tap+vhost', tso: true },
      receiver: { ...run.receiver, slotTruesize },
    });
    return (goodputBytesSecondHalf / (run.duration / 2)) * 60e6;
  };
  // Of a buffer of 6 MiB, half is payload; part of a window waits to be sent as a whole slot.
  expect(window(2 * 1448) / (6_291_456 / 2)).toBeCloseTo(1, 1);
  expect(window(4 * 1448) / (6_291_456 / 4)).toBeCloseTo(1, 1);
});

import { expect, test } from 'vitest';
import { Simulation } from './simulation.js';
import { backpressure, bulkConfig } from './testing/bulk-config.fixture.js';
import { finish } from './testing/open-run.fixture.js';
import type { TraceRecord } from './trace.js';

/** macvtap and ipvtap (drivers/net/tap.c): a ring that knows tail drop only. */

const base = bulkConfig('cubic');
const never = { ...backpressure, stop: 'never' } as const;

function run(kind: 'tun' | 'macvtap', stop: typeof never | typeof backpressure, qdisc = base.qdisc) {
  const device = { ...base.device, kind, queueLength: 50, flowControl: stop };
  return finish(new Simulation({ ...base, qdisc, device })).result();
}

test('its queue never stops, whatever the flow control says', () => {
  expect(run('tun', backpressure).ringDrops).toBe(0);
  const told = run('macvtap', backpressure);
  expect(told.queueStops).toBe(0);
  expect(told.ringDrops).toBeGreaterThan(20);
  expect(told).toEqual(run('macvtap', never));
});

test('tap_do_read takes one entry a read, as tun_do_read does: a TUN device that drops is the same ring', () => {
  // But for the link header, which the byte counts of a qdisc see and pfifo_fast does not.
  expect(run('macvtap', never)).toEqual(run('tun', never));
});

test('TCP is not told of its drops, not even without a qdisc', () => {
  const noqueue = { kind: 'noqueue', limit: 0 } as const;
  const single = { ...base, sender: { ...base.sender, tso: false }, qdisc: noqueue };
  const [tun, macvtap] = (['tun', 'macvtap'] as const).map((kind) => {
    const device = { ...base.device, kind, queueLength: 50, flowControl: never };
    const trace = { capacity: 1 << 16, kinds: ['drop', 'congestion'] as const };
    const simulation = new Simulation({ ...single, device, trace });
    const records: TraceRecord[] = [];
    for (let done = false; !done; records.push(...simulation.takeTrace())) done = simulation.step(997);
    const first = records.findIndex(({ kind }) => kind === 'drop');
    // TCP_CA_CWR in the instant of the first drop.
    return records
      .slice(first)
      .some(({ kind, code, time }) => kind === 'congestion' && code === 2 && time === records[first]!.time);
  });
  expect({ tun, macvtap }).toEqual({ tun: true, macvtap: false });
});

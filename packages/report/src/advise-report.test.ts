import type { Advice, AdviseReader } from '@tunq/sim';
import { describe, expect, test } from 'vitest';
import { commandsFor, nearCommands } from './advise/commands.js';
import { advice, leaveIt } from './advise.fixture.js';
import { formatAdvice } from './advise-report.js';
import { textWidth } from './text-table.js';

describe.each([40, 80, 120, 200])('at %d columns', (width) => {
  const text = formatAdvice(advice, { width, color: false });

  test('says what to do, why, how, and what to know before', () => {
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain('Recommended: backpressure, 50 slots, fq_codel');
    expect(flat).toContain('against today: throughput +54 Mbit/s (+49.0 %); ping −12 ms');
    expect(flat).toContain('within the bound of 20 ms: +16 ms');
    expect(flat).toContain('1 slot carries 100 kbit/s; from 2,000 slots on');
    expect(flat).toContain('ip link set dev wg0 txqueuelen 50');
    expect(flat).toContain('IFF_TUN | IFF_NO_PI | IFF_VNET_HDR | IFF_BACKPRESSURE');
    expect(flat).toMatch(/without backpressure .*: tail drop, 2,000 slots, fq_codel/);
    expect(flat).toContain('without the bound: tail drop, 500 slots, fq_codel: 110 Mbit/s, ping +28 ms');
    expect(flat).toContain('with noqueue the same ring drops 1,240 packets');
    expect(flat).toContain('8 connections, each from a CPU of its own');
    expect(flat).toContain('wireguard-go carries 400 Mbit/s of 1 Gbit/s');
  });

  test('fits', () => {
    // A row of a table is not broken, and the front has its widest at 73 columns.
    if (width >= 80) expect(textWidth(text)).toBeLessThanOrEqual(width);
  });

  test('has no number without a unit, and none that is no number', () => {
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

test('what loses pings has no latency, and is marked nowhere', () => {
  expect(formatAdvice(advice)).toMatch(/^ +1 +100 kbit\/s +4 % lost +700\.0 kbit\/s +\+300 µs \*/m);
});

test('leave it: no commands, no traps, no alternative', () => {
  const text = formatAdvice(leaveIt);
  expect(text).toContain('Leave it: tail drop, 500 slots, fq_codel');
  expect(text).toContain('nothing that was tried is worth a change');
  expect(text).toContain('at most 100 of its 500 slots are taken');
  expect(text).not.toMatch(/txqueuelen|know before|without backpressure|against today/);
});

test('a bound that nothing meets is said with what comes nearest', () => {
  const nearest = { lowest: 'linux-7.3 1 pfifo_fast', lowestMs: 0.3 };
  const budget = { ms: 0.1, met: false, ...nearest, pickWithout: null, tailDropWithout: null };
  const unmet: Advice = { ...advice, recommendation: { ...advice.recommendation, budget } };
  expect(formatAdvice(unmet, { width: 200, color: false })).toContain(
    'nothing meets the bound of 100 µs: the least is +300 µs, with backpressure, 1 slot, pfifo_fast at 700.0 kbit/s',
  );
});

describe('commands', () => {
  const today = { flowControl: 'tail-drop', queueLength: 500, qdisc: 'fq_codel' } as const;
  const lines = (
    reader: AdviseReader,
    choice: Partial<typeof today> | { qdisc: 'pfifo_fast' } | { flowControl: 'linux-7.3' },
  ) => commandsFor(reader, today, { ...today, ...choice }).flatMap((command) => command.lines);

  test('none where nothing changes', () => {
    expect(lines('openvpn', {})).toEqual([]);
  });

  test('each for what changes, in the words of each program', () => {
    expect(commandsFor('openvpn', today, { ...today, queueLength: 100 }).flatMap((command) => command.lines)).toEqual([
      'ip link set dev tun0 txqueuelen 100',
      'txqueuelen 100',
    ]);
    expect(lines('wireguard-go', { qdisc: 'pfifo_fast' })).toEqual(['tc qdisc replace dev wg0 root pfifo_fast']);
    expect(lines('vhost-net', { flowControl: 'linux-7.3' })).toEqual([
      'TUNSETIFF with IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_BACKPRESSURE',
      'tc qdisc show dev tap0',
    ]);
    expect(nearCommands('vhost-net').flatMap((command) => command.lines)).toContain(
      '-device virtio-net-pci,netdev=net0,rx_queue_size=1024',
    );
    expect(nearCommands('openvpn')[0]!.what).toContain('sndbuf');
  });

  test('no flag where the kernel pushes back unasked', () => {
    const pushed = { ...today, flowControl: 'linux-7.2-rc' } as const;
    expect(commandsFor('openvpn', pushed, { ...pushed, queueLength: 10 }).map(({ what }) => what)).toEqual([
      '10 slots, at once',
      'for good, in OpenVPN’s configuration',
    ]);
  });
});

import { expect, test } from 'vitest';
import { deviceKinds } from './device-kinds.js';
import { resolveFlowControl } from './flow-control.js';
import { kernelPresets } from './kernel-presets.js';
import { isSimulatedQdisc, qdiscNames, qdiscs } from './qdiscs.js';
import { profileReader, readerProfileNames, readerProfiles } from './reader-profiles.js';

test('rings are as long as the kernel makes them', () => {
  expect(Object.fromEntries(Object.values(deviceKinds).map((kind) => [kind.name, kind.queueLength]))).toEqual({
    tun: 500,
    tap: 1000,
    'tap+vhost': 1000,
    macvtap: 500,
  });
  expect(deviceKinds.macvtap.backpressure).toBe(false);
  expect(deviceKinds['tap+vhost']).toMatchObject({ offload: 'tso', batch: 64 });
});

test('entries are listed under their own names', () => {
  for (const table of [deviceKinds, kernelPresets, qdiscs, readerProfiles]) {
    for (const [name, entry] of Object.entries(table)) expect(entry.name).toBe(name);
  }
});

test.each(readerProfileNames)('%s is what its parameters say', (name) => {
  const { parameters, batch = 1, returns = 'apart' } = readerProfiles[name];
  const values = Object.fromEntries(Object.entries(parameters).map(([key, { value }]) => [key, value]));
  const none = {
    perPacket: 0,
    perByte: 0,
    wakeup: 0,
    queueWakeup: 0,
    perReturn: 0,
    sendPerPacket: 0,
    sendPerByte: 0,
    sendQueue: 1024,
  };
  expect(profileReader(name)).toEqual({ service: 'constant', stalls: null, batch, returns, ...none, ...values });
});

test.each([
  // Mbit/s of the longest entries, and where the published runs that the reader limits lie.
  ['openvpn', 1500, 410, 435],
  ['wireguard-go', 1420, 700, 820],
  // Published elsewhere: 11.3 Gbit/s of payload.
  ['wireguard-go-offload', 65_212, 11_000, 11_600],
  ['qemu-e1000', 1500, 2200, 2350],
  ['vhost-net', 65_535, 25_500, 26_500],
] as const)('%s reads entries of %d bytes at %d to %d Mbit/s', (name, bytes, least, most) => {
  const { perPacket, perByte, perReturn = 0, sendPerPacket = 0, sendPerByte = 0 } = profileReader(name);
  // One acknowledgement for two packets.
  const rate =
    (bytes * 8e3) / Math.max(perPacket + perByte * bytes + perReturn / 2, sendPerPacket + sendPerByte * bytes);
  expect(rate).toBeGreaterThan(least);
  expect(rate).toBeLessThan(most);
});

test('a profile has at most four parameters, each with its unit and source, and what is fitted has its rows', () => {
  const units: Partial<Record<string, string>> = { perByte: 'ns/byte', sendPerByte: 'ns/byte', sendQueue: 'packets' };
  for (const name of readerProfileNames) {
    const parameters = Object.entries(readerProfiles[name].parameters);
    expect(parameters.length).toBeLessThanOrEqual(4);
    for (const [key, { value, unit, source, fit }] of parameters) {
      expect(value, `${name}.${key}`).toBeGreaterThan(0);
      expect(unit).toBe(units[key] ?? 'ns');
      expect(source).not.toBe('');
      if (!fit) continue;
      expect(fit.rows.length).toBeGreaterThan(0);
      for (const row of fit.rows) expect(row).toMatch(/^\w+\/[^/]+\/\w+$/);
      expect(fit.why).not.toBe('');
    }
  }
});

test('the core has every qdisc', () => {
  expect(qdiscNames.filter(isSimulatedQdisc)).toEqual(qdiscNames);
  for (const qdisc of Object.values(qdiscs)) {
    for (const parameter of Object.values(qdisc.defaults)) expect(parameter.source).not.toBe('');
  }
});

test('7.3 drops until the opener asks for backpressure', () => {
  expect(resolveFlowControl(kernelPresets['linux-7.3'].flowControl).stop).toBe('never');
  expect(resolveFlowControl(kernelPresets['linux-7.3'].withBackpressureFlag!).stop).toBe('filled');
  expect(kernelPresets.stock.withBackpressureFlag).toBeNull();
});

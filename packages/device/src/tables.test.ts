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

test.each([
  ['openvpn', 27_000, 0, 1, 0],
  ['wireguard-go', 14_000, 0, 1, 0],
  ['qemu-e1000', 5_200, 0, 1, 5_000],
  ['vhost-net', 1_720, 0.315, 64, 0],
] as const)(
  '%s works %d ns a packet and %d ns a byte on %d at a time',
  (name, perPacket, perByte, batch, queueWakeup) => {
    expect(profileReader(name)).toEqual({
      service: 'constant',
      perPacket,
      perByte,
      batch,
      wakeup: 0,
      queueWakeup,
      stalls: null,
    });
  },
);

test('every parameter of a profile has a source, and at most four are not the program’s own rule', () => {
  for (const name of readerProfileNames) {
    const parameters = Object.entries(readerProfiles[name].parameters);
    for (const [key, parameter] of parameters) {
      expect(parameter.source, `${name}.${key}`).not.toBe('');
      for (const row of parameter.fitted) expect(row).toMatch(/^v3_\w+\/\d+\/\w+$/);
    }
    expect(parameters.length).toBeLessThanOrEqual(4);
  }
});

test('the core has pfifo_fast, pfifo and noqueue', () => {
  expect(qdiscNames.filter(isSimulatedQdisc)).toEqual(['pfifo_fast', 'pfifo', 'noqueue']);
  for (const qdisc of Object.values(qdiscs)) {
    for (const parameter of Object.values(qdisc.defaults)) expect(parameter.source).not.toBe('');
  }
});

test('7.3 drops until the opener asks for backpressure', () => {
  expect(resolveFlowControl(kernelPresets['linux-7.3'].flowControl).stop).toBe('never');
  expect(resolveFlowControl(kernelPresets['linux-7.3'].withBackpressureFlag!).stop).toBe('filled');
  expect(kernelPresets.stock.withBackpressureFlag).toBeNull();
});

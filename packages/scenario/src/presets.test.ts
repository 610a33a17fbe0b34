import { deviceKinds, readerProfiles } from '@tunq/device';
import { describe, expect, test } from 'vitest';
import { compileScenario } from './compile.js';
import { ScenarioError } from './error.js';
import { type PresetName, presetNames, presetScenario, presets } from './presets.js';

const setUps = [
  'wireguard-go-lab',
  'openvpn-lab',
  'wireguard-go-world',
  'openvpn-world',
  'tap-e1000',
  'tap-e1000-delay',
  'tap-vhost',
  'tap-vhost-delay',
] as const;

const shaping = ['pfifo', 'prio', 'fq_codel', 'tbf-above', 'tbf-below'].map((name) => `shaping-${name}`);
const floods = ['pktgen-e1000', 'pktgen-vhost', 'raw-tap'];

test('every published set-up is there, as it was and patched, the parallel senders, those of floods, and those to learn from', () => {
  const others = [
    ...['tap-e1000-v7', 'tap-vhost-v7'],
    ...['tap-threads', 'tap-threads-backpressure'],
    ...floods,
    ...['kernel-cell', 'kernel-cell-backpressure', 'tail-drop-10', 'backpressure-10'],
    ...shaping,
    ...shaping.map((name) => `${name}-backpressure`),
  ];
  expect(presetNames).toEqual([...setUps.flatMap((name) => [name, `${name}-patched`]), ...others]);
  expect(Object.keys(presets).sort()).toEqual([...presetNames].sort());
});

test.each(setUps)('%s differs from its patched twin in flow control alone', (name) => {
  const stock = compileScenario(presetScenario(name));
  const twin = compileScenario(presetScenario(`${name}-patched`));
  expect(stock.device.flowControl.stop).toBe('never');
  expect(presets[`${name}-patched`].document.device?.flowControl).toBe('v3');
  expect(twin.device.flowControl).toEqual({ stop: 'filled', wake: 'empty', requiresQdisc: false, onFull: 'drop' });
  expect({ ...twin, device: { ...twin.device, flowControl: stock.device.flowControl } }).toEqual(stock);
});

test.each(shaping as PresetName[])('%s and its twin differ in flow control alone', (name) => {
  const [stock, twin] = [name, `${name}-backpressure`].map((which) => presetScenario(which));
  expect([stock!.device.flowControl, twin!.device.flowControl]).toEqual(['tail-drop', 'linux-7.3']);
  expect({ ...twin, device: stock!.device }).toEqual({
    ...stock,
    device: { ...twin!.device, flowControl: 'tail-drop' },
  });
});

test.each(presetNames)('%s says what it is, and takes settings', (name) => {
  const { title, description, source } = presets[name];
  for (const text of [title, description, source]) expect(text.length).toBeGreaterThan(10);
  const flood = floods.includes(name);
  const change = flood ? 'flows[0].start=1ms' : 'flows[0].congestion=reno';
  const scenario = presetScenario(name, ['device.queueLength=10', 'path.rtt=80ms', change]);
  expect(scenario.device.queueLength).toBe(10);
  expect(scenario.path.rtt).toBe(80_000_000);
  const { flows } = compileScenario(scenario);
  if (flood) {
    expect(flows).toEqual([expect.objectContaining({ start: 1_000_000 })]);
    return;
  }
  const tcp = flows.filter(({ kind }) => kind === 'tcp');
  for (const flow of tcp) expect(flow).toEqual({ kind: 'tcp', congestion: 'reno', start: 0 });
  expect(tcp).toHaveLength(name.startsWith('tap-threads') ? 8 : name.startsWith('shaping-') ? 4 : 1);
});

describe('the published set-ups', () => {
  test.each<[PresetName, object]>([
    [
      'wireguard-go-lab',
      {
        device: { kind: 'tun', queueLength: 500, mtu: 1420 },
        reader: { profile: 'wireguard-go', batch: 1 },
        path: { rate: 0 },
      },
    ],
    [
      'openvpn-lab',
      {
        device: { kind: 'tun', queueLength: 100, mtu: 1500 },
        reader: { profile: 'openvpn', returns: 'first' },
        path: { rate: 0 },
      },
    ],
    ['wireguard-go-world', { device: { mtu: 1420 }, path: { rtt: 120_000_000, rate: 0 } }],
    ['openvpn-world', { device: { mtu: 1500 }, path: { rtt: 120_000_000, rate: 0 } }],
    [
      'tap-e1000',
      {
        device: { kind: 'tap', queueLength: 1000, offload: 'none' },
        reader: { batch: 1 },
        qdisc: { kind: 'fq_codel' },
      },
    ],
    [
      'tap-e1000-delay',
      {
        path: { rtt: 80_000, ingressDelay: 30_000_000 },
        qdisc: { kind: 'netem', delay: 30_000_000, limit: 1_000_000 },
        reader: { returns: 'last' },
      },
    ],
    ['tap-vhost', { device: { kind: 'tap+vhost', queueLength: 1000, offload: 'tso' }, reader: { batch: 64 } }],
    [
      'tap-vhost-delay',
      { path: { ingressDelay: 30_000_000 }, device: { offload: 'tso' }, reader: { returns: 'apart' } },
    ],
  ])('%s', (name, expected) => {
    expect(presetScenario(name)).toMatchObject(expected);
    const { device, reader } = presetScenario(name);
    // OpenVPN before 2.5 sets 100.
    if (name !== 'openvpn-lab') expect(device.queueLength).toBe(deviceKinds[device.kind].queueLength);
    expect(reader.perPacket).toBe(readerProfiles[reader.profile!].parameters.perPacket!.value);
  });

  test('a receiver is one in the lab and over the Internet, and the guest’s window is half of its buffer', () => {
    for (const vpn of ['wireguard-go', 'openvpn'] as const) {
      expect(presetScenario(`${vpn}-world`).receiver).toEqual(presetScenario(`${vpn}-lab`).receiver);
    }
    for (const name of setUps.filter((setUp) => setUp.startsWith('tap'))) {
      const half = 2 * (presetScenario(name).device.mtu - 52);
      expect(presetScenario(name).receiver).toMatchObject({ truesize: half, slotTruesize: half });
    }
  });
});

test('an unknown preset is a ScenarioError that suggests one', () => {
  expect(() => presetScenario('wireguard-lab')).toThrow(ScenarioError);
  expect(() => presetScenario('wireguard-lab')).toThrow(
    'wireguard-lab: there is no preset of this name (did you mean wireguard-go-lab?)',
  );
  expect(() => presetScenario('toString')).toThrow('there is no preset of this name');
});

test('a wrong setting names itself', () => {
  expect(() => presetScenario('tap-vhost', ['device.mtu=1'])).toThrow('--set device.mtu=1: device.mtu: 1 is too small');
});

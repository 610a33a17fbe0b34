import { describe, expect, test } from 'vitest';
import { readDocument } from './document.js';
import { ScenarioError } from './error.js';
import type { ScenarioInput } from './schema.js';
import { applySettings } from './settings.js';
import { parseScenario, validateScenario } from './validate.js';

const base: ScenarioInput = {
  device: { kind: 'tun', flowControl: 'linux-7.3' },
  flows: [{ count: 1 }, { kind: 'ping' }],
};

describe('what a setting does', () => {
  test.each<[string, unknown]>([
    ['device.queueLength=10', { ...base, device: { ...base.device, queueLength: 10 } }],
    [' device.queueLength = 10 ', { ...base, device: { ...base.device, queueLength: 10 } }],
    ['path.rtt=120ms', { ...base, path: { rtt: '120ms' } }],
    ['sender.hystart=false', { ...base, sender: { hystart: false } }],
    ['flows[0].count=4', { ...base, flows: [{ count: 4 }, { kind: 'ping' }] }],
    ['flows.0.count=4', { ...base, flows: [{ count: 4 }, { kind: 'ping' }] }],
    ['flows.count=2', { ...base, flows: [{ count: 2 }, { kind: 'ping', count: 2 }] }],
    ['flows[2].congestion=reno', { ...base, flows: [{ count: 1 }, { kind: 'ping' }, { congestion: 'reno' }] }],
    ['flows=[{ congestion: reno }]', { ...base, flows: [{ congestion: 'reno' }] }],
    ['reader.stalls.length=1ms', { ...base, reader: { stalls: { length: '1ms' } } }],
    ['device.flowControl=v3', { ...base, device: { kind: 'tun', flowControl: 'v3' } }],
    [
      'device.flowControl.wakeAt=empty',
      { ...base, device: { kind: 'tun', flowControl: { kind: 'linux-7.3', wakeAt: 'empty' } } },
    ],
    [
      'device.flowControl={ kind: linux-7.3, wakeAt: any }',
      { ...base, device: { kind: 'tun', flowControl: { kind: 'linux-7.3', wakeAt: 'any' } } },
    ],
    ['seed=', { ...base, seed: null }],
    ['seed=~', { ...base, seed: null }],
  ])('%s', (setting, data) => {
    const before = structuredClone(base);
    expect(applySettings(base, [setting]).data).toEqual(data);
    expect(base).toEqual(before);
  });

  test('a document without flows gets the default one to change', () => {
    expect(validateScenario(applySettings({}, ['flows.congestion=reno', 'flows[0].count=4'])).flows).toEqual([
      { kind: 'tcp', count: 4, congestion: 'reno', start: 0 },
    ]);
  });

  test('later settings win', () => {
    expect(applySettings({}, ['seed=1', 'seed=2']).data).toEqual({ seed: 2 });
  });

  test('a setting mends what the file has wrong', () => {
    expect(parseScenario('seed: -1\n', { settings: ['seed=7'] }).seed).toBe(7);
  });
});

describe('errors name the argument', () => {
  test.each([
    ['device.queueLength', '--set device.queueLength: has no =; allowed: key=value, e.g. device.queueLength=10'],
    ['=1', '--set =1: "" is not a key; allowed: a path such as device.queueLength or flows[0].count'],
    ['a..b=1', '--set a..b=1: a..b is not a key'],
    ['__proto__.polluted=1', '__proto__.polluted is not a key'],
    ['flows[x]=1', '"flows[x]" is not a key'],
    ['flows[3].count=1', '--set flows[3].count=1: flows[3]: there are 2 entries; allowed: [0] to [2]'],
    [
      'device.kind.x=1',
      '--set device.kind.x=1: device.kind.x: device.kind is tun, which has no keys; allowed: device.kind=…',
    ],
    ['seed=[', '--set seed=[: seed: the value is not valid YAML'],
    [`seed=${'['.repeat(1000)}`, 'seed: the value nests too deeply'],
    [
      'device.queueLength=-1',
      '--set device.queueLength=-1: device.queueLength: -1 is negative; allowed: 0 to 1000000 packets',
    ],
    ['device.queueLenght=1', '--set device.queueLenght=1: device.queueLenght: unknown key (did you mean queueLength?)'],
    ['flows=[{ kind: udp }]', '--set flows=[{ kind: udp }]: flows[0].rate: is missing'],
    ['path.rtt=4parsec', '--set path.rtt=4parsec: path.rtt: 4parsec is not a time'],
    ['seed=', '--set seed=: seed: has no value'],
    ['a.b.c=1', '--set a.b.c=1: a: unknown key'],
    ['device={ mtu: 1 }', '--set device={ mtu: 1 }: device.mtu: 1 is too small'],
  ])('%s', (setting, message) => {
    const run = () =>
      validateScenario(applySettings(readDocument('device: { kind: tun, mtu: 1500 }\nflows: [{}, {}]\n'), [setting]));
    expect(run).toThrow(ScenarioError);
    expect(run).toThrow(message);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('or what the caller calls it', () => {
    expect(() => applySettings({}, ['x'], { option: '--vary' })).toThrow('--vary x: has no =');
  });

  test('a fault of the file keeps its line', () => {
    expect(() => parseScenario('seed: -1\n', { file: 'a.yaml', settings: ['duration=2s'] })).toThrow(
      'a.yaml:1:7: seed: -1',
    );
  });
});

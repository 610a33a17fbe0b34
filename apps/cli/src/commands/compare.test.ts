import { presetNames } from '@tunq/scenario';
import { describe, expect, test } from 'vitest';
import { tunq } from '../testing/capture.js';

test('variants stand side by side', async () => {
  const argv = [
    'compare',
    'tail-drop-10',
    '--vary',
    'device.queueLength=10,500',
    '--set',
    'duration=1s',
    '--set',
    'path.rtt=10ms',
  ];
  const { status, stdout, stderr } = await tunq(argv);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^device\.queueLength +10 +500$/m);
  expect(stdout).toMatch(/^goodput +\S+ \S+ +\S+ \S+$/m);
});

test('several axes give a grid, in the order of the values', async () => {
  const { stdout } = await tunq([
    ...['compare', 'tail-drop-10', '--json', '--set', 'duration=500ms', '--set', 'path.rtt=5ms'],
    ...[
      '--vary',
      'device.flowControl=tail-drop,{ kind: linux-7.3, wakeAt: empty }',
      '--vary',
      'device.queueLength=5,50',
    ],
  ]);
  const { runs, vary, version, scenario } = JSON.parse(stdout);
  expect(vary.map(({ key }: { key: string }) => key)).toEqual(['device.flowControl', 'device.queueLength']);
  expect(runs.map(({ scenario }: { scenario: { device: object } }) => scenario.device)).toMatchObject([
    { flowControl: 'tail-drop', queueLength: 5 },
    { flowControl: 'tail-drop', queueLength: 50 },
    { flowControl: { kind: 'linux-7.3', wakeAt: 'empty' }, queueLength: 5 },
    { flowControl: { kind: 'linux-7.3', wakeAt: 'empty' }, queueLength: 50 },
  ]);
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(scenario.device.queueLength).toBe(10);
});

describe.each([...presetNames])('preset %s', (name) => {
  test('takes --vary device.queueLength=10,500', async () => {
    const argv = ['compare', name, '--vary', 'device.queueLength=10,500', '--set', 'duration=200ms', '--json'];
    const { status, stdout, stderr } = await tunq(argv);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { runs } = JSON.parse(stdout);
    expect(runs.map(({ settings }: { settings: object }) => settings)).toEqual([
      { 'device.queueLength': '10' },
      { 'device.queueLength': '500' },
    ]);
    for (const { result } of runs) expect(result.packets).toBeGreaterThan(0);
  });
});

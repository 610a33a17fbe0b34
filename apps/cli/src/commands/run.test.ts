import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presetNames } from '@tunq/scenario';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, tunq } from '../testing/capture.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-run-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function settings(...all: string[]): string[] {
  return all.flatMap((setting) => ['--set', setting]);
}

async function result(...argv: string[]) {
  const { status, stdout, stderr } = await tunq(['run', ...argv, '--json']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

/** No number of a result may be NaN or infinite; JSON would show it as null, which only an RTT that nothing had may be. */
function expectNumbers(value: unknown): void {
  expect(JSON.stringify(value).replaceAll(/"rtt(?:Samples)?Ms":null/g, '')).not.toContain('null');
}

test('JSON is one document with the documented keys, cpuSeconds last', async () => {
  const document = await result('openvpn-lab', ...settings('duration=1s'));
  expect(Object.keys(document)).toEqual(['scenario', 'version', 'result']);
  expect(Object.keys(document.result).at(0)).toBe('goodputMbps');
  expect(Object.keys(document.result).at(-1)).toBe('cpuSeconds');
  expectNumbers(document);
});

test('the same run gives the same bytes, the CPU time aside', async () => {
  const bytes = async () => {
    const { stdout } = await tunq(['run', 'openvpn-lab', '--json', ...settings('duration=2s', 'path.loss=0.001')]);
    return stdout.replace(/"cpuSeconds": [\d.]+/, '');
  };
  expect(await bytes()).toBe(await bytes());
});

test('people get a table with units', async () => {
  const { status, stdout } = await tunq(['run', 'openvpn-lab', ...settings('duration=1s')]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}goodput +[\d.]+ Mbit\/s$/m);
  expect(stdout.endsWith('\n')).toBe(true);
});

test('colour on a terminal, none with NO_COLOR', async () => {
  const written = async (env: Record<string, string>) => {
    let text = '';
    const stdout = { write: (more: string) => (text += more), isTTY: true, columns: 80 };
    await tunq(['run', 'tail-drop-10', ...settings('duration=100ms')], { stdout, env });
    return text;
  };
  const code = `${String.fromCharCode(27)}[1m`;
  expect(await written({})).toContain(code);
  expect(await written({ NO_COLOR: '' })).toContain(code);
  expect(await written({ NO_COLOR: '1' })).not.toContain(code);
  expect(await written({ TERM: 'dumb' })).not.toContain(code);
});

test('a scenario comes from a file, in YAML or JSON, or from standard input', async () => {
  const yaml = join(folder, 'mine.yaml');
  const json = join(folder, 'mine.json');
  writeFileSync(yaml, 'duration: 100ms\ndevice: { queueLength: 20 }\npath: { rtt: 5ms }\n');
  writeFileSync(json, '{ "duration": "100ms", "device": { "queueLength": 20 }, "path": { "rtt": "5ms" } }');
  const fromYaml = await result(yaml);
  const fromJson = await result(json);
  const { stdout } = await tunq(['run', '-', '--json'], { input: readFileSync(yaml, 'utf8') });
  const bare = ({ result, ...rest }: Awaited<ReturnType<typeof JSON.parse>>) => ({ ...rest, ...result, cpuSeconds: 0 });
  expect(bare(fromJson)).toEqual(bare(fromYaml));
  expect(bare(JSON.parse(stdout))).toEqual(bare(fromYaml));
});

test('the scenario of a result can be run again', async () => {
  const first = await result('tap-vhost', ...settings('duration=100ms'));
  const { stdout } = await tunq(['run', '-', '--json'], { input: JSON.stringify(first.scenario) });
  const again = JSON.parse(stdout);
  expect({ ...again.result, cpuSeconds: 0 }).toEqual({ ...first.result, cpuSeconds: 0 });
});

test('later settings win', async () => {
  const { scenario } = await result('tail-drop-10', ...settings('duration=100ms', 'seed=1', 'seed=7'));
  expect(scenario.seed).toBe(7);
});

describe.each([...presetNames])('preset %s', (name) => {
  test('takes --set device.queueLength=10', async () => {
    const document = await result(name, ...settings('device.queueLength=10', 'duration=300ms'));
    expect(document.scenario.device.queueLength).toBe(10);
    expect(document.result.ringOccupancy.max).toBeLessThanOrEqual(10);
    expect(document.result.packets).toBeGreaterThan(0);
    expectNumbers(document.result);
  });
});

describe('extreme and legal', () => {
  test.each([
    [['device.queueLength=0']],
    [['device.queueLength=1']],
    [['device.queueLength=100000']],
    [['path.rtt=0']],
    [['path.rtt=2s', 'duration=5s']],
    [['flows[0].count=1']],
    [['flows[0].count=1000']],
    [['device.queueLength=0', 'device.flowControl=linux-7.3']],
    [['device.queueLength=1', 'device.flowControl=linux-7.3']],
    [['device.queueLength=1', 'device.flowControl=v3', 'flows[0].count=100']],
    [['path.rtt=0', 'reader.perPacket=1ns', 'duration=1ms']],
    [['flows[0].count=1000', 'device.queueLength=1', 'path.rtt=0', 'device.flowControl=v3']],
    [['path.loss=0.5']],
    [['qdisc.kind=noqueue', 'device.flowControl=linux-7.3', 'device.queueLength=1']],
  ])('%j', async (extreme) => {
    const document = await result('openvpn-lab', ...settings('duration=500ms', ...extreme));
    expectNumbers(document.result);
    expect(document.result.packets).toBeGreaterThan(0);
  });

  test('no slot, no goodput: every packet is dropped', async () => {
    const { result: measured } = await result('openvpn-lab', ...settings('duration=1s', 'device.queueLength=0'));
    expect(measured).toMatchObject({ goodputMbps: 0, ringProduced: 0 });
    expect(measured.ringDrops + measured.qdiscDrops).toBeGreaterThan(0);
  });
});

describe('--trace', () => {
  test('the result and the trace are not mixed', async () => {
    for (const path of ['/dev/stdout', '-', '/dev/fd/1']) {
      expect(complaint(await tunq(['run', 'openvpn-lab', '--json', '--trace', path]))).toBe(
        `--trace ${path}: is standard output, which the result goes to; allowed: another file`,
      );
    }
    // `--trace out.json > out.json`
    const path = join(folder, 'out.json');
    const file = openSync(path, 'w');
    const both = await tunq(['run', 'openvpn-lab', '--trace', path], { stdout: { fd: file, write: () => true } });
    closeSync(file);
    expect(complaint(both)).toContain('is standard output');
    expect(complaint(await tunq(['reproduce', '--html', '/dev/stdout']))).toContain('--html /dev/stdout: is standard');
    expect(complaint(await tunq(['validate', '--html', '-']))).toContain('--html -: is standard output');
  });

  test('writes one JSON object a line', async () => {
    const path = join(folder, 'trace.jsonl');
    const { result: measured } = await result(
      'tail-drop-10',
      '--trace',
      path,
      ...settings('duration=2s', 'path.rtt=10ms'),
    );
    const events = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect(count('drop')).toBe(measured.ringDrops);
    expect(count('drop')).toBeGreaterThan(0);
    for (const kind of ['sample', 'ring', 'send', 'ack']) expect(count(kind)).toBeGreaterThan(0);
  });

  test('writes the kinds that are asked for', async () => {
    const path = join(folder, 'drops.jsonl');
    await result('tail-drop-10', '--trace', path, '--trace-kinds', 'drop', ...settings('duration=2s', 'path.rtt=10ms'));
    const kinds = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(new Set(kinds)).toEqual(new Set(['drop']));
  });

  test('a file that cannot be made is refused before the run', async () => {
    const path = join(folder, 'missing', 'trace.jsonl');
    expect(complaint(await tunq(['run', 'openvpn-lab', '--trace', path]))).toBe(
      `--trace ${path}: cannot be written: no such folder`,
    );
    expect(complaint(await tunq(['run', 'openvpn-lab', '--trace-kinds', 'drop']))).toContain('needs --trace');
    expect(complaint(await tunq(['run', 'openvpn-lab', '--trace', path, '--trace-kinds', 'drip']))).toContain(
      'Allowed: sample',
    );
  });
});

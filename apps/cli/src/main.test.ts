import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { complaint, tunq } from './testing/capture.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-main-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('help', () => {
  test('--version', async () => {
    expect(await tunq(['--version'])).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  test.each([[[]], [['--help']], [['help']]])('%j lists the commands', async (argv) => {
    const { status, stdout, stderr } = await tunq(argv);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    for (const command of ['run', 'compare', 'reproduce', 'presets', 'schema'])
      expect(stdout).toContain(`  ${command} `);
    expect(stdout).toContain('Exit status');
  });

  test.each(['run', 'compare', 'reproduce', 'presets', 'schema'])('%s --help has examples', async (command) => {
    const { status, stdout } = await tunq([command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n(.*\\n)*? *tunq ${command}`));
    expect((await tunq(['help', command])).stdout).toBe(stdout);
  });
});

describe('wrong command lines', () => {
  test.each([
    [['rum'], "unknown command 'rum' (Did you mean run?)"],
    [['run'], "missing required argument 'scenario'"],
    [['run', 'a', 'b'], 'too many arguments'],
    [['run', 'openvpn-lab', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['run', 'openvpn-lab', '--set'], "option '--set <key=value>' argument missing"],
    [['compare', 'openvpn-lab'], "required option '--vary <key=v1,v2…>' not specified"],
    [['compare', 'openvpn-lab', '--vary', 'path.rtt'], "--vary 'path.rtt' is not of the form key=v1,v2…"],
    [['compare', 'openvpn-lab', '--vary', 'path.rtt=1ms,,2ms'], '--vary path.rtt: empty value'],
    [['compare', 'openvpn-lab', '--vary', 'path.rtt=1ms', '--vary', 'path.rtt=2ms'], '--vary path.rtt: is given twice'],
    [['compare', 'openvpn-lab', '--vary', 'path.rtt=1ms,soon'], '--vary path.rtt=soon: path.rtt: soon is not a time'],
    [['compare', 'openvpn-lab', '--vary', 'path.rtt=1ms', '--jobs', '0'], "'0' is invalid. A whole number"],
    [['reproduce', 'v3_tun_lab_rtts'], "v3_tun_lab_rtts: no published table; did you mean 'v3_tun_lab_rtt'?"],
    [['reproduce', 'nonsense-of-some-length'], 'no published table; allowed: v3_tun_lab_rtt, '],
    [['reproduce', '--all', 'v3_tap_qlen'], '--all: runs every table'],
    [['reproduce', '--duration', 'soon'], '--duration: soon is not a time'],
    [['reproduce', '--duration', '0'], '--duration: 0 is out of range'],
    [['reproduce', '--duration', '1s', '--full'], '--duration: contradicts --full'],
    [['reproduce', '--tolerance', 'some'], "'some' is invalid. A number"],
    [['presets', 'openvpn-labb'], "openvpn-labb: no preset; did you mean 'openvpn-lab'?"],
  ])('%j', async (argv, message) => {
    expect(complaint(await tunq(argv))).toContain(message);
  });
});

describe('wrong settings', () => {
  test.each([
    ['device.queueLength=-1', '--set device.queueLength=-1: device.queueLength: -1 is negative'],
    ['device.queueLenght=1', 'unknown key (did you mean queueLength?)'],
    ['device.queueLength', 'has no ='],
    ['=1', 'is not a key'],
    ['path.rtt=10parsecs', 'path.rtt: 10parsecs is not a time'],
    ['flows[7].count=1', 'flows[7]: there are 1 entries'],
    ['path.rtt=[', '--set path.rtt=[: path.rtt'],
  ])('%s', async (setting, message) => {
    expect(complaint(await tunq(['run', 'openvpn-lab', '--set', setting]))).toContain(message);
  });
});

describe('a SCENARIO that cannot be read', () => {
  test('a missing file', async () => {
    const path = join(folder, 'missing.yaml');
    expect(complaint(await tunq(['run', path]))).toBe(`${path}: no such file`);
  });

  test('a file below a file', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    expect(complaint(await tunq(['run', join(path, 'below.yaml')]))).toContain('no such file: a part of its path');
  });

  test('a name that is too long', async () => {
    expect(complaint(await tunq(['run', `./${'a'.repeat(5000)}`]))).toContain('its name is too long');
  });

  test('a directory', async () => {
    expect(complaint(await tunq(['run', folder]))).toBe(`${folder}: is a directory; allowed: a scenario file`);
    mkdirSync(join(folder, 'openvpn-lab'));
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const path = join(folder, 'secret.yaml');
    writeFileSync(path, 'seed: 1\n');
    chmodSync(path, 0);
    expect(complaint(await tunq(['run', path]))).toBe(`${path}: no permission to read it`);
  });

  test('a device that never ends', async () => {
    expect(complaint(await tunq(['run', '/dev/zero']))).toBe(
      '/dev/zero: is larger than 4 MiB; allowed: a scenario file',
    );
  });

  test('a mistyped preset', async () => {
    expect(complaint(await tunq(['run', 'opnvpn-lab']))).toBe(
      "opnvpn-lab: neither a file nor a preset; did you mean 'openvpn-lab'?",
    );
    expect(complaint(await tunq(['run', 'xyzzy']))).toBe(
      'xyzzy: neither a file nor a preset; `tunq presets` lists the presets',
    );
  });

  test('standard input that is wrong', async () => {
    const message = complaint(await tunq(['run', '-'], { input: 'seed: 1\ndevice:\n  queueLength: -1\n' }));
    expect(message).toContain('standard input:3:16: device.queueLength: -1 is negative');
    expect(complaint(await tunq(['run', '-']))).toContain('standard input:1:1: is empty');
  });
});

describe('presets and schema', () => {
  test('presets are listed with their titles', async () => {
    const { status, stdout } = await tunq(['presets']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^openvpn-lab +OpenVPN in the lab$/m);
    expect(JSON.parse((await tunq(['presets', '--json'])).stdout)['openvpn-lab'].title).toBe('OpenVPN in the lab');
  });

  test('a preset that is printed is a scenario', async () => {
    const { stdout } = await tunq(['presets', 'openvpn-lab']);
    expect(JSON.parse(stdout)).toMatchObject({ device: { kind: 'tun' }, reader: { profile: 'openvpn' } });
    expect(complaint(await tunq(['run', '-', '--set', 'seed=-1'], { input: stdout }))).toContain('--set seed=-1: seed');
  });

  test('the schema is one JSON document', async () => {
    const { status, stdout } = await tunq(['schema']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', properties: { device: { type: 'object' } } });
  });
});

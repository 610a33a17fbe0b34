import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The program as npm links it; the tests above this file call its `main` instead, which is faster. */
const bin = fileURLToPath(new URL('../bin/tunq.js', import.meta.url));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-process-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function tunq(argv: readonly string[], input = '') {
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, [bin, ...argv], { encoding: 'utf8', input });
  return { status, stdout, stderr, signal };
}

function shell(command: string) {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const brief = ['--set', 'duration=200ms'];

test('run twice: the same bytes, the CPU time aside', () => {
  const first = tunq(['run', 'openvpn-lab', '--json', ...brief]);
  const again = tunq(['run', 'openvpn-lab', '--json', ...brief]);
  expect(first.status).toBe(0);
  expect(first.stderr).toBe('');
  const bytes = ({ stdout }: { stdout: string }) => stdout.replace(/"cpuSeconds": [\d.]+/, '');
  expect(bytes(again)).toBe(bytes(first));
});

test('a scenario in standard input', () => {
  const { status, stdout } = tunq(['run', '-', '--json'], 'duration: 100ms\nseed: 5\n');
  expect(status).toBe(0);
  expect(JSON.parse(stdout).scenario.seed).toBe(5);
});

test('compare ends although it had threads', () => {
  const { status, stdout, stderr } = tunq(['compare', 'openvpn-lab', '--vary', 'seed=1,2,3', ...brief]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^seed +1 +2 +3$/m);
});

test('reproduce writes nothing to stderr where that is no terminal', () => {
  const { status, stderr } = tunq(['reproduce', 'v3_tap_delay', '--duration', '50ms', '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('wrong input: status 2, one line, no stack trace', () => {
  test.each([
    [['run', 'missing.yaml'], 'tunq: missing.yaml: no such file\n'],
    [['run', 'opnvpn-lab'], "tunq: opnvpn-lab: neither a file nor a preset; did you mean 'openvpn-lab'?\n"],
    [['rnu'], "tunq: unknown command 'rnu' (Did you mean run?)\n"],
    [['run', 'openvpn-lab', '--jsno'], "tunq: unknown option '--jsno' (Did you mean --json?)\n"],
  ])('%j', (argv, message) => {
    expect(tunq(argv)).toMatchObject({ status: 2, stdout: '', stderr: message });
  });

  test('a malformed file', () => {
    const path = join(folder, 'bad.yaml');
    writeFileSync(path, 'device:\n  queueLength: -1\n');
    const { status, stdout, stderr } = tunq(['run', path]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tunq: [^\n]*bad\.yaml:2:16: device\.queueLength: -1 is negative[^\n]*\n$/);
  });

  test('binary junk in standard input', () => {
    const { status, stderr } = tunq(['run', '-'], '\u0000\u0001\u0002');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tunq: standard input:1:1: is not a text file[^\n]*\n$/);
  });

  // Root reads everything; as another user the file must be refused.
  test.skipIf(process.getuid?.() !== 0)('an unreadable file', () => {
    const path = join(folder, 'secret.yaml');
    writeFileSync(path, 'seed: 1\n');
    chmodSync(path, 0);
    chmodSync(folder, 0o755);
    const { status, stderr } = spawnSync(process.execPath, [bin, 'run', path], {
      encoding: 'utf8',
      uid: 65_534,
      gid: 65_534,
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: `tunq: ${path}: no permission to read it\n` });
  });
});

describe('a reader that goes away is no fault', () => {
  test.each(['run openvpn-lab --set duration=50ms --json', 'presets --json', 'schema', '--help'])(
    '%s | head -1',
    (argv) => {
      const { status, stderr } = shell(
        `{ '${process.execPath}' '${bin}' ${argv}; echo "status $?" >&2; } | head -c 1 > /dev/null`,
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: 'status 0\n' });
    },
  );

  test('a full disk is one', () => {
    const full = openSync('/dev/full', 'w');
    const child = spawnSync(process.execPath, [bin, 'schema'], { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
    expect({ status: child.status, stderr: child.stderr }).toEqual({
      status: 1,
      stderr: 'tunq: cannot write the output: ENOSPC\n',
    });
  });
});

test.each([
  [['run', 'openvpn-lab', '--set', 'duration=3600s']],
  [['compare', 'openvpn-lab', '--vary', 'seed=1,2,3', '--set', 'duration=3600s']],
  [['reproduce', 'v3_vhost_delay', '--duration', '3600s']],
  [['bench', '--runs', '9999']],
])('Ctrl-C ends %j with status 130 and one line', async (argv) => {
  const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  let written = '';
  let stdout = '';
  child.stderr.on('data', (chunk) => (written += chunk));
  child.stdout.on('data', (chunk) => (stdout += chunk));
  setTimeout(() => child.kill('SIGINT'), 1500);
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect({ status, written, stdout }).toEqual({ status: 130, written: 'tunq: interrupted\n', stdout: '' });
});

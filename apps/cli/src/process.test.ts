import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
  test.each([
    'run openvpn-lab --set duration=50ms --json',
    'reproduce v3_vhost_delay --duration 20ms',
    'check linux-7.3 --ring 1 --producers 1',
    'presets --json',
    'schema',
    '--help',
    'completion bash',
  ])('%s | head -1', (argv) => {
    const { status, stderr } = shell(
      `{ '${process.execPath}' '${bin}' ${argv}; echo "status $?" >&2; } | head -c 1 > /dev/null`,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'status 0\n' });
  });

  test('a full disk is one', () => {
    const full = openSync('/dev/full', 'w');
    const child = spawnSync(process.execPath, [bin, 'schema'], { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
    expect({ status: child.status, stderr: child.stderr }).toEqual({
      status: 1,
      stderr: 'tunq: cannot write the output: ENOSPC\n',
    });
  });
});

const endless = [
  ['run', 'openvpn-lab', '--set', 'duration=3600s'],
  ['run', '-'],
  ['compare', 'openvpn-lab', '--vary', 'seed=1,2,3', '--set', 'duration=3600s'],
  ['reproduce', 'v3_vhost_delay', '--duration', '3600s'],
  ['calibrate', '--strict'],
  ['validate', '--packets', 'all'],
  ['bench', '--runs', '9999'],
  ['check', 'linux-7.3', '--ring', '1-8', '--producers', '1-3'],
];

describe.each([
  ['SIGINT', 130, 'interrupted'],
  ['SIGTERM', 143, 'terminated'],
] as const)('%s', (signal, expected, word) => {
  test.each(endless.map((argv) => [argv.join(' '), argv] as const))(
    'ends %s soon, with one line',
    async (_, argv) => {
      const child = spawn(process.execPath, [bin, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
      let written = '';
      let stdout = '';
      child.stderr.on('data', (chunk) => (written += chunk));
      child.stdout.on('data', (chunk) => (stdout += chunk));
      await sleep(1500);
      const sent = performance.now();
      child.kill(signal);
      const status = await new Promise((resolve) => child.on('close', resolve));
      const took = performance.now() - sent;
      const saved = argv[0] === 'calibrate' ? '; fitted until then: nothing' : '';
      expect({ status, written, stdout }).toEqual({ status: expected, written: `tunq: ${word}${saved}\n`, stdout: '' });
      // A second on a core of its own; tests share theirs.
      const sharing = Math.max(1, loadavg()[0]! / availableParallelism());
      expect(took / sharing).toBeLessThan(1000);
    },
    15_000,
  );
});

describe('colour', () => {
  const esc = String.fromCharCode(27);

  /** What a program in a terminal of that width prints; `script` of util-linux makes the terminal. */
  function inTerminal(command: string, columns: number, env: Record<string, string>): string {
    const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
    const { stdout } = spawnSync('script', ['-qec', `stty cols ${columns}; ${command}`, '/dev/null'], {
      encoding: 'utf8',
      env: { ...inherited, TERM: 'xterm', ...env },
    });
    return stdout.replaceAll('\r', '');
  }

  const hasTerminal = spawnSync('script', ['--version']).status === 0 && process.platform === 'linux';
  const title = hasTerminal
    ? 'in a terminal'
    : 'in a terminal (skipped: no script of util-linux; apt-get install bsdutils)';
  const command = `'${process.execPath}' '${bin}' run tail-drop-10 --set duration=50ms`;

  describe.skipIf(!hasTerminal)(title, () => {
    test.each<[Record<string, string>, boolean]>([
      [{}, true],
      [{ NO_COLOR: '1' }, false],
      [{ NO_COLOR: '' }, true],
      [{ TERM: 'dumb' }, false],
      [{ FORCE_COLOR: '0' }, false],
      [{ FORCE_COLOR: '1', TERM: 'dumb' }, true],
    ])('%j', (env, colourful) => {
      expect(inTerminal(`${command} 2>/dev/null`, 80, env).includes(`${esc}[1m`)).toBe(colourful);
    });

    test('the width is that of the terminal', () => {
      const text = inTerminal(`${command} 2>/dev/null`, 44, { NO_COLOR: '1' });
      expect(text).toContain('  smoothed RTT, min / mean / max\n    ');
    });

    test('a bar on stderr, and none with --quiet or where it cannot be drawn', () => {
      expect(inTerminal(`${command} > /dev/null`, 80, {})).toContain('simulating');
      expect(inTerminal(`${command} --quiet > /dev/null`, 80, {})).toBe('');
      expect(inTerminal(`${command} -q > /dev/null`, 80, {})).toBe('');
      expect(inTerminal(`${command} > /dev/null`, 80, { TERM: 'dumb' })).toBe('');
    });
  });

  test('none in a pipe, and lines of 120 columns', () => {
    const { stdout } = tunq(['presets']);
    expect(stdout).not.toContain(esc);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  test('FORCE_COLOR in a pipe', () => {
    const { stdout } = spawnSync(process.execPath, [bin, 'presets'], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '1' },
    });
    expect(stdout).toContain(`${esc}[1mopenvpn-lab${esc}[22m`);
  });
});

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../main.js';

const fixtures = fileURLToPath(new URL('../../../../packages/diagnose/fixtures/', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-diagnose-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function capture() {
  const parts: string[] = [];
  return { write: (text: string) => parts.push(text), text: () => parts.join('') };
}

async function run(argv: readonly string[], stdin = '') {
  const [stdout, stderr] = [capture(), capture()];
  const status = await main(['diagnose', ...argv], {
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout,
    stderr,
    env: {},
  });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

describe('tunq diagnose', () => {
  test('a folder: the limit, its evidence, what it is not, and the scenario', async () => {
    const { status, stdout, stderr } = await run([join(fixtures, 'tail-drop-50')]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^the ring is too short: it overflows and drops\nring-tail-drop, device tun0, sure\n/);
    expect(stdout).toContain('what shows it');
    expect(stdout).toContain('tunq compare limit.yaml --vary device.queueLength=50,5000');
    expect(stderr).toMatch(/^tunq: .*fixture\.json: left out, .*\n$/);
  });

  test('--quiet leaves the note out, --json prints one document', async () => {
    const { status, stdout, stderr } = await run(['--quiet', '--json', join(fixtures, 'reader-1000')]);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ limit: 'reader', device: 'tun0', certainty: 'sure' });
  });

  test('before and after in two folders', async () => {
    for (const when of ['1', '2']) {
      cpSync(join(fixtures, 'receive-window', `${when}-ss.txt`), join(folder, when, 'ss.txt'), { recursive: true });
    }
    const { stdout } = await run(['--json', join(folder, '1'), join(folder, '2')]);
    expect(JSON.parse(stdout)).toMatchObject({ limit: 'receive-window' });
  });

  test('standard input, and what is missing', async () => {
    const { status, stdout } = await run(
      ['--json', '-'],
      readFileSync(join(fixtures, 'reader-1000', '2-ss.txt'), 'utf8'),
    );
    const { limit, missing, open } = JSON.parse(stdout);
    expect([status, limit]).toEqual([0, 'unknown']);
    expect(open.map((one: { limit: string }) => one.limit)).toEqual(
      expect.arrayContaining(['reader', 'path-bottleneck']),
    );
    expect(missing.map(({ command }: { command: string }) => command)).toEqual(['ip -d -s -j link', 'tc -s -j qdisc']);
  });

  test('--scenario writes what tunq run takes', async () => {
    const file = join(folder, 'limit.yaml');
    expect((await run([join(fixtures, 'path-loss'), '--quiet', '--scenario', file])).status).toBe(0);
    const stdout = capture();
    const io = { stdin: (async function* () {})(), stderr: { write() {} }, env: {} };
    const status = await main(['run', file, '--json'], {
      ...io,
      stdout,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout.text()).result.pathDrops).toBeGreaterThan(0);
  });

  test('--scenario where there is none: status 1, and no file', async () => {
    const file = join(folder, 'limit.yaml');
    const { status, stderr } = await run([join(fixtures, 'idle'), '--quiet', '--scenario', file]);
    expect([status, existsSync(file)]).toEqual([1, false]);
    expect(stderr).toBe(`tunq: --scenario ${file}: not written, there is none: there is no traffic\n`);
  });

  test.each([
    [[], 'tunq: diagnose: nothing to read; allowed: files, - for standard input, or --live DEVICE\n'],
    [['no-such-file'], 'tunq: no-such-file: no such file\n'],
    [['-', '--for', 'soon'], /^tunq: --for: soon is not a time; allowed: .*\n$/],
    [
      ['-', '--scenario', '-'],
      'tunq: --scenario: is standard output, which the result goes to; allowed: another file\n',
    ],
    [['-'], /^tunq: standard input: is empty; allowed: .*\n$/],
  ])('%j is refused in one line', async (argv, message) => {
    const { status, stdout, stderr } = await run(argv as string[]);
    expect([status, stdout]).toEqual([2, '']);
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
  });

  test('broken JSON is named by its line, in a folder, too', async () => {
    writeFileSync(join(folder, 'link.json'), '[{"ifname": "tun0",\n"mtu": }]');
    const { status, stderr } = await run([folder]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${join(folder, 'link.json')}:2: is broken JSON here; `);
  });

  const tools = ['ip', 'tc', 'ss'].filter((tool) => !installed(tool));
  test.skipIf(process.platform !== 'linux' || tools.length > 0)(
    `--live reads this machine (needs Linux${tools.length > 0 ? `, and ${tools.join(', ')}, not installed` : ''})`,
    async () => {
      const { status, stdout } = await run(['--live', 'lo', '--for', '50ms', '--json']);
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ limit: 'wrong-device' });
    },
  );

  test.skipIf(process.platform !== 'linux')('--live of a device that is not there (needs Linux)', async () => {
    const { status, stderr } = await run(['--live', 'no-such-tun']);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^tunq: --live no-such-tun: there is no such device in this network namespace; there are: .*lo.*\n$/,
    );
  });
});

function installed(tool: string): boolean {
  try {
    execFileSync(tool, ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

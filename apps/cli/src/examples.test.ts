import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsOf } from './completion/shell-line.js';
import { program } from './program.js';
import { tunq } from './testing/capture.js';

/** Every command by the words that name it; the program itself has none. */
const paths = ((): string[][] => {
  const silent = { write() {} };
  const io = { stdin: (async function* () {})(), stdout: silent, stderr: silent, env: {} };
  const below = (command: Command, path: readonly string[]): string[][] => [
    [...path],
    ...command.commands.flatMap((inner) => below(inner, [...path, inner.name()])),
  ];
  return below(
    program(io, () => {}),
    [],
  ).filter((path) => !path.some((word) => word.startsWith('__')));
})();

/** The examples of a help text: words behind `tunq`, without what a shell does with the output. */
async function examplesOf(path: readonly string[]): Promise<string[][]> {
  const { stdout } = await tunq([...path, '--help']);
  const [, text = ''] = stdout.split('\nExamples:\n');
  const lines = text.replaceAll(/ \\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line) => {
    const [, command] = /^ {2}(?:.*[|(] *)??tunq(?= |$)(.*?)(?: {2,}# .*)?$/.exec(line) ?? [];
    if (command === undefined) return [];
    return [wordsOf(command.replace(/ *(?:[|>)]).*$/, '').trim()).filter((word) => word !== '')];
  });
}

/** What makes the examples of a command short; later values win. */
const short: Readonly<Record<string, readonly string[]>> = {
  run: ['--set', 'duration=20ms'],
  compare: ['--set', 'duration=20ms', '--jobs', '1'],
  reproduce: ['--duration', '5ms', '--seeds', '1'],
  calibrate: ['--dry'],
  bench: ['--scenario', 'B', '--runs', '1'],
  check: ['--ring', '1', '--producers', '1', '--memory', 'sc'],
  advise: ['--duration', '20ms', '--seeds', '1', '--jobs', '1', '--qdisc', 'fq_codel'],
};

/** Command lines that make what the examples of a command go on with. */
const before: Readonly<Record<string, readonly string[]>> = {
  sweep: [1, 3, 4].map((part) => `sweep plan.yaml --shard ${part}/4 --out part${part}`),
  'sweep merge': [1, 2].map((part) => `sweep plan.yaml --shard ${part}/2 --out part${part}`),
  'sweep scenario': ['sweep plan.yaml'],
};

/** What they write, and would not write again. */
const written = ['plan.sweep', 'part1', 'part2', 'part3', 'part4', 'all'];

/** Files that the examples read. */
const scenario = { duration: '100ms', path: { rtt: '1ms' } };
const cell = { id: 'mine', scenario, measured: { goodputMbps: 300 } };
const plan = { scenario: { duration: '2ms' }, grid: { 'device.queueLength': [1, 2, 3, 4, 5, 6] }, seeds: 3 };
const capture = 't_us,dir,flow,seq,len,ack,win_bytes,sack\n0,>,1,38,1448,1,65536,\n';

let folder: string;
let home: string;

beforeAll(() => {
  home = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'tunq-examples-'));
  const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));
  write('experiment.yaml', scenario);
  write('cell.json', cell);
  write('plan.yaml', plan);
  writeFileSync(join(folder, 'capture.csv.gz'), capture);
  const rule = new URL('../../../packages/check/examples/v4.yaml', import.meta.url);
  copyFileSync(fileURLToPath(rule), join(folder, 'mine.yaml'));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

describe.each(paths.map((path) => [['tunq', ...path].join(' '), path] as const))('%s', (_, path) => {
  test('has examples of itself, and each runs', { timeout: 120_000 }, async () => {
    const found = await examplesOf(path);
    expect(found.length).toBeGreaterThan(0);
    for (const name of written) rmSync(join(folder, name), { recursive: true, force: true });
    for (const line of before[path.join(' ')] ?? []) expect(await tunq(line.split(' '))).toMatchObject({ status: 0 });
    for (const words of found) {
      expect(words.length).toBeGreaterThan(0);
      const argv = words.flatMap((word) => (word === '*.json' ? ['cell.json'] : [word]));
      // Status 1 is an answer: `tunq check v4` shows what is lost.
      const shorter = argv.join(' ') === 'validate' ? ['--cell', 'cubic-4f-fq-q500-20ms-120us-drop'] : [];
      const { status, stderr } = await tunq([...argv, ...(short[words[0] ?? ''] ?? []), ...shorter]);
      expect({ argv, wrong: status > 1 ? stderr : '' }).toEqual({ argv, wrong: '' });
    }
  });
});

test('help is the same in every way to ask for it', async () => {
  for (const path of paths) {
    const { status, stdout, stderr } = await tunq([...path, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await tunq([...path, '-h'])).stdout).toBe(stdout);
    if (path.length < 2) expect((await tunq(['help', ...path])).stdout).toBe(stdout);
    expect(stdout).toMatch(/^Usage: tunq/);
    expect(stdout).toContain('  -h, --help');
  }
});

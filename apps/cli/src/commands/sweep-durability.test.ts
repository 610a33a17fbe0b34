import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * A sweep that dies over and over ends in the bytes of one that does not, and so do its shards.
 *
 * `TUNQ_SWEEP_BAR=1 npx vitest run apps/cli/src/commands/sweep-durability.test.ts` does it with 1000 points, five deaths and
 * four shards, and takes a minute or two.
 */
const full = process.env.TUNQ_SWEEP_BAR === '1';
const [seeds, deaths, shards] = full ? [25, 5, 4] : [3, 2, 2];
const runs = 40 * seeds;

/** kB: the bound on memory, of the process with all its threads. */
const mostMemory = 500_000;

const bin = fileURLToPath(new URL('../../bin/tunq.js', import.meta.url));

const plan = `scenario: openvpn-lab
set: { duration: ${full ? '1s' : '300ms'}, 'flows': [{ count: 2 }, { kind: ping, interval: 20ms }] }
grid:
  device.queueLength: [10, 50, 100, 500]
  path.rtt: { from: 10ms, to: 160ms, steps: 5, scale: log }
  device.flowControl: [tail-drop, linux-7.3]
seeds: ${seeds}
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-sweep-'));
  writeFileSync(join(folder, 'plan.yaml'), plan);
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** kB */
  readonly peakMemory: number;
}

/** A process of the program, with what it used at most. */
function start(argv: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [bin, ...argv], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  let peakMemory = 0;
  child.stderr!.on('data', (chunk) => (stderr += chunk));
  const watch = setInterval(() => {
    peakMemory = Math.max(peakMemory, highWater(child.pid!));
  }, 20);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status, signal) => {
      clearInterval(watch);
      resolve({ status, signal, stderr, peakMemory });
    });
  });
  return { child, ended };
}

/** VmHWM of proc_pid_status(5), kB; 0 where there is none. */
function highWater(pid: number): number {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What two equal sweeps must have in common: everything but the order in which runs ended, and how long they took. */
function results(name: string): Record<string, string> {
  const path = join(folder, name);
  const names = readdirSync(path).filter((file) => file !== 'journal.log' && file !== 'timing.json');
  return Object.fromEntries(names.sort().map((file) => [file, readFileSync(join(path, file), 'latin1')]));
}

function lines(name: string): number {
  const path = join(folder, name, 'journal.log');
  return existsSync(path) ? readFileSync(path, 'latin1').split('\n').length - 1 : 0;
}

/** Kills a sweep with `kill -9` when its journal has so many lines, or a moment later. */
async function killAt(name: string, target: number): Promise<Ended> {
  const { child, ended } = start(['sweep', 'plan.yaml', '--out', name, '--resume']);
  const look = setInterval(() => {
    if (lines(name) < target) return;
    clearInterval(look);
    setTimeout(() => child.kill('SIGKILL'), Math.random() * 20);
  }, 3);
  const outcome = await ended;
  clearInterval(look);
  return outcome;
}

describe.skipIf(process.platform !== 'linux')('1 whole sweep', () => {
  test('ends well, within its memory', { timeout: 300_000 }, async () => {
    const { status, stderr, peakMemory } = await start(['sweep', 'plan.yaml', '--out', 'whole']).ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(results('whole'))).toEqual(
      expect.arrayContaining(['manifest.json', 'results.csv', 'results.jsonl', 'results.parquet', 'summary.csv']),
    );
    expect(results('whole')['results.jsonl']!.split('\n')).toHaveLength(runs + 1);
    if (full) console.log(`peak memory of the whole sweep: ${peakMemory} kB`);
    expect(peakMemory).toBeGreaterThan(10_000);
    expect(peakMemory).toBeLessThan(mostMemory);
  });

  test(`killed ${deaths} times at random, it ends in the same bytes`, { timeout: 300_000 }, async () => {
    const targets = Array.from({ length: deaths }, () => Math.floor(runs * (0.03 + 0.9 * Math.random()))).sort(
      (a, b) => a - b,
    );
    let kept = 0;
    for (const target of targets) {
      const { signal } = await killAt('killed', Math.max(target, kept + 1));
      expect(signal).toBe('SIGKILL');
      expect(existsSync(join(folder, 'killed/results.csv'))).toBe(false);
      // None that had ended is lost.
      expect(lines('killed')).toBeGreaterThanOrEqual(Math.max(target, kept + 1));
      kept = lines('killed');
    }
    // As a loss of power, or a full disk, would leave the last line.
    const journal = join(folder, 'killed/journal.log');
    const torn = readFileSync(journal).subarray(0, -7);
    writeFileSync(journal, torn);
    const { status, stderr, peakMemory } = await start(['sweep', 'plan.yaml', '--out', 'killed', '--resume']).ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    if (full) console.log(`killed with ${targets.join(', ')} of ${runs} runs kept; peak memory ${peakMemory} kB`);
    expect(statSync(journal).size).toBeGreaterThan(torn.length);
    expect(results('killed')).toEqual(results('whole'));
  });

  test(`${shards} shards merged are the same bytes`, { timeout: 300_000 }, async () => {
    const parts = Array.from({ length: shards }, (_, index) => index + 1);
    for (const part of parts) {
      const argv = ['sweep', 'plan.yaml', '--out', `part${part}`, '--shard', `${part}/${shards}`, '--jobs', `${part}`];
      const { status, stderr, peakMemory } = await start(argv).ended;
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(peakMemory).toBeLessThan(mostMemory);
    }
    const { status, stderr } = await start(['sweep', 'merge', ...parts.map((part) => `part${part}`), '--out', 'merged'])
      .ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(results('merged')).toEqual(results('whole'));
  });
});

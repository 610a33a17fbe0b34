import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tunq } from '../testing/capture.js';

const short = ['--duration', '200ms'];

test('a table is printed beside the simulation', async () => {
  const { status, stdout, stderr } = await tunq(['reproduce', 'v3_tap_delay', ...short]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('(v3_tap_delay)');
  expect(stdout).toMatch(/^ 60 +171\.8 → /m);
  expect(stdout).toMatch(/^predictions +4 /m);
});

test('JSON has cells and a summary', async () => {
  const { stdout } = await tunq(['reproduce', 'v3_vhost_qlen', '--json', ...short]);
  const { cells, summary } = JSON.parse(stdout);
  expect(cells).toHaveLength(8);
  expect(Object.keys(cells[0])).toEqual(
    expect.arrayContaining(['id', 'table', 'source', 'role', 'params', 'measured', 'simulated', 'error']),
  );
  expect(summary).toMatchObject({ cells: 8, goodput: { medianAbs: expect.any(Number), p90Abs: expect.any(Number) } });
  for (const { error, measured, simulated } of cells) {
    expect(error.goodput).toBeCloseTo((simulated.goodputMbps - measured.goodputMbps) / measured.goodputMbps, 5);
  }
});

test('--all simulates what it can and names the rest with its reason', async () => {
  const { status, stdout } = await tunq(['reproduce', '--all', '--json', '--duration', '20ms']);
  expect(status).toBe(0);
  const { cells, skipped } = JSON.parse(stdout);
  expect(cells.length).toBeGreaterThan(80);
  expect(skipped.find(({ table }: { table: string }) => table === 'timeline').reason).toContain('dates');
});

test('--strict turns an error above the tolerance into status 1', async () => {
  const argv = ['reproduce', 'v3_vhost_delay', ...short, '--strict', '--tolerance'];
  const bad = await tunq([...argv, '0.0001']);
  expect(bad.status).toBe(1);
  expect(bad.stderr).toMatch(/^tunq: \d of 4 cells are off by more than 0\.01 %\n$/);
  expect(bad.stdout).toContain('(v3_vhost_delay)');
  expect((await tunq([...argv, '1000'])).status).toBe(0);
});

test('--seeds gives every cell a range, and 1 is the run as it is', async () => {
  const argv = ['reproduce', 'v3_tap_qlen', ...short, '--json'];
  const timeless = ({ stdout }: { stdout: string }) => stdout.replaceAll(/"cpuSeconds": [\d.e-]+/g, '');
  const plain = await tunq(argv);
  expect(timeless(await tunq([...argv, '--seeds', '1']))).toBe(timeless(plain));
  const { cells } = JSON.parse((await tunq([...argv, '--seeds', '3'])).stdout);
  const once = JSON.parse(plain.stdout).cells;
  for (const [index, { rate, spread }] of cells.entries()) {
    expect(spread.repeats).toHaveLength(3);
    expect(spread.repeats[0]).toEqual({ settings: {}, rate: once[index].rate.simulated });
    expect(spread.rate.min).toBeLessThanOrEqual(rate.simulated);
    expect(spread.rate.max).toBeGreaterThanOrEqual(rate.simulated);
  }
  // Another phase is another run.
  expect(
    cells.some(({ spread }: { spread: { rate: { min: number; max: number } } }) => spread.rate.min < spread.rate.max),
  ).toBe(true);
});

test('--html writes a page', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tunq-html-')), 'tables.html');
  const { status, stdout } = await tunq(['reproduce', 'v3_tap_delay', ...short, '--seeds', '2', '--html', file]);
  expect(status).toBe(0);
  expect(stdout).toContain('order of what differs');
  const page = readFileSync(file, 'utf8');
  expect(page).toContain('id="v3_tap_delay"');
  expect(page).toContain('median of 2 runs');
  expect(page).toContain('72.2 ms');
  const nowhere = await tunq(['reproduce', 'v3_tap_delay', ...short, '--html', '/nowhere/x.html']);
  expect(nowhere).toMatchObject({
    status: 2,
    stderr: 'tunq: --html /nowhere/x.html: cannot be written: no such folder\n',
  });
});

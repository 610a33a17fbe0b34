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
  expect(skipped.find(({ table }: { table: string }) => table === 'v6_pktgen').reason).toContain('pktgen');
});

test('--strict turns an error above the tolerance into status 1', async () => {
  const argv = ['reproduce', 'v3_vhost_delay', ...short, '--strict', '--tolerance'];
  const bad = await tunq([...argv, '0.0001']);
  expect(bad.status).toBe(1);
  expect(bad.stderr).toMatch(/^tunq: \d of 4 cells are off by more than 0\.01 %\n$/);
  expect(bad.stdout).toContain('(v3_vhost_delay)');
  expect((await tunq([...argv, '1000'])).status).toBe(0);
});

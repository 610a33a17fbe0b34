import { expect, test } from 'vitest';
import { complaint, tunq } from '../testing/capture.js';

const figure = { best: expect.any(Number), median: expect.any(Number) };

test('--json prints one document, of the scenarios asked for, in the order of the table', async () => {
  const { status, stdout, stderr } = await tunq([
    'bench',
    '--scenario',
    'C',
    '--scenario',
    'A',
    '--runs',
    '1',
    '--json',
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const report = JSON.parse(stdout);
  expect(Object.keys(report)).toEqual([
    'format',
    'version',
    'date',
    'machine',
    'runs',
    'scenarios',
    'wasmBytes',
    'bars',
  ]);
  expect(report.scenarios).toMatchObject([
    { name: 'A', rateMbit: 200, rttMs: 40, backpressure: false, packetsPerCpuSecond: figure, nsPerPacket: figure },
    { name: 'C', rateMbit: 200, rttMs: 10, backpressure: false, packetsPerCpuSecond: figure, nsPerPacket: figure },
  ]);
  for (const { dataPackets, packetsPerCpuSecond, nsPerPacket, eventsPerPacket, memoryBytes } of report.scenarios) {
    expect(dataPackets).toBeGreaterThan(150_000);
    expect(eventsPerPacket).toBeGreaterThan(1);
    expect(packetsPerCpuSecond.best).toBeGreaterThan(0);
    expect(nsPerPacket.best).toBeCloseTo(1e9 / packetsPerCpuSecond.best, 6);
    expect(memoryBytes % 65_536).toBe(0);
  }
  const wasm = report.bars.find(({ id }: { id: string }) => id === 'wasm');
  expect(wasm.value).toBeCloseTo(report.wasmBytes / 1e3, 9);
  expect(wasm.verdict).not.toBeNull();
  expect(report.bars.find(({ id }: { id: string }) => id === 'ns3-A')).toMatchObject({ value: null, verdict: null });
}, 60_000);

test('people get tables', async () => {
  const { status, stdout, stderr } = await tunq(['bench', '--scenario', 'A', '--runs', '1']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^A tail drop +200 Mbit\/s +40 ms +\d/m);
  expect(stdout).toMatch(/^ {2}core\.wasm +≤ 100 kB +≤ 60 kB +[\d.]+ kB +(?:aim met|met|missed)$/m);
  expect(stdout).toMatch(/^ {2}12 further not measured here$/m);
}, 60_000);

test('wrong flags are told in one line', async () => {
  expect(complaint(await tunq(['bench', '--scenario', 'D']))).toContain("argument 'D' is invalid. Allowed: A, B, C, E");
  expect(complaint(await tunq(['bench', '--runs', '0']))).toContain('whole number');
  expect(complaint(await tunq(['bench', '--runs', 'many']))).toContain('whole number');
  expect(complaint(await tunq(['bench', '--rnus', '3']))).toContain('--runs');
  expect(complaint(await tunq(['bench', 'A']))).toContain('too many arguments');
});

test('an interrupt ends it', async () => {
  const abort = new AbortController();
  const run = tunq(['bench', '--runs', '999'], { signal: abort.signal });
  setTimeout(() => abort.abort(), 200);
  expect(await run).toEqual({ status: 130, stdout: '', stderr: 'tunq: interrupted\n' });
}, 60_000);

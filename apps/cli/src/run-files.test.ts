import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, tunq } from './testing/capture.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-files-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const short = ['--set', 'duration=0.6s', '--set', 'path.rtt=10ms', '--set', 'device.queueLength=20'];

const file = (name: string) => join(folder, name);

async function run(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await tunq(['run', 'kernel-cell', ...short, ...argv]);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

test('one run is written to every kind of file, and its result is what it is without', async () => {
  const options = {
    '--trace': 'run.csv',
    '--pcapng': 'run.pcapng',
    '--iperf3': 'iperf3.json',
    '--flent': 'run.flent.gz',
    '--svg': 'run.svg',
    '--png': 'run.png',
    '--html': 'run.html',
  };
  const argv = Object.entries(options).flatMap(([option, name]) => [option, file(name)]);
  const [with_, without] = [JSON.parse(await run(...argv, '--json')), JSON.parse(await run('--json'))];
  const { cpuSeconds: _, ...measured } = with_.result;
  expect(without.result).toMatchObject(measured);
  const bytes = (name: string) => readFileSync(file(name));
  expect(bytes('run.csv').toString().split(',', 3)).toEqual(['timeNs', 'kind', 'flow']);
  expect(bytes('run.pcapng').readUInt32LE(0)).toBe(0x0a0d0d0a);
  const report = JSON.parse(bytes('iperf3.json').toString());
  expect(report.end.sum_sent.retransmits).toBe(measured.retransmits);
  expect(report.end.sum_received.bits_per_second / 1e6).toBeCloseTo(measured.goodputMbps, 6);
  expect(JSON.parse(gunzipSync(bytes('run.flent.gz')).toString()).metadata.NAME).toBe('tcp_1up');
  expect(bytes('run.svg').toString()).toMatch(/^<svg .*Congestion window.*<\/svg>$/s);
  expect(bytes('run.png').subarray(1, 4).toString()).toBe('PNG');
  const page = bytes('run.html').toString();
  expect(page).toContain('kernel-cell duration=0.6s path.rtt=10ms device.queueLength=20</h1>');
  expect(page).not.toMatch(/\b(?:src|href)="(?!#)/);
});

test('a trace has the same events in each of its formats', async () => {
  const kinds = ['--trace-kinds', 'drop,queue,sample,progress,packet'];
  const formats = ['jsonl', 'csv', 'parquet'];
  for (const format of formats) await run('--trace', file(`trace.${format}`), ...kinds);
  const [jsonl, csv] = formats.map((format) => readFileSync(file(`trace.${format}`), 'utf8'));
  const events = jsonl!
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.length).toBeGreaterThan(100);
  const [head, ...lines] = csv!.trimEnd().split('\r\n');
  const names = head!.split(',');
  const known = (entries: [string, unknown][]) =>
    Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ''));
  const text = (event: object) =>
    known(Object.entries(event).map(([key, value]) => [key, value === null ? '' : `${value}`]));
  expect(lines.map((line) => known(line.split(',').map((cell, i) => [names[i]!, cell])))).toEqual(events.map(text));
  const parquet = readFileSync(file('trace.parquet'));
  const rows = await parquetReadObjects({ file: new Uint8Array(parquet).buffer });
  expect(rows.map(text)).toEqual(events.map(text));
});

test('--markdown prints tables', async () => {
  const lines = (await run('--markdown')).split('\n');
  expect(lines.slice(0, 4)).toEqual(['### throughput', '', '|  |  |', '| --- | ---: |']);
  expect(lines.filter((line) => line !== '' && !/^(?:### .+|\|.*\|)$/.test(line))).toEqual([]);
});

test('compare --html and --markdown', async () => {
  const page = file('compare.html');
  const { stdout, status } = await tunq([
    ...['compare', 'kernel-cell', ...short, '--vary', 'device.queueLength=10,20'],
    ...['--jobs', '1', '--html', page, '--markdown'],
  ]);
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual(['| device.queueLength | 10 | 20 |', '| --- | ---: | ---: |']);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('2 variants of one scenario');
  expect(html).toContain('Goodput, Mbit/s');
});

describe('refused before anything runs', () => {
  const refused = async (...argv: string[]) => complaint(await tunq(['run', 'kernel-cell', ...short, ...argv]));

  test.each([
    [['--snaplen', '96'], '--snaplen: needs --pcapng FILE'],
    [['--json', '--markdown'], '--markdown: not with --json; allowed: one of them'],
    [['--flent', 'run.json'], 'allowed: *.flent.gz, *.flent'],
    [['--trace', 'run.pcap'], '.pcap is none of its formats; allowed: .jsonl, .csv, .parquet'],
    [['--svg', 'a.PNG'], '--svg a.PNG: .png is another format; allowed: .svg, or --png'],
    [['--svg', 'a.svg', '--png', './a.svg'], '--png ./a.svg: is the file of --svg, too; allowed: another file'],
    [['--pcapng', '/dev/stdout'], '--pcapng /dev/stdout: is standard output'],
    [
      ['--set', 'flows=[{ kind: ping }]', '--iperf3', 'i.json'],
      '--iperf3 i.json: tells of TCP flows, and the scenario has none',
    ],
  ])('%j', async (argv, words) => {
    expect(await refused(...argv)).toContain(words);
  });

  test('a folder that is not there; what was opened before is empty', async () => {
    const missing = join(folder, 'missing', 'a.png');
    expect(await refused('--svg', file('left.svg'), '--png', missing)).toBe(
      `--png ${missing}: cannot be written: no such folder`,
    );
    expect(existsSync(file('left.svg')) && readFileSync(file('left.svg')).length > 0).toBe(false);
  });
});

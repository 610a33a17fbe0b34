import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { complaint, tunq } from '../testing/capture.js';

let folder: string;
let plan: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-sweep-'));
  plan = join(folder, 'plan.yaml');
  out = join(folder, 'out');
});
afterEach(() => rmSync(folder, { recursive: true }));

const brief = `scenario: openvpn-lab
set: { duration: 100ms, path.rtt: 10ms }
`;
const grid = `${brief}grid:
  device.queueLength: [5, 500]
  device.flowControl: [tail-drop, linux-7.3]
seeds: 2
`;

const write = (text: string, path = plan) => writeFileSync(path, text);
const read = (name: string) => readFileSync(join(out, name), 'utf8');
const swept = (...options: string[]) => tunq(['sweep', plan, '--out', out, ...options]);

describe('a sweep', () => {
  test('ends in three tables of the same rows, a summary and a manifest', async () => {
    write(grid);
    const { status, stdout, stderr } = await swept();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`8 runs in ${out}/: results.parquet, results.csv, results.jsonl, manifest.json`);

    const bytes = readFileSync(join(out, 'results.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const parquet = await parquetReadObjects({ file });
    const plainNumbers = parquet.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, cell]) => [key, typeof cell === 'bigint' ? Number(cell) : cell]),
      ),
    );
    const lines = read('results.jsonl').trimEnd().split('\n');
    expect(plainNumbers).toEqual(lines.map((line) => JSON.parse(line)));
    expect(plainNumbers).toHaveLength(8);
    expect(read('results.csv').split('\r\n')).toHaveLength(10);
    expect(parquetMetadata(file).key_value_metadata?.map(({ key }) => key)).toEqual(['tunq.version', 'tunq.core']);

    const manifest = JSON.parse(read('manifest.json'));
    expect(manifest).toMatchObject({ runs: 8, rows: 8, shard: { index: 1, count: 1 }, failures: [] });
    expect(manifest.core).toMatch(/^[0-9a-f]{64}$/);
    for (const { name, bytes: size } of manifest.files) expect(readFileSync(join(out, name))).toHaveLength(size);
    expect(read('manifest.json')).not.toMatch(/cpuSeconds|finished|host/);
    expect(JSON.parse(read('timing.json'))).toMatchObject({ runs: 8, cpuSeconds: expect.any(Number) });
    expect(readdirSync(out).filter((name) => /^\.|^lock$/.test(name))).toEqual([]);
  });

  test('of one run is `tunq run` of its scenario', async () => {
    write(`${brief}grid: { device.queueLength: [5] }`);
    await swept();
    const [row] = read('results.jsonl').split('\n');
    const { stdout: scenario } = await tunq(['sweep', 'scenario', out, '0']);
    const { stdout } = await tunq(['run', '-', '--json'], { input: scenario });
    const { result } = JSON.parse(stdout);
    expect(JSON.parse(row!)).toMatchObject({
      ...{ goodputMbps: result.goodputMbps, ringDrops: result.ringDrops, packets: result.packets },
      seed: JSON.parse(scenario).seed,
    });
  });

  test('done twice is the same bytes', async () => {
    write(grid);
    await swept();
    await tunq(['sweep', plan, '--out', `${out}2`, '--jobs', '1']);
    for (const name of readdirSync(out).filter((file) => !/journal|timing/.test(file))) {
      expect([name, readFileSync(join(`${out}2`, name), 'latin1')]).toEqual([
        name,
        readFileSync(join(out, name), 'latin1'),
      ]);
    }
  });

  test('of several plans has the keys of both', async () => {
    write(`${brief}grid: { device.queueLength: [5, 50] }`);
    const other = join(folder, 'other.yaml');
    write(`${brief}grid: { qdisc.kind: [fq, fq_codel] }`, other);
    const { status, stdout } = await tunq(['sweep', plan, other, '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^plan {2}2 points, 1 run each$[\s\S]*^other {2}2 points, 1 run each$/m);
    expect(read('results.csv').split('\r\n')[0]).toMatch(
      /^run,plan,point,seed,device\.queueLength,qdisc\.kind,error,goodputMbps,/,
    );
    expect(read('results.csv').split('\r\n')[4]).toMatch(/^3,other,1,\d+,,fq_codel,,/);
  });

  test('names its folder after the plan, and a scenario beside the plan', async () => {
    mkdirSync(join(folder, 'plans'));
    write('duration: 50ms\n', join(folder, 'plans/base.yaml'));
    write('scenario: base.yaml', join(folder, 'plans/my plan.yaml'));
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      const { status, stdout } = await tunq(['sweep', 'plans/my plan.yaml']);
      expect({ status, stdout }).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('1 run in my-plan.sweep/'),
      });
    } finally {
      process.chdir(cwd);
    }
  });
});

describe('output', () => {
  test('--json is one document with manifest and summary', async () => {
    write(grid);
    const { stdout, stderr } = await swept('--json');
    const { folder: where, manifest, summary } = JSON.parse(stdout);
    expect({ where, stderr, rows: manifest.rows }).toEqual({ where: out, stderr: '', rows: 8 });
    expect(summary[0].points[0]).toMatchObject({ values: [5, 'tail-drop'], measured: { goodputMbps: { count: 2 } } });
  });

  test('--markdown is the table that summary.md has', async () => {
    write(grid);
    const { stdout } = await swept('--markdown');
    expect(stdout).toBe(read('summary.md'));
    expect(stdout).toMatch(/^\| `device\.queueLength` \| `device\.flowControl` \| goodput, Mbit\/s \|/m);
  });

  test('--html is a page that needs nothing else, and the figures are files', async () => {
    write(grid);
    await swept('--html', join(folder, 'page.html'));
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page).toContain('plan: goodput, Mbit/s');
    expect(page.match(/<svg [^>]*role="img"/g)!.length).toBeGreaterThan(3);
    expect(page).not.toMatch(/<(?:script|link|img)\b|https?:\/\/(?!www\.w3\.org)/);
    expect(read('figure-goodputMbps.svg')).toMatch(/^<svg xmlns=.*<style>/s);
  });
});

describe('resumed', () => {
  test('a sweep that is done does nothing again, and prints the same', async () => {
    write(grid);
    const first = await swept();
    const journal = read('journal.log');
    const again = await swept('--resume');
    expect(again.stdout).toBe(first.stdout);
    expect(read('journal.log')).toBe(journal);
    const without = await tunq(['sweep', '--resume', '--out', out]);
    expect(without.stdout).toBe(first.stdout);
  });

  test('without a folder it begins', async () => {
    write(grid);
    expect((await swept('--resume')).status).toBe(0);
  });

  test('what was interrupted goes on, and says how', async () => {
    write(grid.replace('seeds: 2', 'seeds: 200').replace('100ms', '1s'));
    const controller = new AbortController();
    const interrupted = tunq(['sweep', plan, '--out', out, '--shard', '1/2'], { signal: controller.signal });
    const look = setInterval(() => {
      try {
        if (read('journal.log').split('\n').length > 20) controller.abort();
      } catch {
        // Not there yet.
      }
    }, 2);
    const { status, stdout, stderr } = await interrupted;
    clearInterval(look);
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toMatch(
      /^tunq: interrupted; \d+ of 400 runs are kept; go on with: tunq sweep \S+ --resume --out \S+ --shard 1\/2\n$/,
    );
    expect(readdirSync(out).sort()).toEqual(['journal.log', 'sweep.json']);
    const kept = Number(/(\d+) of 400/.exec(stderr)![1]);
    expect(read('journal.log').split('\n')).toHaveLength(kept + 1);
  });
});

describe('shards', () => {
  test('are put together by merge, which names what is missing', async () => {
    write(grid);
    await swept();
    const parts = [1, 2, 3].map((index) => join(folder, `part${index}`));
    for (const [index, part] of parts.entries()) {
      const { stdout } = await tunq(['sweep', plan, '--shard', `${index + 1}/3`, '--out', part]);
      expect(stdout).toMatch(new RegExp(`^\\d runs of shard ${index + 1}/3 in `));
    }
    const merged = join(folder, 'merged');
    expect(complaint(await tunq(['sweep', 'merge', ...parts.slice(1), '--out', merged]))).toMatch(
      /^shard 1\/3 is missing/,
    );
    const { status, stdout } = await tunq(['sweep', 'merge', ...parts, '--out', merged]);
    expect(status).toBe(0);
    expect(stdout).toContain(`8 runs in ${merged}/`);
    for (const name of readdirSync(merged).filter((file) => file !== 'journal.log')) {
      expect([name, readFileSync(join(merged, name), 'latin1')]).toEqual([
        name,
        readFileSync(join(out, name), 'latin1'),
      ]);
    }
  });
});

describe('runs that fail', () => {
  test('end the sweep with status 1, and stand in the results', async () => {
    // Too many points for a look at each before the start; the last combination contradicts itself.
    write(`scenario: { duration: 1ms }
grid:
  device.queueLength: { from: 1, to: 101, steps: 101 }
  sender.wmem: { from: 100000, to: 100099, steps: 100 }
  flows[0].start: [0ms, 1ms]
  duration: [2ms, 1ms]
`);
    const { status, stdout, stderr } = await swept('--shard', '1/1000');
    expect(status).toBe(1);
    expect(stdout).toContain('40 runs of shard 1/1000');
    expect(stderr).toMatch(
      /^tunq: \d+ of 40 runs have failed, the first \(plan, point \d+\) with: \S*plan\.yaml:5:25: flows\[0\]\.start: 1ms is not before the end/,
    );
    const failed = read('results.jsonl')
      .split('\n')
      .filter((line) => line.includes('"goodputMbps":null'));
    expect(failed.length).toBe(JSON.parse(read('manifest.json')).failures.length);
  });
});

describe('wrong input: one line, status 2', () => {
  test.each<[string, string, readonly string[], RegExp]>([
    ['no plan', '', [], /^no plan is given; allowed: plans, or --resume with --out$/],
    ['no file', '', ['missing.yaml'], /^missing\.yaml: no such file$/],
    [
      'a scenario that is none',
      'scenario: opnvpn-lab',
      ['PLAN'],
      /plan\.yaml:1:11: scenario: opnvpn-lab: neither a file nor a preset; did you mean 'openvpn-lab'\?$/,
    ],
    [
      'a key that is none',
      `${brief}grid: { device.queueLenght: [1] }`,
      ['PLAN'],
      /plan\.yaml:3:\d+: device\.queueLenght: unknown key \(did you mean queueLength\?\)/,
    ],
    [
      'a value that does not fit',
      `${brief}grid:\n  path.rtt: [10ms, fast]`,
      ['PLAN'],
      /plan\.yaml:4:20: path\.rtt: fast is not a time/,
    ],
    ['a shard that is none', brief, ['PLAN', '--shard', '5/4'], /--shard.*'5\/4' is invalid\. A part of a whole/],
    [
      'two plans of one name',
      brief,
      ['PLAN', 'PLAN'],
      /^two plans are named plan; allowed: a name: of its own in each$/,
    ],
    ['a page to where the result goes', brief, ['PLAN', '--html', '-'], /--html -: is standard output/],
  ])('%s', async (_, text, argv, message) => {
    write(text || 'scenario: {}');
    expect(
      complaint(
        await tunq([
          'sweep',
          ...argv.map((word) => word.replace('PLAN', plan)),
          ...(argv.length > 0 ? ['--out', out] : []),
        ]),
      ),
    ).toMatch(message);
  });

  test('a folder with another sweep, or one already', async () => {
    write(grid);
    await swept();
    expect(complaint(await swept())).toMatch(
      /out: holds a sweep already; allowed: --resume to go on with it, or another --out$/,
    );
    write(grid.replace('[5, 500]', '[5, 50]'));
    expect(complaint(await swept('--resume'))).toMatch(
      /out: holds another sweep: plans\[0\]\.axes\[0\]\.steps\[1\]\[0\] was 500, is 50; allowed: /,
    );
  });

  test('a folder that cannot be written: nothing is lost, and how to go on', async () => {
    expect(complaint(await tunq(['sweep', plan, '--out', '']))).toBe('--out: is empty; allowed: a folder');
    write(grid);
    await swept();
    // In the way of a table, as a full disk would be.
    rmSync(join(out, 'results.csv'));
    mkdirSync(join(out, 'results.csv'));
    expect(complaint(await swept('--resume'))).toBe(
      `${out}: cannot be written: is a directory; 8 of 8 runs are kept; go on with: tunq sweep ${plan} --resume --out ${out}`,
    );
    rmSync(join(out, 'results.csv'), { recursive: true });
    expect((await swept('--resume')).status).toBe(0);
    expect(complaint(await tunq(['sweep', plan, '--out', join(plan, 'below')]))).toMatch(/below: is a file; allowed: /);
  });

  test('a summary of a shard', async () => {
    write(grid);
    for (const option of [['--html', join(folder, 'page.html')], ['--markdown']]) {
      expect(complaint(await swept('--shard', '1/2', ...option))).toMatch(
        /^--(html|markdown): a shard has no summary; allowed: with tunq sweep merge/,
      );
    }
    expect(readdirSync(folder)).toEqual(['plan.yaml']);
  });

  test('a run that is none', async () => {
    write(grid);
    await swept();
    expect(complaint(await tunq(['sweep', 'scenario', out, '8']))).toBe('8: no such run; allowed: 0 to 7');
    expect(complaint(await tunq(['sweep', 'scenario', folder, '0']))).toMatch(/holds no sweep/);
  });
});

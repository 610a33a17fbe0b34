import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { nodeDocument } from '@tunq/report/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, tunq } from '../testing/capture.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-validate-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const colorCode = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

const short = 'cubic-1f-pfifo_fast-q10-120ms';

const cell = (id: string, scenario: object, goodputMbps = 100) => ({
  id,
  scenario: { duration: '500ms', path: { rtt: '10ms' }, ...scenario },
  measured: { goodputMbps },
});

test('cells are printed beside the simulation, the worst last, and then the bars', async () => {
  const { status, stdout, stderr } = await tunq(['validate', '--cell', short]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^cubic-1f-pfifo_fast-q10-120ms-30us-drop +4\.678 → /m);
  expect(stdout).toMatch(/^goodput +\d+\.\d\d % ≤ 1 %/m);
  expect(stdout).toMatch(/bars are m/);
});

test('JSON has cells, misses, summary and bars, and the errors are those of the numbers', async () => {
  const { stdout } = await tunq(['validate', '--cell', short, '--json']);
  const { cells, misses, summary, bars } = JSON.parse(stdout);
  expect(cells.length).toBeGreaterThan(2);
  expect(misses).toEqual([]);
  for (const { measured, simulated, error, params } of cells) {
    expect(params.device.queueLength).toBe(10);
    expect(error.goodput).toBeCloseTo(simulated.goodputMbps / measured.goodputMbps - 1, 5);
    expect(error.meanRtt).toBeCloseTo(simulated.rttMs.mean / measured.rttMs.mean - 1, 5);
  }
  expect(summary).toMatchObject({
    cells: cells.length,
    goodput: { medianAbs: expect.any(Number), p90Abs: expect.any(Number), maxAbs: expect.any(Number) },
    meanRtt: { medianAbs: expect.any(Number) },
    zeroDrops: { violations: expect.any(Number) },
    ordering: { pairs: expect.any(Number), violations: expect.any(Number) },
  });
  expect(bars.find((bar: { figure: string; statistic: string }) => bar.figure === 'goodput')).toMatchObject({
    statistic: 'median',
    limit: 0.01,
    pass: expect.any(Boolean),
  });
});

test('the same cells as a file, gzipped, and from standard input', async () => {
  const text = JSON.stringify({ meta: {}, cells: [cell('a', {}), cell('b', { device: { queueLength: 5 } })] });
  const run = async (path: string, input?: string) => {
    const { stdout } = await tunq(['validate', '--cells', path, '--json'], input === undefined ? {} : { input });
    return JSON.parse(stdout).cells.map(({ id, error }: { id: string; error: object }) => [id, error]);
  };
  const plain = await run(file('cells.json', text));
  expect(plain.map(([id]: [string]) => id)).toEqual(['a', 'b']);
  expect(await run(file('cells.json.gz', gzipSync(text)))).toEqual(plain);
  expect(await run('-', text)).toEqual(plain);
});

describe('a cell that cannot be simulated', () => {
  const strange = cell('strange', { qdisc: { kind: 'cake' } });

  test('is a miss with its place, the others are simulated, and the status is 1', async () => {
    const cells = [cell('known', {}), strange, cell('odd', { path: { rtt: '10ms', way: 3 } }), { id: 'empty' }];
    const path = file('miss.json', `[\n${cells.map((one) => JSON.stringify(one)).join(',\n')}\n]`);
    const { status, stdout, stderr } = await tunq(['validate', '--cells', path]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^known +100\.0 → /m);
    expect(stdout).toContain('simulated: 1 of 4 cells');
    expect(stdout.replaceAll(/\n +/g, ' ')).toContain(
      `strange: ${path}:3:86: qdisc.kind: cake is unknown; allowed: pfifo_fast, `,
    );
    expect(stderr).toBe(
      `tunq: 3 of 4 cells were not simulated, first strange: ${path}:3:86: qdisc.kind: cake is unknown; allowed: pfifo_fast, pfifo, fq_codel, fq, tbf, prio, netem, noqueue\n`,
    );

    const json = await tunq(['validate', '--cells', path, '--json']);
    expect(json.status).toBe(1);
    const { cells: compared, misses, summary } = JSON.parse(json.stdout);
    expect(compared.map(({ id }: { id: string }) => id)).toEqual(['known']);
    expect(summary).toMatchObject({ cells: 4, missed: 3 });
    expect(misses.map(({ id, fault }: { id: string; fault: object }) => [id, fault])).toMatchObject([
      ['strange', { file: path, line: 3, column: 86, key: 'qdisc.kind', given: 'cake is unknown' }],
      ['odd', { file: path, line: 4, key: 'path.way', given: expect.stringContaining('unknown key') }],
      ['empty', { file: path, line: 5, key: 'scenario', allowed: 'a scenario' }],
    ]);
  });

  test.each(['pfifo+limit', 'pfifo+limit+many', 'fq_codel+colour+red', 'tbf+rate+1mbit', 'prio+bands+99'])(
    'so is one with the arguments of tc %s',
    async (kind) => {
      const path = file('tc.json', JSON.stringify([cell('known', {}), cell('tc', { qdisc: { kind } })]));
      const { status, stdout, stderr } = await tunq(['validate', '--cells', path, '--json']);
      expect(status).toBe(1);
      expect(stderr).toContain('1 of 2 cells was not simulated, first tc: ');
      expect(JSON.parse(stdout).misses).toMatchObject([
        { id: 'tc', fault: { key: expect.stringMatching(/^qdisc\./) } },
      ]);
    },
  );

  test('is, if there is no other, wrong input', async () => {
    const path = file('none.json', JSON.stringify([strange, cell('odd', { durations: 3 })]));
    const said = complaint(await tunq(['validate', '--cells', path]));
    expect(said).toContain(`${path}:1:87: strange: qdisc.kind: cake is unknown; allowed: pfifo_fast`);
  });

  test('does not hinder the page', async () => {
    const path = file('page.json', JSON.stringify([cell('known', {}), strange]));
    const html = join(folder, 'miss.html');
    expect((await tunq(['validate', '--cells', path, '--html', html])).status).toBe(1);
    expect(readFileSync(html, 'utf8')).toContain('<li>strange: ');
  });

  test('and the bars that it misses are both told with --strict', async () => {
    const path = file('strict.json', JSON.stringify([cell('known', {}), strange]));
    const { status, stderr } = await tunq(['validate', '--cells', path, '--strict']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^tunq: 1 of 2 cells was not simulated, [^\n]+\ntunq: \d+ of \d+ bars are missed: [^\n]*missed\n$/,
    );
  });
});

test('a bar that is missed is status 1 with --strict only', async () => {
  const path = file('far.json', JSON.stringify([cell('far', {}, 1)]));
  expect(await tunq(['validate', '--cells', path])).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr } = await tunq(['validate', '--cells', path, '--strict']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^tunq: \d+ of \d+ bars are missed: goodput median, [^\n]*\n$/);
});

test('JSON Lines, several files, and a folder of them', async () => {
  const ids = async (...paths: string[]) => {
    const { status, stdout } = await tunq(['validate', '--cells', ...paths, '--json']);
    expect(status).toBe(0);
    return JSON.parse(stdout).cells.map(({ id }: { id: string }) => id);
  };
  const runs = join(folder, 'runs');
  mkdirSync(runs);
  const lines = [{ meta: {}, cells: [cell('a', {})] }, cell('b', {})].map((one) => `${JSON.stringify(one)}\n`).join('');
  const jsonl = file('runs/2.jsonl.gz', gzipSync(lines));
  const json = file('runs/1.json', JSON.stringify(cell('a', {})));
  file('runs/README.md', 'no cells');
  expect(await ids(jsonl)).toEqual(['a', 'b']);
  expect(await ids(json, jsonl)).toEqual(['a', 'a (2)', 'b']);
  expect(await ids(runs)).toEqual(['a', 'a (2)', 'b']);
});

test('in a terminal of 40 columns no line is wider, and ids are only text', async () => {
  const id = '\u001b]0;owned\u0007\u001b[2J a cell whose name goes on and on and on';
  const path = file('forty.json', JSON.stringify([cell(id, {}), cell(`${id}!`, { qdisc: { kind: '\u001b[1m' } })]));
  let stdout = '';
  const write = (text: string) => (stdout += text);
  const { status, stderr } = await tunq(['validate', '--cells', path], { stdout: { write, isTTY: true, columns: 40 } });
  expect(status).toBe(1);
  const colorless = stdout.replaceAll(colorCode, '');
  expect(colorless).toContain('owned');
  for (const text of [colorless, stderr]) expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  for (const line of colorless.split('\n')) expect([...line].length).toBeLessThanOrEqual(40);
});

test('--strict is status 0 where every bar is met', async () => {
  const first = JSON.parse(
    (await tunq(['validate', '--cells', file('x.json', JSON.stringify(cell('x', {}))), '--json'])).stdout,
  );
  const { goodputMbps } = first.cells[0].simulated;
  const path = file('same.json', JSON.stringify(cell('x', {}, goodputMbps)));
  expect(await tunq(['validate', '--cells', path, '--strict'])).toMatchObject({ status: 0, stderr: '' });
});

test('--sort file keeps the order of the file', async () => {
  const path = file('order.json', JSON.stringify([cell('far', {}, 1), cell('near', {}, 300)]));
  const order = async (...argv: string[]) =>
    [...(await tunq(['validate', '--cells', path, ...argv])).stdout.matchAll(/^(far|near) /gm)].map(
      (match) => match[1],
    );
  expect(await order()).toEqual(['near', 'far']);
  expect(await order('--sort', 'file')).toEqual(['far', 'near']);
});

describe('wrong input', () => {
  test.each([
    ['{"cells": [', 'ends too early'],
    ['[{"id": "a", "scenario": {}, "measured": {}}]', ':1:42: a: measured.goodputMbps: nothing where a number belongs'],
    ['[{"id": "a",\n"scenario": {"path": {"rtt": 1e300}}, "measured": {"goodputMbps": 1}}]', ':2:30: a: path.rtt: '],
    [`${JSON.stringify(cell('a', {}))}\n{"id": `, ':2:7: ends too early'],
    [Uint8Array.from([0x1f, 0x8b, 1, 2, 3]), 'is damaged gzip'],
    [Uint8Array.from([0x7f, 0x45, 0x4c, 0x46]), 'is not JSON'],
  ])('%s', async (content, message) => {
    const path = file('bad.json', content);
    const said = complaint(await tunq(['validate', '--cells', path]));
    expect(said.startsWith(path)).toBe(true);
    expect(said).toContain(message);
  });

  test.each([
    [['--cells', '/no/such/file'], '/no/such/file: no such file'],
    [['--cells', import.meta.dirname], 'is a folder without .json or .jsonl files; allowed: a file of kernel cells'],
    [['--cells', 'kernel', '/no/such/file'], '/no/such/file: no such file'],
    [['--cells', '/no/such/\u001b[31mfile'], '/no/such/\\u{1b}[31mfile: no such file'],
    [['--cell', 'cubic-1f-pfifo_fast-q50-120ms-30us-dorp'], "did you mean 'cubic-1f-pfifo_fast-q50-120ms-30us-drop'?"],
    [['--sort', 'size'], 'Allowed choices are error, file; '],
    [['--scenario', 'kernel-cell'], '--scenario: belongs to --packets'],
    [
      ['--cell', short, '--html', '/no/such/folder/x.html'],
      '--html /no/such/folder/x.html: cannot be written: no such folder',
    ],
    [['--packets', '/no/such/file'], '/no/such/file: no such file'],
    [['--packets', 'cubic-4f-fq_codel-q50-20ms-120us-pb'], "did you mean 'cubic-4f-fq_codel-q50-20ms-120us-bp'?"],
    [['--packets', 'capture'], '--packets capture: neither a file nor a bundled capture; allowed: a file, all, or'],
    [['--packets', 'all', '--html', 'x.html'], '--html: draws cells; allowed: --html without --packets'],
    [['--packets', 'all', '--cell', short], '--cell: contradicts --packets all, which brings its scenario'],
  ])('%j', async (argv, message) => {
    expect(complaint(await tunq(['validate', ...argv]))).toContain(message);
  });

  test('a capture that is cut off', async () => {
    const whole = gzipSync(`t_us,dir,flow,seq,len,ack\n${'1,>,1,38,1448,1\n'.repeat(1000)}`);
    const path = file('cut.csv.gz', whole.subarray(0, whole.length >> 1));
    expect(complaint(await tunq(['validate', '--packets', path]))).toBe(
      `${path}: is damaged gzip, or cut off; allowed: a capture as kernel-lab writes it with --packets, plain or gzipped`,
    );
  });

  test('a capture without a scenario', async () => {
    const path = file('alone.csv', 't_us,dir,flow,seq,len,ack\n1,>,1,38,1448,1\n');
    expect(complaint(await tunq(['validate', '--packets', path]))).toMatch(
      /index\.json: no such file; allowed: --scen/,
    );
  });
});

describe('--packets', () => {
  const name = 'cubic-1f-pfifo_fast-q10-120ms-60us-drop';

  test('a bundled capture', async () => {
    const { status, stdout } = await tunq(['validate', '--packets', name]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[\d,]+ of 1,637 packets agree in order/m);
    expect(stdout).toContain('first drop in the ring at');
    const { captures } = JSON.parse((await tunq(['validate', '--packets', name, '--json'])).stdout);
    expect(captures).toMatchObject([{ name, measured: 1637, agree: expect.any(Number), share: expect.any(Number) }]);
  });

  test('a planted difference is found, whatever says the scenario', async () => {
    const scenario = { duration: '1s', path: { rtt: '10ms' }, device: { queueLength: 500 } };
    const head = 't_us,dir,flow,seq,len,ack,win_bytes,sack';
    const row = (i: number, length = 1448) => `${1000 + i * 0.256},>,1,${38 + i * 1448},${length},1,64256,`;
    const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => row(i));
    const good = file('good.csv', [head, ...rows].join('\n'));
    const bad = file('bad.csv.gz', gzipSync([head, ...rows.with(6, row(6, 1000))].join('\n')));
    writeFileSync(join(folder, 'index.json'), JSON.stringify({ 'bad.csv.gz': { scenario }, 'good.csv': { scenario } }));
    const agree = async (path: string, ...argv: string[]) => {
      const { status, stdout } = await tunq(['validate', '--packets', path, '--strict', '--json', ...argv]);
      return [status, JSON.parse(stdout).captures[0].agree];
    };
    expect(await agree(good)).toEqual([0, 10]);
    expect(await agree(bad)).toEqual([1, 6]);
    expect(await agree(bad, '--scenario', file('s.json', JSON.stringify(scenario)))).toEqual([1, 6]);
    const one = file('one.json', JSON.stringify({ id: 'x', scenario, measured: { goodputMbps: 1 } }));
    expect(await agree(bad, '--cells', one)).toEqual([1, 6]);
    const { stdout } = await tunq(['validate', '--packets', bad]);
    expect(stdout).toMatch(/→ +6 +[\d.]+ ms {2}#1 > 8688 \+1000 +[\d.]+ ms {2}#1 > 8688 \+1448/);
  });
});

describe('--html', () => {
  /** The document of a page that is well formed and asks for nothing from elsewhere. */
  function page(path: string) {
    expect(existsSync(path)).toBe(true);
    const text = readFileSync(path, 'utf8');
    expect(/<script|<link|(?:src|href)="(?!#)|url\((?!#)|@import/.exec(text)?.[0]).toBeUndefined();
    const open = (tag: string) => text.match(new RegExp(`<${tag}(?: [^>]*[^>/])?>`, 'g'))?.length ?? 0;
    const close = (tag: string) => text.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0;
    for (const tag of ['svg', 'g', 'table', 'tr', 'td', 'th', 'div', 'section', 'figure', 'text']) {
      expect(close(tag), tag).toBe(open(tag));
    }
    const body = nodeDocument().createElement('div');
    body.innerHTML = /<body>([\s\S]*)<\/body>/.exec(text)![1]!;
    return body;
  }

  test('one cell over time', async () => {
    const path = join(folder, 'one.html');
    await tunq(['validate', '--cell', 'cubic-1f-pfifo_fast-q10-120ms-60us-drop', '--html', path]);
    const document = page(path);
    const titles = [...document.querySelectorAll('text')].map((element) => element.textContent);
    for (const title of ['Congestion window, segments', 'Smoothed RTT, ms', 'Acknowledged, Mbit/s']) {
      expect(titles).toContain(title);
    }
    expect(document.querySelectorAll('svg svg')).toHaveLength(5);
    // Twenty measured points a panel that has them.
    expect(document.querySelectorAll('circle').length).toBeGreaterThan(60);
    const curves = [...document.querySelectorAll('path')].map((path) => path.getAttribute('d') ?? '');
    expect(Math.max(...curves.map((curve) => curve.length))).toBeGreaterThan(500);
    for (const curve of curves) expect(curve).not.toContain('NaN');
    // The cell has no drops over time: its total stands at the end of the axis, and the page says so.
    expect(document.querySelector('figcaption')?.textContent).toMatch(/does not say when .* its total, \d+, stands at/);
    const total = [...document.querySelectorAll('text')].find(({ textContent }) =>
      /in all, measured/.test(textContent),
    );
    expect(total).toBeDefined();
  });

  test('all cells, the worst three over time, with names that are no markup', async () => {
    const path = join(folder, 'all.html');
    const names = ['<b>&"one', 'two', 'three', 'four'];
    const cells = names.map((name, i) => cell(name, { device: { queueLength: 5 + i } }, 100 + i));
    await tunq(['validate', '--cells', file('four.json', JSON.stringify(cells)), '--html', path]);
    const document = page(path);
    expect(document.querySelectorAll('section')).toHaveLength(3);
    expect(document.querySelectorAll('figure').length).toBeGreaterThan(0);
    expect(document.querySelector('b')).toBeNull();
    const listed = [...document.querySelectorAll('tbody tr td:first-child')].map((element) => element.textContent);
    expect(listed).toEqual(expect.arrayContaining(names));
  });
});

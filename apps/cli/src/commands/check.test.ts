import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columnNames, memoryModels as models, protocolNames, readerKinds as readers } from '@tunq/check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryModels, readerKinds } from '../definitions/check.js';
import { complaint, tunq } from '../testing/capture.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const example = fileURLToPath(new URL('../../../../packages/check/examples/v4.yaml', import.meta.url));
const small = ['--ring', '1', '--producers', '1', '--memory', 'sc'];

test('the whole table says what is documented, in two threads and less than 2 GB', async () => {
  const { status, stdout, stderr } = await tunq(['check', '--json', '--jobs', '2']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { rows } = JSON.parse(stdout);
  expect(rows).toHaveLength(protocolNames.length * models.length);
  for (const { verdicts } of rows) {
    expect(Object.keys(verdicts)).toEqual(columnNames);
    for (const cell of Object.values<{ verdict: string; documented: string }>(verdicts)) {
      expect(cell.verdict).toBe(cell.documented);
    }
  }
}, 300_000);

test('a policy that loses a wake-up: status 1, and the schedule as lanes', async () => {
  const { status, stdout } = await tunq(['check', 'v4', '--reader', 'epoll', ...small]);
  expect(status).toBe(1);
  expect(stdout).toContain('v4 [epoll]: stopped after the reader asked');
  expect(stdout).toMatch(/12 │ +│ takes consumer_lock; slot 0\? free; releases +│ \[·\]; stopped; asleep/);
  expect(stdout).toContain('→ the queue stays stopped, packets wait, and nobody will wake it');
});

test('a policy that holds: status 0; with --strict allowed drops count', async () => {
  expect((await tunq(['check', 'linux-7.3', 'v12', ...small])).status).toBe(0);
  expect((await tunq(['check', 'linux-7.3', '--strict', ...small])).status).toBe(1);
});

test('a search that ends at its bound: status 3, and the number of states with a +', async () => {
  const { status, stdout, stderr } = await tunq([
    'check',
    'v12',
    '--ring',
    '4',
    '--producers',
    '2',
    '--memory',
    'weak',
    '--max-memory',
    '1',
  ]);
  expect(status).toBe(3);
  expect(stderr).toMatch(/^tunq: v12, weak: not finished, [\d,]+ states/);
  expect(stdout).toMatch(/v12 +weak.*\?.*\d\+/);
});

test('JSON has every step of a schedule', async () => {
  const { stdout } = await tunq(['check', 'v4', '--reader', 'epoll', '--json', ...small]);
  const { epoll } = JSON.parse(stdout).rows[0].verdicts;
  expect(epoll).toMatchObject({ verdict: 'violated', fault: 5, property: 'wake' });
  expect(epoll.schedule.steps).toHaveLength(epoll.schedule.length);
  expect(epoll.schedule.steps.at(-1)).toEqual({
    thread: 'reader (on events)',
    does: 'takes consumer_lock; slot 0? free; releases consumer_lock',
    state: '[·]; stopped; asleep',
  });
});

test('a page and diagrams', async () => {
  const html = join(folder, 'check.html');
  const mermaid = join(folder, 'check.mmd');
  await tunq(['check', 'v4', ...small, '--html', html, '--mermaid', mermaid]);
  const page = readFileSync(html, 'utf8');
  expect(page).toContain('<h2>v4, sequential consistency: 1 slot, 1 sender, epoll reader</h2>');
  expect(page).not.toMatch(/https?:|<script|src=/);
  expect(readFileSync(mermaid, 'utf8')).toMatch(/^sequenceDiagram\n {2}title v4/);
});

describe('a protocol in a file', () => {
  test('the example stalls as v4 does', async () => {
    const { status, stdout } = await tunq(['check', '--policy', example, '--json', ...small]);
    expect(status).toBe(1);
    const [row] = JSON.parse(stdout).rows;
    expect(row.policy).toBe('my-v4');
    expect(row.verdicts.epoll.schedule.length).toBe(12);
  });

  test.each([
    ['name: x\nproducer: [send, fly]\nreader: { polling: [peek] }\n', ':2:18: producer[1]: fly; allowed: send,'],
    ['name: x\nproducer: [send]\nreeder: {}\n', ':3:1: reeder: unknown key; allowed: name,'],
    [
      'name: x\nproducer: [send, { lock: both }]\nreader: { polling: [peek] }\n',
      ':2:26: producer[1].lock: both; allowed:',
    ],
    ['name: [\n', 'is not valid YAML'],
    ['', ':1:1: is empty; allowed: a protocol'],
    ['name: v4\nproducer: [send]\nreader: { polling: [peek] }\n', 'v4: is the name of a policy that exists'],
  ])('%j is refused with line and key', async (text, message) => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, text);
    const line = complaint(await tunq(['check', '--policy', file]));
    expect(line).toContain(message);
  });
});

test.each([
  [['check', 'v13'], 'v13: is no policy; allowed: tail-drop, v1, '],
  [['check', 'v4', '--ring', '9'], 'Whole numbers from 0 to 8 are allowed'],
  [['check', 'v4', '--producers', '0'], 'Whole numbers from 1 to 3 are allowed'],
  [['check', 'v4', '--memory', 'arm'], 'Allowed: sc, tso, weak'],
  [['check', 'veth-broken', '--reader', 'polling'], 'nothing to search'],
  [['check', 'v4', '--policy', '/nowhere.yaml'], 'no such file'],
])('%j is wrong input', async (argv, message) => {
  expect(complaint(await tunq(argv))).toContain(message);
});

test('the names in --help are those of @tunq/check', () => {
  expect(memoryModels).toEqual(models);
  expect(readerKinds).toEqual(readers);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adviseQdiscs, adviseReaders } from '@tunq/sim';
import { afterAll, describe, expect, test } from 'vitest';
import { qdiscNames, readerNames } from '../definitions/advise.js';
import { complaint, tunq } from '../testing/capture.js';

const tunnel = ['advise', '--rtt', '20ms', '--rate', '20mbit', '--reader', 'openvpn'];
const quick = [...tunnel, '--duration', '500ms', '--seeds', '2'];
const folder = mkdtempSync(join(tmpdir(), 'tunq-advise-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('names of readers and qdiscs are those of the simulator', () => {
  expect(readerNames).toEqual(adviseReaders);
  expect(qdiscNames).toEqual(adviseQdiscs);
});

test('says what to do, with units, and nothing on stderr', async () => {
  const { status, stdout, stderr } = await tunq(quick);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^openvpn, RTT 20 ms, the reader carries 20 Mbit\/s, 1 connection$/m);
  expect(stdout).toMatch(/^(?:Recommended|Leave it): (?:tail drop|backpressure), [\d,]+ slots?, \S+$/m);
  expect(stdout).toMatch(/^Pareto front$/m);
  expect(stdout).not.toMatch(/NaN|undefined/);
});

test('--json is one document, and repeats the question', async () => {
  const { stdout, stderr } = await tunq([
    ...quick,
    ...[
      '--json',
      '--kernel',
      '6.12',
      '--latency',
      '5ms',
      '--flows',
      '2',
      '--qdisc',
      'pfifo_fast,fq',
      '--txqueuelen',
      '77',
    ],
    ...['--give-up', '10%', '--set', 'receiver.rmem=32m'],
  ]);
  expect(stderr).toBe('');
  const { question, setUp, outcomes, recommendation } = JSON.parse(stdout);
  expect(question).toEqual({
    reader: 'openvpn',
    rtt: 20e6,
    rate: 20e6,
    bottleneck: 'reader',
    flows: 2,
    latency: 5e6,
    giveUp: 0.1,
    kernel: { flowControl: 'tail-drop', backpressure: null },
    queueLength: 77,
    qdiscs: ['pfifo_fast', 'fq'],
    duration: 5e8,
    seeds: 2,
    settings: ['receiver.rmem=32m'],
  });
  expect(setUp.scenario.receiver.rmem).toBe(32 * 2 ** 20);
  expect(new Set(outcomes.map(({ flowControl }: { flowControl: string }) => flowControl))).toEqual(
    new Set(['tail-drop']),
  );
  expect(recommendation.today).toBe('tail-drop 77 pfifo_fast');
});

test('--no-backpressure is a kernel without it; 7.2-rc has it always', async () => {
  const without = JSON.parse((await tunq([...quick, '--json', '--no-backpressure'])).stdout);
  expect(without.question.kernel).toEqual({ flowControl: 'tail-drop', backpressure: null });
  const always = JSON.parse((await tunq([...quick, '--json', '--kernel', '7.2-rc3'])).stdout);
  expect(always.question.kernel).toEqual({ flowControl: 'linux-7.2-rc', backpressure: null });
  expect(always.recommendation.withoutBackpressure).toBeNull();
});

test('--html writes the page beside the text', async () => {
  const file = join(folder, 'advice.html');
  const { status, stdout } = await tunq([...quick, '--html', file]);
  expect(status).toBe(0);
  const [, verdict] = /^((?:Recommended|Leave it): .*)$/m.exec(stdout)!;
  expect(readFileSync(file, 'utf8')).toContain(`<h1>${verdict}</h1>`);
});

test('Ctrl-C ends it with 130', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('interrupted')), 300);
  const { status, stdout, stderr } = await tunq([...tunnel, '--duration', '60s'], { signal: controller.signal });
  expect(status).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toBe('tunq: interrupted\n');
});

describe('wrong input', () => {
  const refused = async (...more: string[]) => complaint(await tunq([...tunnel, ...more]));

  test('an unknown reader, with the one that was meant', async () => {
    const said = complaint(await tunq(['advise', '--rtt', '1ms', '--reader', 'wiregaurd-go']));
    expect(said).toContain('wiregaurd-go');
    expect(said).toContain("did you mean 'wireguard-go'?");
    expect(said).toContain('vhost-net');
  });

  test('what is missing', async () => {
    expect(complaint(await tunq(['advise', '--rtt', '1ms']))).toContain('--reader');
    expect(complaint(await tunq(['advise', '--reader', 'openvpn']))).toContain('--rtt');
    expect(await refused('--bottleneck', 'path', '--rate', '20furlongs')).toContain('20furlongs is not a rate');
    expect(complaint(await tunq(['advise', '--rtt', '1ms', '--reader', 'openvpn', '--bottleneck', 'path']))).toContain(
      'without --rate',
    );
  });

  test.each([
    ['--rtt', '120', '--rtt 120: is out of range; allowed: 10us to 10s; a plain number is ns'],
    ['--rtt', '120parsecs', '--rtt 120parsecs is not a time'],
    ['--rate', '1bit', '--rate 1bit: is out of range; allowed: 100kbit to 100gbit'],
    ['--latency', '0', '--latency 0: is out of range'],
    ['--give-up', '2', '--give-up 2: is out of range; allowed: 0% to 90%'],
    ['--kernel', 'seven', '--kernel seven: is no version of Linux; allowed: such as 6.12'],
    ['--qdisc', 'fq_codle', "did you mean 'fq_codel'?"],
    ['--flows', '0', 'whole number'],
    ['--txqueuelen', 'long', 'whole number'],
    ['--duration', '0', '--duration: 0 is out of range'],
    ['--set', 'device.queueLength=10', '--txqueuelen'],
    ['--set', 'receiver.rmen=1', 'receiver.rmen'],
    ['--bottleneck', 'wire', 'reader, path'],
    ['--html', '-', 'standard output'],
  ])('%s %s', async (option, value, said) => {
    expect(await refused(option, value)).toContain(said);
  });

  test('backpressure cannot be left out of a kernel that has it always', async () => {
    expect(await refused('--kernel', '7.2-rc1', '--no-backpressure')).toContain(
      'pushes back wherever there is a qdisc',
    );
  });
});

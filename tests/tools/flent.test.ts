import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FlentRecorder } from '@tunq/report/formats';
import { runScenario } from '@tunq/sim';
import { describe, expect, test } from 'vitest';
import { inFolder, kernelCell, missing } from './programs.fixture.js';

// Its plots are matplotlib's, which Debian's flent only recommends.
const reason = missing('flent', '--version') || missing('python3', '-c', 'import matplotlib');
const title = `flent reads a run${reason ? ` (skipped: ${reason})` : ''}`;

const flent = (...args: string[]) =>
  execFileSync('flent', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: '/nonexistent' },
  });

/** Runs the scenario and gives its file, `folder/run.flent.gz`. */
async function record(folder: string, flows: string) {
  const scenario = kernelCell('device.queueLength=50', 'duration=4s', 'path.rtt=20ms', `flows=${flows}`);
  const recorder = new FlentRecorder();
  const trace = { kinds: FlentRecorder.kinds, onRecords: recorder.records.bind(recorder) };
  const run = await runScenario(scenario, { trace });
  const file = join(folder, 'run.flent.gz');
  writeFileSync(file, gzipSync(JSON.stringify(recorder.file(run, 'run'))));
  return { run, file };
}

/** Averages of flent's summary, by series. */
function averages(summary: string): Record<string, number> {
  return Object.fromEntries(
    summary.split('\n').flatMap((line) => {
      const match = /^ (.+?) *: +([\d.]+) /.exec(line);
      return match ? [[match[1], Number(match[2])]] : [];
    }),
  );
}

const hundredths = (value: number) => Number(value.toFixed(2));

describe.skipIf(reason)(title, () => {
  test('one flow with pings: the summary says what the result says, and a plot is drawn', () =>
    inFolder(async (folder) => {
      const { run, file } = await record(folder, '[{ count: 1 }, { kind: ping, interval: 10ms }]');
      expect(averages(flent('-i', file, '-f', 'summary'))).toEqual({
        'Ping (ms) ICMP': hundredths(run.result.pingMs!.mean),
        'TCP upload': hundredths(run.result.goodputMbps),
      });
      const picture = join(folder, 'run.png');
      flent('-i', file, '-p', 'totals_with_tcp_rtt', '-o', picture);
      expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    }));

  test('several flows: their sum, their mean, and each', () =>
    inFolder(async (folder) => {
      const { run, file } = await record(folder, '[{ count: 2 }]');
      const [first, second] = run.result.flows;
      const sum = run.result.goodputMbps;
      const read = averages(flent('-i', file, '-f', 'summary'));
      expect(read).toEqual({
        'TCP upload avg': hundredths(sum / 2),
        'TCP upload sum': hundredths(sum),
        'TCP upload::1': hundredths(first!.goodputMbps),
        'TCP upload::2': hundredths(second!.goodputMbps),
      });
    }));
});

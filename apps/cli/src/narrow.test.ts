import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { program } from './program.js';
import { tunq } from './testing/capture.js';

/** From a phone's terminal to a wide screen. */
const widths = [40, 52, 60, 80];
/** What the others are held against; a wider one may show more. */
const usual = 100;
const widest = 200;

async function at(columns: number, argv: readonly string[], input: string): Promise<string> {
  let text = '';
  const stdout = { write: (part: string) => (text += part), isTTY: true, columns };
  const { stderr } = await tunq(argv, { stdout, input, env: { TERM: 'xterm' } });
  expect(stderr).toBe('');
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}

/** An address that is broken leads nowhere. */
const address = /^https:\/\/\S+$/;

function tooWide(text: string, columns: number): string[] {
  return text.split('\n').filter((line) => [...line].length > columns && !address.test(line));
}

/** How often each number stands in the text. What the clock of this machine says is another number in every run. */
function numbers(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const timeless = text.replaceAll(/CPU time\s+[\d.,]+ [mµ]?s/g, '');
  for (const [number] of timeless.matchAll(/\d(?:[\d.,:]*\d)?/g)) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

/** Numbers that stand in the wide text more often than in the narrow one. */
function lost(wide: string, narrow: string): string[] {
  const there = numbers(narrow);
  return [...numbers(wide)].filter(([number, count]) => (there.get(number) ?? 0) < count).map(([number]) => number);
}

const several = `duration: 100ms
flows: [{ count: 20 }, { kind: udp, rate: 5mbit }, { kind: ping, interval: 10ms }]
device: { kind: tap, queues: 3 }
path: { rtt: 10ms, rate: 100mbit, queue: 50 }
reader: { queueWakeup: 5us }
`;

/** Of every command that prints a table, something small. */
const commandLines = [
  ['presets'],
  ['run', 'tail-drop-10', '--set', 'duration=300ms'],
  ['run', '-'],
  ['run', 'pktgen-e1000', '--set', 'duration=20ms'],
  ['compare', '-', '--vary', 'device.queueLength=10,100,500', '--vary', 'path.rtt=10ms,20ms', '--jobs', '1'],
  ['compare', '-', '--vary', 'device.flowControl={ kind: linux-7.3, wakeAt: empty },tail-drop', '--jobs', '1'],
  ['reproduce', 'v3_vhost_delay', 'v3_tun_lab_rtt', '--duration', '20ms', '--seeds', '2'],
  ['reproduce', 'v6_pktgen', '--duration', '10ms'],
  ['calibrate', 'reader.queueWakeup', '--phases', '1', '--duration', '10ms'],
  ['calibrate', '--dry'],
  ['validate', '--cell', 'cubic-1f-pfifo_fast-q500-40ms-30us'],
  ['validate', '--packets', 'cubic-1f-pfifo_fast-q50-120ms-30us-drop'],
  ['advise', '--rtt', '5ms', '--rate', '20mbit', '--reader', 'openvpn', '--duration', '100ms', '--jobs', '1'],
  ['advise', '--rtt', '5ms', '--rate', '9mbit', '--reader', 'qemu-e1000', '--duration', '50ms', '--latency', '2ms'],
  ...['tail-drop-50', 'reader-1000', 'qdisc-tbf', 'path-loss', 'send-buffer', 'idle'].map((name) => [
    ...['diagnose', '--quiet'],
    fileURLToPath(new URL(`../../../packages/diagnose/fixtures/${name}`, import.meta.url)),
  ]),
  ['check', 'linux-7.3', 'v2', '--ring', '1', '--producers', '1', '--memory', 'sc,tso', '--jobs', '1'],
];

describe('no line is wider than the terminal, and no number is lost in a narrower one', () => {
  test.each(commandLines.map((argv) => [argv.join(' '), argv] as const))('%s', { timeout: 60_000 }, async (_, argv) => {
    expect(tooWide(await at(widest, argv, several), widest)).toEqual([]);
    const wide = await at(usual, argv, several);
    expect(tooWide(wide, usual)).toEqual([]);
    expect(numbers(wide).size).toBeGreaterThan(2);
    for (const columns of widths) {
      const narrow = await at(columns, argv, several);
      expect({ columns, tooWide: tooWide(narrow, columns) }).toEqual({ columns, tooWide: [] });
      expect({ columns, lost: lost(wide, narrow) }).toEqual({ columns, lost: [] });
    }
  });

  describe('sweep, which names the columns that it leaves out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunq-narrow-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each([...widths, usual, widest])('%i columns', { timeout: 60_000 }, async (columns) => {
      const plan = join(folder, 'plan.yaml');
      writeFileSync(
        plan,
        'scenario: tail-drop-10\nset: { duration: 60ms }\ngrid: { device.queueLength: [10, 500], path.rtt: [5ms, 10ms] }\nseeds: 2\n',
      );
      const text = await at(columns, ['sweep', plan, '--out', join(folder, String(columns)), '--jobs', '1'], '');
      expect({ columns, tooWide: tooWide(text, columns) }).toEqual({ columns, tooWide: [] });
      // Of every point its values, and at least one figure with unit and name.
      for (const point of [/10 +5ms +\d/, /10 +10ms +\d/, /500 +5ms +\d/, /500 +10ms +\d/]) expect(text).toMatch(point);
      const [table = ''] = text.split('Medians over');
      const unnamed = ['goodput', 'RTT', 'ring drops', 'retransmits'].filter(
        (metric) =>
          !table.replaceAll(/\s+/g, ' ').includes(metric.split(' ')[0]!) &&
          !text.replaceAll(/\s+/g, ' ').split('Not shown at this width:')[1]?.includes(metric),
      );
      expect({ columns, unnamed }).toEqual({ columns, unnamed: [] });
    });
  });

  test('bench, whose numbers are other ones in every run', { timeout: 60_000 }, async () => {
    for (const columns of [40, 80]) {
      const text = await at(columns, ['bench', '--scenario', 'B', '--runs', '1'], '');
      expect({ columns, tooWide: tooWide(text, columns) }).toEqual({ columns, tooWide: [] });
      expect(text).toMatch(/\d \/ \d/);
    }
  });
});

describe('help', () => {
  const io = { write() {} };
  const commands = program({ stdin: (async function* () {})(), stdout: io, stderr: io, env: {} }, () => {}).commands;
  const names = commands.map((command) => command.name()).filter((name) => !name.startsWith('__'));

  test.each(['', ...names])('tunq %s', async (command) => {
    const name = command === '' ? [] : [command];
    const wide = await at(usual, [...name, '--help'], '');
    for (const columns of [...widths, widest]) {
      const text = await at(columns, [...name, '--help'], '');
      expect({ columns, tooWide: tooWide(text, Math.min(columns, usual)) }).toEqual({ columns, tooWide: [] });
      expect({ columns, lost: lost(wide, text) }).toEqual({ columns, lost: [] });
    }
  });
});

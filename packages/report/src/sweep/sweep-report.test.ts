import { describe, expect, test } from 'vitest';
import { plain } from '../style.js';
import { around, twoAxes } from './summary.fixture.js';
import { summaryTable } from './summary-table.js';
import { intervalNote, tellingMetrics } from './sweep-metrics.js';
import { formatSweep, sweepMarkdown } from './sweep-report.js';

const longest = (text: string) => Math.max(...text.split('\n').map(({ length }) => length));

describe('on a terminal', () => {
  test('every point with medians, intervals, units and failures', () => {
    const lines = formatSweep([twoAxes], { ...plain, width: 200 }).split('\n');
    expect(lines[0]).toBe('lengths  6 points, 6 runs each');
    expect(lines[2]).toMatch(/^ +device\. +device\. +failed +goodput +interval +RTT +ring drops +interval$/);
    expect(lines[3]).toMatch(/^queueLength +flowControl +Mbit\/s +p99 ms$/);
    expect(lines[5]).toMatch(
      /^ +10 +tail-drop +10 +9…11 +120 +12,345 +11,111\S+13,580$|^ +10 +tail-drop +10 +9…11 +120 +12,345 +11,11.*…13,58/,
    );
    expect(lines[9]).toMatch(/^ +500 +tail-drop +– +124 +0$/);
    expect(lines[10]).toMatch(/^ +500 +\{ kind: linux-7\.3, wakeAt: empty \} +2 +60 +54…66 +125 +0$/);
    expect(lines.at(-1)).toMatch(/95\s%/);
  });

  test.each([80, 100, 140, 200])('fits %i columns, and says what had no room', (width) => {
    const text = formatSweep([twoAxes], { ...plain, width });
    expect(longest(text)).toBeLessThanOrEqual(width);
    if (width === 80) expect(text).toMatch(/Not shown at this width: .*ring drops|The other intervals: summary\.csv/);
  });

  test('of many points it shows the first', () => {
    const points = Array.from({ length: 100 }, (_, point) => ({ ...twoAxes.points[0]!, point }));
    const text = formatSweep([{ ...twoAxes, points }]);
    expect(text.match(/tail-drop/g)).toHaveLength(40);
    expect(text).toContain('60 more points: summary.csv.');
  });

  test('control characters of a plan do not reach it', () => {
    const points = [{ ...twoAxes.points[0]!, values: ['\u001b[2J', 'x'] }];
    const text = formatSweep([{ ...twoAxes, name: 'a\u0007', points }]);
    expect(text).toContain('\\u{1b}[2J');
    expect(text).toContain('a\\u{7}');
    expect(/\p{Cc}/u.test(text.replaceAll('\n', ''))).toBe(false);
  });
});

describe('metrics', () => {
  test('are those that say something: not what is 0 everywhere, nor the fairness of one flow', () => {
    expect(tellingMetrics(twoAxes).map(({ column }) => column)).toEqual([
      'goodputMbps',
      'rttSamplesMs.p99',
      'ringDrops',
    ]);
  });

  test('the note says how sure the intervals are', () => {
    const of = (count: number, confidence: number) =>
      intervalNote({
        points: [{ ...twoAxes.points[0]!, measured: { a: { ...around(1), count, confidence }, b: around(1) } }],
      });
    expect(of(6, 0.96875)).toMatch(/95\s% confidence intervals \(order statistics\)/);
    expect(of(5, 0.9375)).toMatch(/5 runs enclose the true median with 93\.8\s% \(6 or more: 95\s%\)/);
    expect(
      intervalNote({ points: [{ ...twoAxes.points[0]!, measured: { a: { ...around(1), count: 1, confidence: 0 } } }] }),
    ).toBe('');
  });
});

test('Markdown has every point and every metric', () => {
  const lines = sweepMarkdown([twoAxes]).split('\n');
  expect(lines.slice(0, 5)).toEqual([
    '### lengths',
    '',
    '| `device.queueLength` | `device.flowControl` | failed | goodput, Mbit/s | RTT, p99, ms | ring drops |',
    '|---:|---:|---:|---:|---:|---:|',
    expect.stringMatching(/^\| 10 \| tail-drop \| 0 \| 10 \(9…11\) \| 120 \| 12,345 \(11,11.*…13,58.*\) \|$/),
  ]);
  expect(lines).toHaveLength(13);
});

test('the table for programs has a row a point, with the interval of every metric', () => {
  const { columns, rows } = summaryTable([twoAxes]);
  const row = (index: number) => Object.fromEntries(columns.map(({ name }, i) => [name, rows[index]![i]]));
  expect(rows).toHaveLength(6);
  expect(row(5)).toMatchObject({
    ...{ plan: 'lengths', point: 5, 'device.queueLength': '500', runs: 6, failed: 2 },
    ...{ 'device.flowControl': '{ kind: linux-7.3, wakeAt: empty }', 'goodputMbps.median': 60, 'goodputMbps.low': 54 },
    ...{ 'goodputMbps.high': 66, 'goodputMbps.confidence': 0.96875 },
  });
  expect(row(4)['goodputMbps.median']).toBeNull();
  expect(columns.map(({ name }) => name)).not.toContain('pingMs.p99.median');
});

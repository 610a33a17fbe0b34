import { expect, test } from 'vitest';
import { formatComparison } from './compare-report.js';
import { measurements, ping } from './result.fixture.js';
import { textWidth } from './text-table.js';

const run = (queueLength: string, result = measurements) => ({
  settings: { 'device.queueLength': queueLength },
  scenario: {} as never,
  result,
});

test('metrics are rows and variants are columns', () => {
  const text = formatComparison({ runs: [run('10'), run('500', { ...measurements, goodputMbps: 1.7, ringDrops: 0 })] });
  expect(text.split('\n')[0]).toMatch(/^device\.queueLength +10 +500$/);
  expect(text).toMatch(/^goodput +787\.3 Mbit\/s +1\.700 Mbit\/s$/m);
  expect(text).toMatch(/^ring drops +40,725 +0$/m);
});

test('a metric that no run has is left out, one that some have is marked in the others', () => {
  expect(formatComparison({ runs: [run('10')] })).not.toContain('ping');
  const text = formatComparison({ runs: [run('10'), run('500', { ...measurements, pingMs: ping })] });
  expect(text).toMatch(/^ping, mean +– +41\.50 ms$/m);
});

test('variants that do not fit stand in further tables', () => {
  const runs = Array.from({ length: 12 }, (_, index) => run(String(index)));
  const text = formatComparison({ runs }, { width: 80, color: false });
  expect(textWidth(text)).toBeLessThanOrEqual(80);
  const blocks = text.split('\n\n');
  expect(blocks.length).toBeGreaterThan(1);
  const heads = blocks.flatMap((block) => (block.split('\n')[0] as string).split(/ +/).slice(1));
  expect(heads).toEqual(runs.map((_, index) => String(index)));
  expect(new Set(blocks.map((block) => block.split('\n').length)).size).toBe(1);
});

test('a terminal narrower than one variant still gets it', () => {
  expect(formatComparison({ runs: [run('10'), run('500')] }, { width: 10, color: false }).split('\n\n')).toHaveLength(
    2,
  );
});

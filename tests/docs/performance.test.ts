import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchReport, judge } from '@tunq/bench';
import { nodeDocument } from '@tunq/report/node';
import { benchFigure } from '@tunq/report/plots';
import { expect, test } from 'vitest';
import { generatedParts, readMarkdown, replacePart, root } from './markdown.js';
import { performanceParts, speedSentence } from './performance.js';

/**
 * docs/performance.md shows the record that `npm run bench` wrote. No test measures a time: `UPDATE_DOCS=1` writes page,
 * figure and README.md anew from the record.
 */
const page = 'docs/performance.md';
const figure = join(root, 'docs/images/performance-window.svg');
const update = process.env.UPDATE_DOCS === '1';
const record = JSON.parse(readFileSync(join(root, 'docs/performance.json'), 'utf8')) as BenchReport;

test('the tables are those of the record', () => {
  const parts = performanceParts(record);
  if (update) {
    const { text } = readMarkdown(page);
    const filled = Object.entries(parts).reduce((all, [name, part]) => replacePart(all, name, part), text);
    writeFileSync(join(root, page), filled);
  }
  const shown = generatedParts(readMarkdown(page).text);
  expect(Object.fromEntries(shown.map(({ name, content }) => [name, content]))).toEqual(parts);
});

test('the figure is that of the record', () => {
  const svg = `${benchFigure(record, { document: nodeDocument(), standalone: true })}\n`;
  if (update) writeFileSync(figure, svg);
  expect(readFileSync(figure, 'utf8')).toBe(svg);
});

test('README.md says the speed of the record', () => {
  const sentence = speedSentence(record);
  const { text } = readMarkdown('README.md');
  if (update) writeFileSync(join(root, 'README.md'), replacePart(text, 'performance', sentence));
  const shown = generatedParts(readMarkdown('README.md').text).find(({ name }) => name === 'performance');
  expect(shown?.content).toBe(sentence);
});

test('the record is whole, and its bars follow from its figures', () => {
  const { bars, ...figures } = record;
  expect(bars).toEqual(JSON.parse(JSON.stringify(judge(figures))));
  expect(record.runs).toBeGreaterThanOrEqual(5);
  expect(record.scenarios.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'E']);
  expect(record.peers?.map(({ key }) => key)).toEqual(['c-lines', 'c-heap', 'wasm-lines', 'wasm-heap', 'ns3']);
  expect(record.browser?.places.map(({ place }) => place)).toEqual(['page', 'worker']);
});

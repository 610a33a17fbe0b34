import { expect, test } from 'vitest';
import { fitTable, renderTable } from './text-table.js';

const table = {
  head: ['flow', 'goodput', 'largest cwnd'],
  rows: [
    ['1', '98.76 Mbit/s', '1.234 MB'],
    ['2', '1.234 Gbit/s', '–'],
  ],
  align: ['right'],
} as const;

test('a table that fits is a table', () => {
  expect(fitTable(table, { width: 32, color: false })).toBe(renderTable(table));
});

test('one that does not is a record a row, a number with the head of its column', () => {
  expect(fitTable(table, { width: 31, color: false })).toBe(`flow 1
  goodput       98.76 Mbit/s
  largest cwnd  1.234 MB
flow 2
  goodput       1.234 Gbit/s
  largest cwnd  –`);
});

test('values stand below names that leave them no room', () => {
  expect(fitTable(table, { width: 22, color: false })).toContain('  goodput\n    98.76 Mbit/s\n');
});

test('without heads: a name and its value', () => {
  const rows = [
    ['short', '1 ms'],
    ['a name that is rather long', '1,234 ms'],
  ];
  const narrow = fitTable({ rows, align: ['left'] }, { width: 30, color: false });
  expect(narrow).toBe('short  1 ms\na name that is rather long\n  1,234 ms');
});

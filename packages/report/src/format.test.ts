import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatMs,
  formatNumber,
  formatPercent,
  formatRate,
  formatSignedPercent,
} from './format.js';

test('counts have separators', () => {
  expect([0, 999, 1000, 1234567, -1000].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567', '−1,000']);
});

test('rates choose their unit', () => {
  expect([0, 0.0123, 1.7, 787.3123, 23404.1].map(formatRate)).toEqual([
    '0 Mbit/s',
    '12.30 kbit/s',
    '1.700 Mbit/s',
    '787.3 Mbit/s',
    '23.40 Gbit/s',
  ]);
});

test('times choose their unit', () => {
  expect([0, 0.0182, 1, 121.188, 2350].map(formatMs)).toEqual(['0 ms', '18.20 µs', '1 ms', '121.2 ms', '2.350 s']);
});

test('bytes choose their unit', () => {
  expect([0, 14, 14480, 2_650_000, 3.2e9].map(formatBytes)).toEqual([
    '0 B',
    '14 B',
    '14.48 kB',
    '2.650 MB',
    '3.200 GB',
  ]);
});

test('numbers keep four digits and no exponent', () => {
  expect([0, 0.00001234, 12.345, 485.2, 123456.7].map((value) => formatNumber(value))).toEqual([
    '0',
    '0.000012',
    '12.35',
    '485.2',
    '123,457',
  ]);
});

test('signed percentages', () => {
  expect([0.0123, -0.25, 0, -0.0004, 3.456].map(formatSignedPercent)).toEqual([
    '+1.2 %',
    '−25.0 %',
    '±0.0 %',
    '±0.0 %',
    '+346 %',
  ]);
  expect(formatPercent(0.0349)).toBe('3.5 %');
});

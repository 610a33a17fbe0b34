import type { Column, Row } from './column.js';

/** One column of each type, and what is hard to write in each. */
export const columns: readonly Column[] = [
  { name: 'goodputMbps', type: 'number' },
  { name: 'sequence', type: 'integer' },
  { name: 'label', type: 'text' },
  { name: 'stopped', type: 'boolean' },
];

export const rows: readonly Row[] = [
  [0.1, 2n ** 63n - 1n, 'plain', true],
  [-1e-9, -5, 'comma, "quote"\r\nand line', false],
  [null, null, null, null],
  [1e21, 0, '', true],
  [-0.5, 9007199254740991, 'µs – 日本', false],
];

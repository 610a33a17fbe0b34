import { expect, test } from 'vitest';
import { printable } from './printable.js';

test.each([
  ['cubic-1f-q500 · 30 µs → “ok” 日本', 'cubic-1f-q500 · 30 µs → “ok” 日本'],
  ['\u001b[31mred\u001b]0;title\u0007', '\\u{1b}[31mred\\u{1b}]0;title\\u{7}'],
  ['a\r\nb\tc\0', 'a\\u{d}\\u{a}b\\u{9}c\\u{0}'],
  ['\u009b2J\u007f', '\\u{9b}2J\\u{7f}'],
  ['\u202egnp.exe\u2066\u200b\u2028', '\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{2028}'],
  ['\ud800 \u{1f600}', '\\u{d800} \u{1f600}'],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

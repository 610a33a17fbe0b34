import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth } from './text-table.js';
import { wrap } from './wrap.js';

const red = '\u001b[31m';
const end = '\u001b[39m';

test.each([
  ['short', 'short'],
  ['', ''],
  ['one line that is longer than thirty', 'one line that is longer than\n  thirty'],
  ['  indented text that is longer than that', '  indented text that is longer\n    than that'],
  ['cubic-2f-pfifo_fast-q5-30ms-1us-drop-tso-b64', 'cubic-2f-pfifo_fast-q5-30ms-\n  1us-drop-tso-b64'],
  ['a'.repeat(35), `${'a'.repeat(30)}\n  aaaaa`],
  [`${red}thirty columns with its colours${end}!`, `${red}thirty columns with its\n  colours${end}!`],
  [`${red}exactly thirty columns of text${end}`, `${red}exactly thirty columns of text${end}`],
  ['exactly thirty columns of text and', 'exactly thirty columns of text\n  and'],
  ['vnet=1 qdisc=tbf+rate+2gbit+burst+256k', 'vnet=1 qdisc=tbf+rate+2gbit+\n  burst+256k'],
  ['goodput of all flows, 1,234.5 Mbit/s', 'goodput of all flows,\n  1,234.5 Mbit/s'],
  ['a number of digits:1,234,567,890.5', 'a number of digits:\n  1,234,567,890.5'],
  ['two\nlines', 'two\nlines'],
])('%j', (text, wrapped) => {
  expect(wrap(text, 30)).toBe(wrapped);
});

test('no line is wider, and nothing but spaces is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ', 'é', red, end), maxLength: 200 }), (text) => {
      const wrapped = wrap(text, 24);
      expect(textWidth(wrapped)).toBeLessThanOrEqual(24);
      expect(wrapped.replaceAll(/[\s]/g, '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});

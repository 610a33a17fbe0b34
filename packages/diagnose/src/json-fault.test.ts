import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFaultLine } from './json-fault.js';

test.each([
  ['[1,\n2,\n3', 3],
  ['{"a": 1,\n"b": }', 2],
  ['{\n"a" 1}', 2],
  ['[1, 2]\n]', 2],
  ['{"a": "unfinished', 1],
  ['[{"a":1},\n\n', 1],
  ['[1,]', 1],
  ['{"a":tru}', 1],
])('%j is broken in line %i', (text, line) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(jsonFaultLine(text)).toBe(line);
});

test('a good text that is cut is broken where it ends', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (json, at) => {
      const text = JSON.stringify(JSON.parse(json), null, 2);
      const cut = text.slice(0, at % text.length);
      try {
        JSON.parse(cut);
      } catch {
        expect(jsonFaultLine(cut)).toBe(cut.trimEnd().split('\n').length);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault, jsonValues } from './json-fault.js';
import { JsonText } from './json-place.js';

test.each([
  ['{"a": 1,}', 8],
  ['[1, 2', 5],
  ['{"a" 1}', 5],
  ['{a: 1}', 1],
  ['[1 2]', 3],
  ['hello', 0],
  ['', 0],
  ['1 2', 2],
  ['[01]', 2],
  ['"a\nb"', 0],
  ['[1]]', 3],
])('%j stops being JSON at %i', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});

test('what JSON.parse takes has no fault, what it refuses has one', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, where, put) => {
      expect(jsonFault(text)).toBeUndefined();
      const at = where % (text.length + 1);
      const broken = text.slice(0, at) + put + text.slice(at + 1);
      let parses = true;
      try {
        JSON.parse(broken);
      } catch {
        parses = false;
      }
      expect(jsonFault(broken) === undefined).toBe(parses);
    }),
  );
});

test('the place of a value, or of the nearest group around it', () => {
  const text = '{\n "a\\"{": [1, {"b": "]}",\n  "c": true}],\n "d": 2}';
  expect(new JsonText(text, 'x').placeOf(['d'])).toEqual({ file: 'x', line: 4, column: 7 });
  expect(new JsonText(text, 'x').placeOf(['a"{', 1, 'c'])).toEqual({ file: 'x', line: 3, column: 8 });
  expect(new JsonText(text, 'x').placeOf(['a"{', 1, 'b'])).toEqual({ file: 'x', line: 2, column: 20 });
  expect(new JsonText(text, 'x').placeOf(['a"{', 1, 'none', 'x'])).toEqual({ file: 'x', line: 2, column: 14 });
});

test('a place from a later value of the text on', () => {
  const text = '{"a": 1}\n{"b": [2]}';
  expect(new JsonText(text, 'x').placeOf(['b', 0], 9)).toEqual({ file: 'x', line: 2, column: 8 });
});

test.each([
  ['{"a": 1}', [{ value: { a: 1 }, start: 0 }]],
  [
    ' 1\n[2]\n\n',
    [
      { value: 1, start: 1 },
      { value: [2], start: 3 },
    ],
  ],
  [
    '{}{"b": 1}',
    [
      { value: {}, start: 0 },
      { value: { b: 1 }, start: 2 },
    ],
  ],
])('the values of %j', (text, values) => {
  expect(jsonValues(text)).toEqual(values);
});

test.each([
  ['', 0],
  ['{}\n{"a": ', 9],
  ['{}\n]', 3],
  ['{},{}', 2],
])('%j is no values from %i on', (text, fault) => {
  expect(jsonValues(text)).toEqual({ fault });
});

import { expect, test } from 'vitest';
import { assignments, combinations, parseVariation } from './vary.js';

test.each([
  ['device.queueLength=10,500', ['10', '500']],
  ['device.queueLength=10', ['10']],
  [
    'device.flowControl=tail-drop, { kind: linux-7.3, wakeAt: empty }',
    ['tail-drop', '{ kind: linux-7.3, wakeAt: empty }'],
  ],
  ['flows=[{ count: 1 }],[{ count: 1 }, { kind: ping }]', ['[{ count: 1 }]', '[{ count: 1 }, { kind: ping }]']],
  [`a="x,y",'p,{q'`, ['"x,y"', `'p,{q'`]],
  ['path.rtt=a=b', ['a=b']],
])('%s', (text, values) => {
  expect(parseVariation(text)).toEqual({ key: text.slice(0, text.indexOf('=')), values });
});

test.each(['device.queueLength', '=10', '', 'key=', 'key=1,,2'])('%j is refused', (text) => {
  expect(() => parseVariation(text)).toThrow(RangeError);
});

test('every combination, the last axis fastest', () => {
  const points = combinations([
    { key: 'a', values: ['1', '2'] },
    { key: 'b', values: ['x', 'y'] },
  ]);
  expect(points.map(assignments)).toEqual([
    ['a=1', 'b=x'],
    ['a=1', 'b=y'],
    ['a=2', 'b=x'],
    ['a=2', 'b=y'],
  ]);
  expect(combinations([])).toEqual([{}]);
});

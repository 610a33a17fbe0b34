import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.js';
import { fixtures } from './fixtures.fixture.js';
import { DiagnoseError, type SourceText } from './input.js';

/** One line, which names the source; anything else is a fault of the program. */
function survives(sources: readonly SourceText[]): void {
  try {
    diagnose(sources);
  } catch (error) {
    expect(error).toBeInstanceOf(DiagnoseError);
    expect((error as Error).message).toMatch(/^[^\n]+$/);
    expect(sources.some(({ name }) => (error as Error).message.startsWith(name))).toBe(true);
  }
}

const some = fixtures.filter(({ name }) =>
  ['tail-drop-50', 'reader-1000', 'qdisc-htb', 'backpressure-500'].includes(name),
);
const file = fc.constantFrom(...some.flatMap(({ sources }) => sources));

describe('broken files end in one line', () => {
  test('cut', () => {
    fc.assert(
      fc.property(file, fc.nat(), ({ name, text }, at) => survives([{ name, text: text.slice(0, at % text.length) }])),
    );
  });

  test('with a part overwritten', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.string({ unit: 'binary', maxLength: 20 }), ({ name, text }, at, junk) => {
        const begin = at % text.length;
        survives([{ name, text: text.slice(0, begin) + junk + text.slice(begin + junk.length) }]);
      }),
    );
  });

  test('with numbers of any size in all of them at once', () => {
    const numbers = fc.constantFrom('0', '1', '-1', '1e999', '18446744073709551616', '0.0001', 'null', '"x"');
    fc.assert(
      fc.property(
        fc.constantFrom(...some),
        fc.array(numbers, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 2, max: 9 }),
        ({ sources }, values, every) => {
          let count = 0;
          const changed = sources.map(({ name, text }) => ({
            name,
            text: text.replaceAll(/\d+(?:\.\d+)?/g, (number) =>
              ++count % every === 0 ? values[count % values.length]! : number,
            ),
          }));
          survives(changed);
        },
      ),
    );
  });

  test('of anything', () => {
    const document = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    fc.assert(fc.property(document, (text) => survives([{ name: 'junk', text }])));
  });

  test('JSON of the right kind with the wrong types', () => {
    const field = fc.constantFrom(
      'ifname',
      'stats64',
      'tx',
      'txqlen',
      'kind',
      'dev',
      'options',
      'packets',
      'qlen',
      'start',
      'end',
      'streams',
      'kernel',
      'flags',
      'linkinfo',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.string(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(field, tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(fc.oneof(fc.array(value), fc.dictionary(field, value)), (json) =>
        survives([{ name: 'junk', text: JSON.stringify(json) }]),
      ),
    );
  });
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['', 'f: is empty; allowed: '],
    ['[{"ifname":"tun0"},\n{"ifname"}]', 'f:2: is broken JSON here; allowed: '],
    ['[]', 'f: lists nothing: '],
    ['{"a":1}', 'f: is JSON of another kind; '],
    ['hello', 'f: is of no known kind; '],
    ['qdisc pfifo_fast 0: dev tun0 root', 'f: is `tc qdisc` as text; allowed: `tc -s -j qdisc`'],
    ['Connecting to host 10.0.0.1, port 5201', 'f: is iperf3 as text; allowed: `iperf3 -J`'],
  ])('%j', (text, message) => {
    expect(() => diagnose([{ name: 'f', text }])).toThrow(message);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from './document.js';
import { ScenarioError } from './error.js';
import { textLimits } from './yaml-limits.js';

function fault(text: string): ScenarioError {
  try {
    readDocument(text, { file: 'bad.yaml' });
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError);
    return error as ScenarioError;
  }
  throw new Error('no fault was found');
}

describe('places', () => {
  const text = [
    '# a comment',
    'device:',
    '  kind: tun',
    '  queueLength: 10',
    'flows:',
    '  - { count: 1,',
    '      congestion: reno }',
    '',
  ].join('\n');
  const document = readDocument(text, { file: 'a.yaml' });

  test('data is plain', () => {
    expect(document.data).toEqual({
      device: { kind: 'tun', queueLength: 10 },
      flows: [{ count: 1, congestion: 'reno' }],
    });
  });

  test.each([
    [['device', 'kind'], 3, 9],
    [['device', 'queueLength'], 4, 16],
    [['flows', 0, 'count'], 6, 14],
    [['flows', 0, 'congestion'], 7, 19],
    [['device'], 3, 3],
    [['device', 'mtu'], 3, 3],
    [[], 2, 1],
  ])('%j is at %d:%d', (path, line, column) => {
    expect(document.locate(path)).toEqual({ file: 'a.yaml', line, column });
  });

  test('a key is before its value', () => {
    expect(document.locateKey(['device', 'queueLength'])).toEqual({ file: 'a.yaml', line: 4, column: 3 });
  });

  test('a key without a value is where it stands', () => {
    expect(readDocument('a: 1\nb:\n').locate(['b'])).toMatchObject({ line: 2 });
  });
});

describe('forms', () => {
  test('JSON, also with tabs', () => {
    expect(readDocument('{\n\t"device": {\n\t\t"mtu": 1500,\n\t\t"kind": "tun"\n\t}\n}\n').data).toEqual({
      device: { mtu: 1500, kind: 'tun' },
    });
  });

  test('a byte order mark, Windows line ends', () => {
    expect(readDocument('\ufeffseed: 1\r\nduration: 2s\r\n').data).toEqual({ seed: 1, duration: '2s' });
  });

  test('a list is as long as it likes', () => {
    const text = `flows:\n${'  - { count: 1 }\n'.repeat(1000)}`;
    expect((readDocument(text).data as { flows: unknown[] }).flows).toHaveLength(1000);
  });

  test('an alias repeats what its anchor names', () => {
    expect(readDocument('a: &x { k: 1 }\nb: *x\nc: [*x, *x]').data).toEqual({
      a: { k: 1 },
      b: { k: 1 },
      c: [{ k: 1 }, { k: 1 }],
    });
  });

  test('YAML 1.2 has no yes', () => {
    expect(readDocument('a: yes\nb: true\nc: ~').data).toEqual({ a: 'yes', b: true, c: null });
  });
});

describe('texts that are no scenario', () => {
  test.each([
    ['nothing', '', 'is empty', 1],
    ['a comment', '# later\n\n', 'is empty', 1],
    ['an explicit null', 'null', 'is empty', 1],
    ['an unclosed quote', 'seed: 1\nkind: "tun\n', 'is not valid YAML: Missing closing', 3],
    ['an unclosed brace', 'device: { kind: tun\nseed: 1\n', 'is not valid YAML', 2],
    ['a tab as indentation', 'device:\n\tkind: tun\n', 'is not valid YAML: Tabs', 2],
    ['wrong indentation', 'device:\n  kind: tun\n mtu: 1\n', 'is not valid YAML', 3],
    ['no space after a colon', 'seed:1\nduration: 2\n', 'is not valid YAML', 1],
    ['two documents', 'seed: 1\n---\nseed: 2\n', 'holds more than one document', 2],
    ['a tag', 'seed: !!js/function 1\n', 'is not valid YAML: Unresolved tag', 1],
    ['an alias to nothing', 'seed: *x\n', '*x names nothing', 1],
    ['a key twice', 'seed: 1\nduration: 1s\nseed: 2\n', 'is given twice', 3],
    ['a list as a key', '? [a]\n: 1\n', 'a key is not a word', 1],
    ['the prototype as a key', 'device:\n  __proto__: { kind: tap }\n', 'unknown key', 2],
    ['zero bytes', '\u0000\u0000', 'is not a text file', 1],
    ['an ELF header', 'seed: 1\n\u007fELF\u0002\u0001', 'is not a text file', 2],
    ['broken UTF-8', 'a: b\nc: \ufffd\ufffd', 'is not a text file', 2],
    ['an alias of itself', 'a: &a [*a]\n', 'nests too deeply', 1],
    ['only brackets', '['.repeat(200_000), 'nests too deeply', 1],
    ['only braces, line by line', '{a:\n'.repeat(50_000), 'nests too deeply', 33],
    ['only dashes', '- '.repeat(200_000), 'nests too deeply', 1],
    ['only question marks', '? '.repeat(200_000), 'nests too deeply', 1],
    ['a staircase', Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nests too deeply', 130],
    ['40 levels', '['.repeat(40) + ']'.repeat(40), 'nests too deeply', 1],
  ])('%s', (_, text, given, line) => {
    const error = fault(text);
    expect(error.given).toContain(given);
    expect(error.line).toBe(line);
    expect(error.message).toMatch(/^bad\.yaml:\d+:\d+: [^\n]+$/);
  });

  test('a text that is too long', () => {
    expect(fault(`# ${'x'.repeat(textLimits.characters)}`).message).toBe(
      'bad.yaml: the text has 1048578 characters; allowed: at most 1048576 characters',
    );
  });

  test('aliases that multiply', () => {
    const levels = ['l0: &l0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]'];
    for (let i = 1; i < 12; i++) levels.push(`l${i}: &l${i} [${`*l${i - 1}, `.repeat(10)}]`);
    const start = performance.now();
    expect(fault(levels.join('\n')).given).toBe('holds too many values');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('many keys take time in proportion', () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `k${i}: ${i}`).join('\n');
    const start = performance.now();
    expect(Object.keys(readDocument(text).data as object)).toHaveLength(60_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('any text is data or a ScenarioError of one line', () => {
    const scrap = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '? ',
      '&a ',
      '*a ',
      '"',
      "'",
      '|\n',
      '>',
      '#',
      '\n',
      '  ',
      '\t',
      'a',
      '1',
      '!!x ',
      '%',
      '---\n',
      ',',
      '\\',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(scrap, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          readDocument(text, { file: 'bad.yaml' });
        } catch (error) {
          expect(error).toBeInstanceOf(ScenarioError);
          expect((error as ScenarioError).message).toMatch(/^bad\.yaml[^\n]+$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

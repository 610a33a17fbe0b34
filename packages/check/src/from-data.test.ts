import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.js';
import { ProtocolError, protocolFromData } from './from-data.js';
import { protocols } from './policies/index.js';
import { plainSteps, tests } from './protocol.js';

const minimal = {
  name: 'mine',
  producer: [
    'send',
    { lock: 'producer' },
    'produce',
    { unlock: 'producer' },
    { if: 'produced', do: ['notify'], else: ['drop'] },
  ],
  reader: {
    polling: [{ lock: 'consumer' }, 'peek', { if: 'got', do: ['discard'] }, { unlock: 'consumer' }, 'hand-on'],
  },
};

test('every protocol survives a turn through JSON: it is data', () => {
  for (const protocol of Object.values(protocols)) {
    const { rules: _, ...data } = JSON.parse(JSON.stringify(protocol));
    if (data.notes === '') delete data.notes;
    const again = protocolFromData(data);
    expect(again.producer).toEqual(protocol.producer);
    expect(again.reader).toEqual(protocol.reader);
  }
});

test('a protocol of one’s own is explored', () => {
  const { violations, finished } = explore({
    protocol: protocolFromData(minimal),
    memory: 'weak',
    reader: 'polling',
    ring: 1,
    producers: 1,
  });
  expect(finished).toBe(true);
  // It never stops, so one sender drops.
  expect(Object.keys(violations)).toEqual(['drop']);
});

function fault(data: unknown): ProtocolError {
  try {
    protocolFromData(data);
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('no fault was found');
}

describe('a fault has a place, what was given, and what is allowed', () => {
  const deep = (levels: number): unknown => (levels === 0 ? ['peek'] : [{ loop: deep(levels - 1) }]);
  test.each([
    ['no group', 7, [], '7'],
    ['nothing', undefined, [], 'nothing'],
    ['unknown key', { ...minimal, producers: [] }, ['producers'], 'unknown key'],
    ['no name', { ...minimal, name: undefined }, ['name'], 'nothing'],
    ['a strange name', { ...minimal, name: '<script>' }, ['name'], '<script>'],
    ['no sender', { ...minimal, producer: undefined }, ['producer'], 'nothing'],
    ['another beginning', { ...minimal, producer: ['produce'] }, ['producer', 0], 'another first step'],
    ['an unknown step', { ...minimal, producer: ['send', 'fly'] }, ['producer', 1], 'fly'],
    ['a step that every object has', { ...minimal, producer: ['send', 'constructor'] }, ['producer', 1], 'constructor'],
    ['an unknown lock', { ...minimal, producer: ['send', { lock: 'x' }] }, ['producer', 1, 'lock'], 'x'],
    ['an unknown test', { ...minimal, producer: ['send', { if: 'x', do: [] }] }, ['producer', 1, 'if'], 'x'],
    ['no steps', { ...minimal, producer: [] }, ['producer'], 'no steps'],
    ['no do', { ...minimal, producer: ['send', { if: 'filled' }] }, ['producer', 1, 'do'], 'nothing'],
    [
      'else of unless',
      { ...minimal, producer: ['send', { unless: 'filled', do: [], else: [] }] },
      ['producer', 1, 'else'],
      'unknown key',
    ],
    ['break outside', { ...minimal, producer: ['send', 'break'] }, ['producer'], 'break stands outside of a loop'],
    ['no reader', { ...minimal, reader: {} }, ['reader'], 'no reader'],
    ['an unknown reader', { ...minimal, reader: { napi: [] } }, ['reader', 'napi'], 'unknown key'],
    [
      'a loop that never acts',
      { ...minimal, reader: { polling: [{ loop: ['hand-on'] }] } },
      ['reader', 'polling'],
      'a loop that can turn',
    ],
    [
      'a reader that never acts',
      { ...minimal, reader: { polling: ['hand-on'] } },
      ['reader', 'polling'],
      'a loop that can turn',
    ],
    [
      'too many steps',
      { ...minimal, producer: ['send', ...Array.from({ length: 300 }, () => 'stop')] },
      null,
      'too many steps',
    ],
    ['much nesting', { ...minimal, reader: { polling: deep(250) } }, null, 'too many steps'],
    ['a flag that is none', { ...minimal, backpressure: 'yes' }, ['backpressure'], 'yes'],
  ] as const)('%s', (_, data, path, given) => {
    const error = fault(data);
    if (path) expect(error.path).toEqual(path);
    expect(error.given).toContain(given);
    expect(error.allowed).not.toBe('');
  });
});

test('docs/checker.md has every step and every test', () => {
  const page = readFileSync(new URL('../../../docs/checker.md', import.meta.url), 'utf8');
  for (const [name, meaning] of Object.entries({ ...plainSteps, ...tests })) {
    expect(page).toContain(`| \`${name}\` | ${meaning} |`);
  }
});

import { expect, test } from 'vitest';
import { nearest, suggestion } from './nearest.js';

test.each([
  ['reprodcue', 'reproduce'],
  ['RUN', 'run'],
  ['compar', 'compare'],
  ['xyzzy', undefined],
  ['', undefined],
])('%j is near %j', (word, expected) => {
  expect(nearest(word, ['run', 'compare', 'reproduce'])).toBe(expected);
});

test('the closest one wins', () => {
  expect(nearest('openvpn-lab', ['openvpn-usa', 'openvpn-lan', 'openvpn-lab-patched'])).toBe('openvpn-lan');
  expect(suggestion('runn', ['run'])).toBe("; did you mean 'run'?");
  expect(suggestion('zzz', ['reproduce'])).toBe('');
});

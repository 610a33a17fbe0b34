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

test('other digits are another name, a beginning is its name', () => {
  expect(nearest('v13', ['v1', 'v3', 'v12'])).toBeUndefined();
  expect(nearest('linux-7.2', ['linux-7.3', 'linux-7.2-rc'])).toBe('linux-7.2-rc');
  expect(nearest('openvpn', ['wireguard-go-lab', 'openvpn-lab', 'openvpn-world'])).toBe('openvpn-lab');
  expect(nearest('D', ['A', 'B'])).toBeUndefined();
});

test('the closest one wins', () => {
  expect(nearest('openvpn-lab', ['openvpn-usa', 'openvpn-lan', 'openvpn-lab-patched'])).toBe('openvpn-lan');
  expect(suggestion('runn', ['run'])).toBe("; did you mean 'run'?");
  expect(suggestion('zzz', ['reproduce'])).toBe('');
});

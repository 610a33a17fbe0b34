import { describe, expect, test } from 'vitest';
import { presetScenario } from '../presets.js';
import { murmur3, pointIdentity, pointSeed } from './identity.js';

describe('MurmurHash3_x86_32', () => {
  // Known vectors of seed 0, and others from an independent implementation of the definition.
  test.each([
    ['', 0],
    ['a', 0x3c2569b2],
    ['ab', 0x9bbfd75f],
    ['abc', 0xb3dd93fa],
    ['abcd', 0x43ed676a],
    ['µs – 日本', 0x565db5dc],
    ['hello', 0x248bfa47],
    ['hello, world', 0x149bbb7f],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('%j', (text, hash) => {
    expect(murmur3(text)).toBe(hash);
  });
});

describe('the identity of a point', () => {
  const scenario = presetScenario('openvpn-lab');

  test('is the same however its values are written, and in whichever order', () => {
    const identity = pointIdentity(presetScenario('openvpn-lab', ['path.rtt=120ms', 'device.queueLength=50']));
    expect(pointIdentity(presetScenario('openvpn-lab', ['device.queueLength=50', 'path.rtt=0.12s']))).toBe(identity);
    expect(pointIdentity(presetScenario('openvpn-lab', ['path.rtt=121ms', 'device.queueLength=50']))).not.toBe(
      identity,
    );
    const reversed = Object.fromEntries(Object.entries(scenario).reverse());
    expect(pointIdentity(reversed as typeof scenario)).toBe(pointIdentity(scenario));
  });

  test('is sorted JSON without spaces', () => {
    expect(pointIdentity(scenario)).toMatch(
      /^\{"clock":\{"read":0\},"device":\{"flowControl":"tail-drop","kind":"tun",/,
    );
  });
});

describe('seeds', () => {
  test('never meet within a point', () => {
    const seeds = Array.from({ length: 100_000 }, (_, replicate) => pointSeed('a point', replicate));
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });

  test('differ between points, and are what is documented', () => {
    expect(pointSeed('a point', 0)).not.toBe(pointSeed('another point', 0));
    // fmix32(murmur3_x86_32('') + 1), computed by hand from the definition: fmix32(1).
    expect(pointSeed('', 1)).toBe(0x514e28b7);
  });
});

import type { Scenario } from '../scenario.js';

/**
 * The identity of a point: its scenario, complete and in base units, as JSON with sorted keys and without spaces. Two
 * points with one identity are one experiment, however they were written.
 */
export function pointIdentity(scenario: Scenario): string {
  return JSON.stringify(sorted(scenario));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

/**
 * The seed of the `replicate`-th run of a point, from 0: `fmix32(murmur3_x86_32(identity) + replicate)`, where fmix32 is the
 * finalizer of MurmurHash3. As fmix32 is a bijection of 32-bit numbers, no two runs of a point have one seed.
 *
 * @returns 0 to 2^32 - 1
 */
export function pointSeed(identity: string, replicate: number): number {
  return fmix32((murmur3(identity) + replicate) >>> 0);
}

/** MurmurHash3_x86_32 of the UTF-8 bytes, seed 0 (Appleby, smhasher, MurmurHash3.cpp). */
export function murmur3(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = bytes.length & ~3;
  let hash = 0;
  for (let at = 0; at < blocks; at += 4) {
    hash ^= scrambled(view.getUint32(at, true));
    hash = (Math.imul(rotl(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= blocks; at--) tail = (tail << 8) | bytes[at]!;
  hash ^= scrambled(tail);
  return fmix32(hash ^ bytes.length);
}

function scrambled(block: number): number {
  return Math.imul(rotl(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotl(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function fmix32(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

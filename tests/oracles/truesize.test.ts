import { readFileSync } from 'node:fs';
import { receiveTruesize } from '@tunq/scenario';
import asc from 'assemblyscript/asc';
import { beforeAll, expect, test } from 'vitest';

/**
 * The memory of a packet that a program wrote to a plain TUN device is computed twice: by the scenario, of packets of the
 * MTU, and by the core, of shorter ones. Both follow `tun_alloc_skb`, and must not drift apart.
 */
const assembly = new URL('../../packages/core/assembly/', import.meta.url);

/** What the core computes, alone. */
let linear: (length: number) => number;

beforeAll(async () => {
  let binary: Uint8Array | undefined;
  const entry =
    "import { linear } from './receiver/truesize';\nexport function truesize(length: u32): u32 { return linear(length); }";
  const { error, stderr } = await asc.main(
    ['entry.ts', '--outFile', 'entry.wasm', '--runtime', 'stub', '--use', 'abort='],
    {
      readFile: (name) => {
        if (name === 'entry.ts') return entry;
        try {
          return readFileSync(new URL(name, assembly), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name === 'entry.wasm') binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>);
  linear = instance.exports.truesize as typeof linear;
}, 60_000);

test('core and scenario agree on every packet that fits a page', () => {
  const page = 4096;
  const headroom = 64;
  const differing: unknown[] = [];
  for (let length = 0; length < page - headroom; length++) {
    if (linear(length) !== receiveTruesize(length)) differing.push([length, linear(length), receiveTruesize(length)]);
  }
  expect(differing).toEqual([]);
  // Both are of a page.
  expect(linear(1500)).toBe(2304);
});

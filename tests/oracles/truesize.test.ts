import { receiveTruesize } from '@tunq/scenario';
import { beforeAll, expect, test } from 'vitest';
import { compiled } from './compiled.fixture.js';

/**
 * The memory of a packet that a program wrote to a plain TUN device is computed twice: by the scenario, of packets of the
 * MTU, and by the core, of shorter ones. Both follow `tun_alloc_skb`, and must not drift apart.
 */
/** What the core computes, alone. */
let linear: (length: number) => number;

beforeAll(async () => {
  const { truesize } = await compiled(
    "import { linear } from './receiver/truesize';\nexport function truesize(length: u32): u32 { return linear(length); }",
  );
  linear = truesize as typeof linear;
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

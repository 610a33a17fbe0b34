import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { compiled } from './compiled.fixture.js';

let naturalLog: (x: number) => number;

beforeAll(async () => {
  const { ln } = await compiled(
    "import { naturalLog } from './logarithm';\nexport function ln(x: f64): f64 { return naturalLog(x); }",
  );
  naturalLog = ln as typeof naturalLog;
}, 60_000);

/** Distance in units of the last place of the second, whose own error V8 states as below one. */
function ulps(a: number, b: number): number {
  const [bits] = new BigInt64Array(new Float64Array([b]).buffer);
  const [next] = new Float64Array(new BigInt64Array([(bits ?? 0n) + 1n]).buffer);
  return Math.abs(a - b) / Math.abs((next ?? 0) - b);
}

test('the logarithm of a draw is that of Math.log within three units in the last place', () => {
  const draw = fc.integer({ min: 1, max: 2 ** 53 - 1 }).map((n) => n / 2 ** 53);
  const small = fc.tuple(draw, fc.integer({ min: -1000, max: 1000 })).map(([m, e]) => (1 + m) * 2 ** e);
  fc.assert(
    fc.property(fc.oneof(draw, small), (x) => {
      expect(ulps(naturalLog(x), Math.log(x))).toBeLessThanOrEqual(3);
    }),
    { numRuns: 100_000 },
  );
});

test('ln 1 is 0, and the ends of what a uniform draw gives are exact', () => {
  expect(naturalLog(1)).toBe(0);
  for (const x of [2 ** -53, 1 - 2 ** -53, 0.5, Math.SQRT2]) expect(ulps(naturalLog(x), Math.log(x))).toBeLessThan(1.5);
});

import { expect, test } from 'vitest';
import { findRoot, rootEvaluations } from './root.js';

/** Searches for where a function of the logarithm is 0. */
async function search(f: (x: number) => number, start: number, span = 1.6) {
  let calls = 0;
  const evaluate = async (values: readonly number[]) => {
    calls += values.length;
    return values.map((value) => f(Math.log(value)));
  };
  const root = await findRoot({ start, span, evaluate });
  return { root, calls };
}

const root = 28_000;

test.each([
  ['falling', (x: number) => Math.log(root) - x],
  ['rising', (x: number) => x - Math.log(root)],
  ['bent', (x: number) => (Math.log(root) - x) * (x > Math.log(root) ? 0.2 : 3)],
])('%s: the root is found from a value that is far off', async (_name, f) => {
  for (const start of [root / 1.5, root, root * 1.5]) {
    const { root: found, calls } = await search(f, start);
    expect(found! / root).toBeCloseTo(1, 2);
    expect(calls).toBe(rootEvaluations);
  }
});

test('a chaotic function is off by less than its noise', async () => {
  for (let phase = 0; phase < 20; phase++) {
    const noise = 0.03;
    const chaos = (x: number) => noise * Math.sin(1e4 * x + phase);
    const { root: found } = await search((x) => Math.log(root) - x + chaos(x), root * 1.3);
    expect(Math.abs(Math.log(found! / root))).toBeLessThan(noise);
  }
});

test('steps: the root is where the sign changes', async () => {
  const { root: found } = await search((x) => (x < Math.log(root) ? 0.1 : -0.1), root * 1.2);
  expect(Math.abs(Math.log(found! / root))).toBeLessThan(0.04);
});

test('no change of sign, no root', async () => {
  expect((await search((x) => Math.log(root) - x, root * 2)).root).toBeNull();
  expect((await search(() => 0.5, root)).root).toBeNull();
});

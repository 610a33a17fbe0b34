import { expect, test } from 'vitest';
import { counterBase, executedInstructions, functionCount, instrument } from './instrument.js';

/**
 * A module of two functions over one page of memory:
 *
 *     (func (export "sum") (param i32) (result i32) (local i32)
 *       (loop
 *         (local.set 1 (i32.add (local.get 1) (call 1 (local.get 0))))
 *         (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
 *       (local.get 1))
 *     (func (param i32) (result i32)
 *       (if (result i32) (i32.eq (local.get 0) (i32.const 3)) (then (i32.const 100)) (else (local.get 0))))
 */
const sum = [
  1, 1, 0x7f, 0x03, 0x40, 0x20, 1, 0x20, 0, 0x10, 1, 0x6a, 0x21, 1, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0,
];
const bodies = [
  [...sum, 0x0b, 0x20, 1, 0x0b],
  [0, 0x20, 0, 0x41, 3, 0x46, 0x04, 0x7f, 0x41, 0xe4, 0, 0x05, 0x20, 0, 0x0b, 0x0b],
];
const section = (id: number, content: number[]) => [id, content.length, ...content];
const code = bodies.flatMap((body) => [body.length, ...body]);
const wasm = new Uint8Array([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7f]),
  ...section(3, [2, 0, 0]),
  ...section(5, [1, 0, 1]),
  ...section(7, [2, 3, 0x73, 0x75, 0x6d, 0, 0, 3, 0x6d, 0x65, 0x6d, 2, 0]),
  ...section(10, [2, ...code]),
]);

function run(argument: number): { result: number; counts: number[] } {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(instrument(wasm)));
  const { sum: call, mem } = exports as { sum: (n: number) => number; mem: WebAssembly.Memory };
  const result = call(argument);
  return { result, counts: executedInstructions(new Uint8Array(mem.buffer), functionCount(wasm)) };
}

test('the module does what it did', () => {
  expect(WebAssembly.validate(wasm)).toBe(true);
  expect(run(1).result).toBe(1);
  expect(run(4).result).toBe(4 + 100 + 2 + 1);
});

test('every instruction counts where it is executed', () => {
  // A round of the loop: three gets, call, add, set, const, sub, tee, br_if. Then one get. Of the other function: get,
  // const, eq, if, and one of the two branches.
  for (const rounds of [1, 2, 5]) expect(run(rounds).counts).toEqual([10 * rounds + 1, 5 * rounds]);
});

test('counters lie in the memory that the core leaves to hosts', () => {
  expect(counterBase).toBe(8192);
  expect(functionCount(wasm)).toBe(2);
});

test('what cannot be counted is refused', () => {
  const vector = new Uint8Array([...wasm.subarray(0, 8), ...section(10, [1, 4, 0, 0xfd, 0x0c, 0x0b])]);
  expect(() => instrument(vector)).toThrow(RangeError);
});

import binaryen from 'assemblyscript/binaryen';
import { expect, test } from 'vitest';
// @ts-expect-error: a script of the build, without types
import { branchOnConditions } from '../scripts/branches.mjs';

/** Conditions as Binaryen leaves them, of the parameters $a and $b and the locals $x and $y. */
const conditions: Readonly<Record<string, string>> = {
  and: '(i32.and (i32.lt_u (local.get $a) (i32.const 2)) (i32.eqz (local.get $b)))',
  or: '(i32.or (i32.lt_u (local.get $a) (i32.const 2)) (i32.eq (local.get $b) (i32.const 3)))',
  'not both': '(i32.eqz (i32.and (i32.eqz (local.get $a)) (i32.eqz (local.get $b))))',
  'an and that sets locals': `(i32.and (i32.lt_u (local.tee $x (i32.add (local.get $a) (i32.const 1))) (i32.const 3))
    (i32.gt_u (local.tee $y (i32.add (local.get $b) (i32.const 2))) (local.get $x)))`,
  'an and that reads a local before it sets it': `(i32.and (i32.eqz (local.get $x))
    (i32.gt_u (local.tee $x (local.get $b)) (i32.const 1)))`,
  'short-circuit and':
    '(if (result i32) (local.get $a) (then (i32.gt_u (local.get $b) (i32.const 1))) (else (i32.const 0)))',
  'short-circuit or': '(if (result i32) (local.get $a) (then (i32.const 1)) (else (local.get $b)))',
  'and not': '(if (result i32) (local.get $a) (then (i32.const 0)) (else (local.get $b)))',
  'or not': '(if (result i32) (local.get $a) (then (local.get $b)) (else (i32.const 1)))',
  ternary: `(if (result i32) (i32.eq (local.get $a) (i32.const 1)) (then (i32.eqz (local.get $b)))
    (else (i32.eq (local.get $b) (i32.const 2))))`,
  select: '(select (i32.const 1) (i32.eqz (local.get $b)) (i32.gt_u (local.get $a) (i32.const 1)))',
  'an inlined function': `(block $inlined (result i32)
    (drop (br_if $inlined (i32.const 0) (i32.eqz (local.get $a))))
    (if (i32.eq (local.get $a) (i32.const 2)) (then (br $inlined (i32.eqz (local.get $b)))))
    (local.set $y (i32.const 7))
    (i32.gt_u (local.get $b) (i32.const 1)))`,
  'an inlined function with an exit that is no constant': `(block $inlined (result i32)
    (drop (br_if $inlined (local.get $b) (i32.eqz (local.get $a))))
    (i32.const 1))`,
  '64 bits': `(i64.eqz (if (result i64) (local.get $a) (then (i64.extend_i32_u (local.get $b)))
    (else (i64.const 4294967296))))`,
};

/** The condition in the places where one can stand; all parameters and locals are in the result. */
const places: Readonly<Record<string, (condition: string) => string>> = {
  if: (condition) => `(if ${condition} (then (local.set $r (i32.const 1))))`,
  'if and else': (condition) =>
    `(if ${condition} (then (local.set $r (i32.const 1))) (else (local.set $r (i32.const 2))))`,
  'if with a result': (condition) =>
    `(local.set $r (if (result i32) ${condition} (then (i32.const 1)) (else (i32.const 2))))`,
  'conditional branch': (condition) => `(block $out (br_if $out ${condition}) (local.set $r (i32.const 1)))`,
  'if that only branches': (condition) =>
    `(block $out (if ${condition} (then (br $out))) (local.set $r (i32.const 1)))`,
};

function moduleOf(condition: string, place: (condition: string) => string) {
  return binaryen.parseText(`(module (func (export "f") (param $a i32) (param $b i32) (result i32)
    (local $x i32) (local $y i32) (local $r i32)
    ${place(condition)}
    (i32.add (local.get $r) (i32.mul (i32.add (local.get $x) (local.get $y)) (i32.const 10)))))`);
}

function results(module: { emitBinary(): Uint8Array }): number[] {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.emitBinary() as Uint8Array<ArrayBuffer>));
  const f = instance.exports.f as (a: number, b: number) => number;
  return [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].map((b) => f(a, b)));
}

test.each(Object.entries(conditions))('%s: branches decide as the number did', (_, condition) => {
  for (const place of Object.values(places)) {
    const module = moduleOf(condition, place);
    const before = results(module);
    branchOnConditions(module);
    expect(module.validate()).toBe(1);
    expect(results(module)).toEqual(before);
  }
});

test('no part of a condition is reckoned as a number', () => {
  for (const name of ['and', 'or', 'not both', 'an and that sets locals', 'ternary', 'select', 'an inlined function']) {
    const module = moduleOf(conditions[name] as string, places['if and else'] as (condition: string) => string);
    branchOnConditions(module);
    expect(module.emitText()).not.toMatch(/i32\.and|i32\.or|select|\(if \(result|\(block \S+ \(result/);
  }
});

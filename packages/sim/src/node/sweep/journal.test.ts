import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal } from './journal.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-journal-'));
  path = join(folder, 'journal.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const ended = (run: number) => ({ seed: run + 100, cells: [run / 7, null, run] });

function filled(count: number): void {
  const journal = new Journal(path, 100);
  for (let run = 0; run < count; run++) journal.append(run, ended(run));
  journal.close();
}

test('keeps runs, good and failed, and the later line of a run', () => {
  const journal = new Journal(path, 100);
  journal.append(7, { seed: 1, error: 'out of memory – µ' });
  journal.append(3, ended(3));
  expect([journal.has(7), journal.failed(7), journal.has(8)]).toEqual([true, true, false]);
  journal.append(7, ended(7));
  journal.close();
  const again = new Journal(path, 100);
  expect([again.read(7), again.read(3), again.read(8), again.failed(7), again.damaged]).toEqual([
    ended(7),
    ended(3),
    undefined,
    false,
    0,
  ]);
  again.close();
});

test('a line torn at any byte is cut off, and no run before it is lost', () => {
  filled(3);
  const whole = readFileSync(path);
  const third = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
  for (let size = third; size < whole.length; size++) {
    writeFileSync(path, whole.subarray(0, size));
    const journal = new Journal(path, 100);
    expect([journal.has(0), journal.has(1), journal.has(2), journal.damaged]).toEqual([true, true, false, 0]);
    journal.append(2, ended(2));
    journal.close();
    expect(readFileSync(path)).toEqual(whole);
  }
});

describe('a damaged line is no run, and the lines around it are', () => {
  test.each([
    ['a bit', (bytes: Buffer, at: number) => bytes.fill(bytes[at]! ^ 1, at, at + 1)],
    ['zeros', (bytes: Buffer, at: number) => bytes.fill(0, at, at + 20)],
    ['a checksum', (bytes: Buffer, at: number) => bytes.fill('x', at - 12, at - 8)],
  ])('%s', (_, damage) => {
    filled(5);
    const bytes = readFileSync(path);
    const lines = bytes.toString('latin1').split('\n');
    const at = lines[0]!.length + 1 + 14;
    damage(bytes, at);
    writeFileSync(path, bytes);
    const journal = new Journal(path, 100);
    expect([0, 1, 2, 3, 4].map((run) => journal.has(run))).toEqual([true, false, true, true, true]);
    expect(journal.damaged).toBe(1);
    expect(journal.read(4)).toEqual(ended(4));
    journal.close();
  });
});

test('what is no line of this sweep is none of its runs', () => {
  filled(1);
  appendFileSync(path, 'hello\n\n');
  const journal = new Journal(path, 1);
  expect([journal.has(0), journal.damaged]).toEqual([true, 2]);
  journal.close();
});

test('reads lines across the borders of its blocks', () => {
  const journal = new Journal(path, 5000);
  const cells = Array.from({ length: 60 }, (_, index) => index * Math.PI);
  for (let run = 0; run < 5000; run++) journal.append(run, { seed: run, cells });
  journal.close();
  expect(readFileSync(path).length).toBeGreaterThan(3 << 20);
  const again = new Journal(path, 5000);
  expect(again.damaged).toBe(0);
  for (const run of [0, 1234, 4999]) expect(again.read(run)).toEqual({ seed: run, cells });
  again.close();
});

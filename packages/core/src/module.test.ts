import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addresses, layout } from './generated/layout.js';
import { type CoreExports, coreBytes, instantiate } from './instance.js';
import { firstDifference } from './testing/open-run.fixture.js';

/** Everything the module may export; the type makes the list complete. */
const documented: Record<keyof CoreExports, WebAssembly.ImportExportKind> = {
  memory: 'memory',
  table: 'table',
  prepare: 'function',
  start: 'function',
  step: 'function',
  finished: 'function',
  settle: 'function',
  quantile: 'function',
  queue_reader: 'function',
  queue_txq: 'function',
  traceTaken: 'function',
  eventCount: 'function',
  flow_size: 'function',
  trace_record_size: 'function',
  qdisc_clock: 'function',
  qdisc_enqueue: 'function',
  qdisc_dequeue: 'function',
  qdisc_dropped: 'function',
  qdisc_watchdog: 'function',
  ring_new: 'function',
  ring_produce: 'function',
  ring_consume: 'function',
  ring_check_produce: 'function',
  ring_empty: 'function',
  ring_unread: 'function',
  ring_unconsume: 'function',
  ring_resize: 'function',
  ring_release: 'function',
};

/**
 * Mutable globals that may exist. None: all state lies in linear memory, the arena's top included, and nothing of the
 * stub runtime that keeps a heap pointer is used. A global would be lost in a snapshot.
 */
const allowedMutableGlobals: readonly string[] = [];

function build(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../build/${name}`, import.meta.url)));
}

/** How many globals of a binary module are mutable: its section 6 (WebAssembly core specification §5.5.9). */
function mutableGlobals(bytes: Uint8Array): number {
  let at = 8;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = leb() + at;
    if (id === 6) {
      let mutable = 0;
      for (let left = leb(); left > 0; left--) {
        at++;
        mutable += bytes[at++]!;
        const opcode = bytes[at++]!;
        if (opcode === 0x43) at += 4;
        else if (opcode === 0x44) at += 8;
        else leb();
        if (bytes[at++] !== 0x0b) throw new Error('an initialiser of more than one constant');
      }
      return mutable;
    }
    at = end;
  }
  return 0;
}

describe.each(['core.wasm', 'core.checked.wasm'])('%s', (name) => {
  const wasm = new WebAssembly.Module(build(name));

  test('imports nothing', () => {
    expect(WebAssembly.Module.imports(wasm)).toEqual([]);
  });

  test('exports what is documented, and nothing else', () => {
    const exported = WebAssembly.Module.exports(wasm).map(({ name, kind }) => [name, kind]);
    expect(Object.fromEntries(exported)).toEqual(documented);
  });

  test('keeps no state in globals', () => {
    expect(mutableGlobals(build(name))).toBe(allowedMutableGlobals.length);
  });

  test('has the layout that the loader assumes', () => {
    const { exports } = instantiate({ wasm });
    expect(exports.flow_size()).toBe(layout.Flow.size);
    expect(exports.trace_record_size()).toBe(layout.TraceRecord.size);
  });
});

test('the text of the release build names no mutable global beyond the allowed ones', () => {
  const text = readFileSync(new URL('../build/core.wat', import.meta.url), 'utf8');
  expect(text.startsWith('(module')).toBe(true);
  const names = [...text.matchAll(/^ *\(global (\S+) \(mut /gm)].map((match) => match[1]);
  expect(names).toEqual(allowedMutableGlobals);
});

test('the embedded core is the release build', () => {
  expect(firstDifference(coreBytes(), build('core.wasm'))).toBeNull();
});

test('the structs at fixed addresses do not overlap', () => {
  // Lines and the ACK's scratch have no entry in the layout; where they begin counts as well.
  const structs = Object.entries(addresses).flatMap(([name, address]) => {
    const struct = Object.keys(layout).find((key) => key.toUpperCase() === name);
    return struct ? [{ name, address, end: address + layout[struct as keyof typeof layout].size }] : [];
  });
  expect(structs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['CONFIG', 'STATE', 'COUNTERS', 'DEVICE', 'QDISC', 'READER', 'PATH', 'TRACE']),
  );
  const starts = Object.values(addresses).sort((a, b) => a - b);
  for (const { name, address, end } of structs) {
    const next = starts.find((start) => start > address) ?? 65_536;
    expect(end, `${name} ends at ${end}, the next block begins at ${next}`).toBeLessThanOrEqual(next);
  }
});

test('two instances share nothing', () => {
  const first = instantiate();
  const second = instantiate();
  expect(first.memory).not.toBe(second.memory);
  const untouched = new Uint8Array(second.memory.buffer.slice(0));
  const ring = first.exports.ring_new(4);
  expect(first.exports.ring_produce(ring, 7)).toBe(0);
  expect(firstDifference(new Uint8Array(second.memory.buffer), untouched)).toBeNull();
  // The same address in the other instance holds no ring: there is not even an arena.
  const other = second.exports.ring_new(4);
  expect(other).toBe(ring);
  expect(second.exports.ring_unread(other)).toBe(0);
  expect(second.exports.ring_consume(other)).toBe(0);
  expect(first.exports.ring_consume(ring)).toBe(7);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Anchor, anchorNames, anchors } from '@tunq/bench';
import { afterAll, describe, expect, test } from 'vitest';

/** The bounds are simulations too: no packet gets lost in them but where they say so, and both languages agree. */

interface Counts {
  readonly seconds: number;
  readonly data: number;
  readonly acks: number;
  readonly ringDrops: number;
  readonly qdiscDrops: number;
  readonly retransmits: number;
  readonly delivered: number;
  readonly events: number;
  readonly inRing: number;
  readonly inQdisc: number;
  readonly inPath: number;
  readonly held: number;
  readonly goodputMbps: number;
  readonly packetsInFlight: number;
  readonly cpuSeconds: number;
}

interface Peer {
  readonly key: string;
  readonly name: string;
  run(anchor: Anchor, seconds?: number): Counts;
}

interface Scripts {
  cBounds(folder: string): Peer[];
  wasmBounds(folder: string): Peer[];
}

/** s of simulated time: slow start, its losses, and some rounds of CUBIC. */
const seconds = 20;

const script = new URL('../../packages/bench/scripts/bounds.mjs', import.meta.url);
const { cBounds, wasmBounds } = (await import(script.href)) as Scripts;
const folder = mkdtempSync(join(tmpdir(), 'tunq-bounds-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a machine without a C compiler lacks, or its bounds. */
function build(make: (folder: string) => Peer[]): { peers: Peer[]; missing?: string } {
  try {
    return { peers: make(folder) };
  } catch (error) {
    if ((error as Error).name !== 'Unavailable') throw error;
    return { peers: [], missing: (error as Error).message };
  }
}

const c = build(cBounds);
const wasm = build(wasmBounds);

/** Whole numbers only: the rest differs from run to run, or follows from them. */
function counted({ cpuSeconds: _, packetsInFlight: __, goodputMbps: ___, ...counts }: Counts) {
  return counts;
}

describe.each([...c.peers, ...wasm.peers])('$name', ({ run }) => {
  test.each(anchorNames)('%s: every packet is delivered, dropped or under way', (name) => {
    const anchor = anchors[name];
    const counts = run(anchor, seconds);
    const { data, ringDrops, qdiscDrops, delivered, held, inRing, inQdisc, inPath } = counts;
    // No segment is sent again that had arrived: nothing is reordered.
    expect(data).toBe(delivered + held + ringDrops + qdiscDrops + inRing + inQdisc + inPath);
    expect(counts.retransmits).toBeLessThanOrEqual(ringDrops + qdiscDrops);
    expect(anchor.backpressure ? ringDrops : qdiscDrops).toBe(0);
    expect(inRing).toBeLessThanOrEqual(anchor.slots);
    // The link is full but for the beginning: 1448 of 1502 bytes are payload.
    expect(counts.goodputMbps / anchor.rateMbit / (1448 / 1502)).toBeGreaterThan(0.97);
    expect(counts.goodputMbps / anchor.rateMbit / (1448 / 1502)).toBeLessThanOrEqual(1);
  });
});

test('AssemblyScript: heap and lines count the same', () => {
  const [lines, heap] = wasm.peers;
  for (const name of anchorNames)
    expect(counted(heap!.run(anchors[name], seconds))).toEqual(counted(lines!.run(anchors[name], seconds)));
});

test.skipIf(c.missing)(`C counts what AssemblyScript counts${c.missing ? ` (skipped: ${c.missing})` : ''}`, () => {
  for (const name of anchorNames) {
    const expected = counted(wasm.peers[0]!.run(anchors[name], seconds));
    for (const { run } of c.peers) expect(run(anchors[name], seconds)).toMatchObject(expected);
  }
});

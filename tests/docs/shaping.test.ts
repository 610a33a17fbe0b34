import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDocument } from '@tunq/report/node';
import { pingFigure } from '@tunq/report/plots';
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedParts, readMarkdown, replacePart, root } from './markdown.js';
import { type ShapingRun, shapingNames, shapingRuns, shapingTable } from './shaping.js';

/** docs/shaping.md says what the runs say, and the runs say what it concludes. `UPDATE_DOCS=1` writes table and figure. */
const page = 'docs/shaping.md';
const figure = join(root, 'docs/images/shaping.svg');
const update = process.env.UPDATE_DOCS === '1';

let runs: ShapingRun[];
beforeAll(async () => {
  runs = await shapingRuns();
}, 60_000);

function find(qdisc: ShapingRun['qdisc'], variant: ShapingRun['variant'], slots = 50) {
  const { result } = runs.find((run) => run.qdisc === qdisc && run.variant === variant && run.slots === slots)!;
  return { ...result, ping: result.pingMs!, qdisc: result.sojournMs.qdisc };
}

describe('what the page concludes', () => {
  test.each([50, 500])('under tail drop, %d slots, prio and fq_codel change nothing at all', (slots) => {
    const bare = ({ events: _, cpuSeconds: __, ...result }: ReturnType<typeof find>) => result;
    const fifo = bare(find('pfifo', 'tail drop', slots));
    expect(bare(find('prio', 'tail drop', slots))).toEqual(fifo);
    expect(bare(find('fq_codel', 'tail drop', slots))).toEqual(fifo);
    expect(fifo.qdisc.max).toBe(0);
    expect(fifo.ringDrops).toBeGreaterThan(100);
  });

  test('under backpressure, packets wait in the qdisc, and the ping goes first', () => {
    const fifo = find('pfifo', 'backpressure');
    const path = 40;
    for (const qdisc of ['prio', 'fq_codel'] as const) {
      const run = find(qdisc, 'backpressure');
      expect(run.qdisc.mean).toBeGreaterThan(2);
      expect(run.ringDrops).toBe(0);
      expect(run.ping.mean - path).toBeLessThan((fifo.ping.mean - path) / 3);
      expect(run.ping.p99 - path).toBeLessThan((fifo.ping.p99 - path) / 3);
      expect(run.goodputMbps).toBeGreaterThan(1.5 * find(qdisc, 'tail drop').goodputMbps);
    }
  });

  test('what is in the ring already is beyond the reach of any qdisc', () => {
    for (const qdisc of ['prio', 'fq_codel'] as const) {
      const [short, long] = [find(qdisc, 'backpressure'), find(qdisc, 'backpressure', 500)];
      expect(long.ping.mean - short.ping.mean).toBeGreaterThan(
        0.8 * (long.sojournMs.ring.mean - short.sojournMs.ring.mean),
      );
    }
  });

  test('a tbf below the rate of the tunnel works on any kernel, one above it only with backpressure', () => {
    const { cpuSeconds: _, ...below } = find('tbf-below', 'tail drop');
    const { cpuSeconds: __, ...patched } = find('tbf-below', 'backpressure');
    expect(below).toEqual(patched);
    expect(below.ringDrops).toBe(0);
    expect(below.qdiscDrops).toBeGreaterThan(50);
    // 340 Mbit/s of packets of 1500 bytes, of which 1448 are payload.
    expect(below.goodputMbps).toBeCloseTo((340 * 1448) / 1500, -1);
    expect(find('tbf-above', 'tail drop').qdisc.mean).toBeLessThan(0.05);
    expect(find('tbf-above', 'backpressure').qdisc.mean).toBeGreaterThan(2);
  });
});

test('the table is that of the runs', () => {
  const table = shapingTable(runs);
  const { text } = readMarkdown(page);
  if (update) writeFileSync(join(root, page), replacePart(text, 'shaping', table));
  const shown = generatedParts(readMarkdown(page).text).find(({ name }) => name === 'shaping');
  expect(shown?.content).toBe(table);
});

test('the figure is that of the runs', () => {
  const points = runs.map(({ slots, qdisc, variant, result: { pingMs } }) => ({
    group: `${slots} slots`,
    name: shapingNames[qdisc],
    variant,
    meanMs: pingMs!.mean,
    p99Ms: pingMs!.p99,
  }));
  const title = 'Pings beside bulk data, by the qdisc above a TUN device';
  const svg = `${pingFigure(points, title, { document: nodeDocument(), standalone: true })}\n`;
  if (update) writeFileSync(figure, svg);
  expect(readFileSync(figure, 'utf8')).toBe(svg);
});

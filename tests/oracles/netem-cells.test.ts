import { readFileSync } from 'node:fs';
import { readCells } from '@tunq/reference';
import { validate } from '@tunq/reference/node';
import { expect, test } from 'vitest';

/**
 * Runs of the real kernel with netem above the device, which the bundled cells have none of: its delay is part of the
 * RTT from the handshake on, and it orphans what it holds.
 */
const path = new URL('netem-cells.json', import.meta.url);

test('netem above the ring, with and without backpressure and TSO', { timeout: 60_000 }, async () => {
  const report = await validate(readCells(readFileSync(path, 'utf8'), 'netem-cells.json'));
  expect(report.misses).toEqual([]);
  expect(report.cells).toHaveLength(3);
  for (const { id, error } of report.cells) {
    expect(Math.abs(error.goodput ?? Infinity), `${id}: goodput`).toBeLessThan(0.01);
    expect(Math.abs(error.meanRtt ?? Infinity), `${id}: RTT`).toBeLessThan(0.01);
  }
});

import { expect, test } from 'vitest';
import { isCalibration } from '../calibration.js';
import { reproduce } from '../reproduce.js';

test('iperf3 with v7: the guest’s work, from the stock TAP row, is that of both devices', async () => {
  const { cells } = await reproduce({ tables: ['v7_iperf3', 'v7_pinned_iperf3'], duration: 10e9 });
  expect(cells).toHaveLength(10);
  expect(cells.map(({ id }) => id).filter(isCalibration)).toEqual(['v7_iperf3/TAP/stock_gbps']);
  for (const { id, rate } of cells) expect(Math.abs(rate.error!), id).toBeLessThan(0.04);
}, 60_000);

import { type Measurements, runScenario } from '@tunq/sim';
import { describe, expect, test } from 'vitest';
import { cellOf, cellScenario } from './cells.js';
import { measuredCell } from './published/measured-values.js';

const kernels = {
  tailDrop: '7.2.0-rc1 with series reverted (tail drop)',
  half: '7.2.0-rc2 (backpressure, wake at size/2)',
  empty: '7.2.0-rc2 wake when ring empty',
  batch: '7.2.0-rc2 wake after tx_ring.batch consumed',
} as const;
type Kernel = keyof typeof kernels;

/** Slow start is over by then, and goodput is what it is after ten. */
const seconds = 2;

const idOf = (kernel: Kernel, threads: number) => `librecast_iperf3_threads/${kernels[kernel]},${threads}/sender_gbps`;

async function simulated(kernel: Kernel, threads: number): Promise<Measurements> {
  return (await runScenario(cellScenario(cellOf(idOf(kernel, threads)), seconds * 1e9))).result;
}

const measured = (kernel: Kernel, threads: number) => {
  const { goodputMbps = Number.NaN } = measuredCell(idOf(kernel, threads)).measured;
  return { goodputMbps };
};

describe('the parallel senders of the Librecast report', () => {
  const rows: [Kernel, number][] = [
    ...[1, 2, 4, 8, 16].map((threads): [Kernel, number] => ['tailDrop', threads]),
    ...(['half', 'empty', 'batch'] as const).flatMap((kernel) =>
      [1, 2, 8, 16].map((threads): [Kernel, number] => [kernel, threads]),
    ),
  ];

  test.each(rows)('%s, %i threads: within 20 %% of what was measured', async (kernel, threads) => {
    const { goodputMbps } = await simulated(kernel, threads);
    expect(Math.abs(goodputMbps / measured(kernel, threads).goodputMbps - 1)).toBeLessThan(0.2);
  });

  test('with 8 threads backpressure costs throughput, with one it brings some', async () => {
    const ratio = async (threads: number) =>
      (await simulated('half', threads)).goodputMbps / (await simulated('tailDrop', threads)).goodputMbps;
    const published = (threads: number) =>
      measured('half', threads).goodputMbps / measured('tailDrop', threads).goodputMbps;
    expect(await ratio(8)).toBeLessThan(0.9);
    expect(Math.abs((await ratio(8)) / published(8) - 1)).toBeLessThan(0.2);
    expect(await ratio(1)).toBeGreaterThan(1.2);
  });

  test('the cause shows: the softirq of the wakes has more than half of the reader’s CPU, and under tail drop none', async () => {
    const stopping = await simulated('half', 8);
    const dropping = await simulated('tailDrop', 8);
    expect(stopping.readerCpu.softirqPackets / stopping.ringProduced).toBeGreaterThan(0.99);
    expect(stopping.readerCpu.softirqMs).toBeGreaterThan(0.5 * seconds * 1e3);
    expect(dropping.readerCpu.softirqPackets).toBe(0);
    expect(dropping.readerCpu.softirqMs).toBe(0);
    expect(dropping.queueWakes).toBe(0);
  });

  test('tail drop loses more, the more threads there are; backpressure loses nothing', async () => {
    const losses = [];
    for (const threads of [1, 4, 16]) losses.push((await simulated('tailDrop', threads)).retransmits);
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    expect(losses[2]).toBeGreaterThan(10 * losses[0]!);
    for (const threads of [2, 16]) expect((await simulated('half', threads)).retransmits).toBe(0);
  });
});

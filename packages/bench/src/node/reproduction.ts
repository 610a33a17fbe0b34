import { reproduce } from '@tunq/reference/node';
import { figureOf } from '../figure.js';
import type { ReproduceCost } from '../report.js';
import { cpuSeconds } from './cpu.js';

const seconds = 10;

/** The six tables of the first mail, CPU time of all threads, the start of the threads included. */
export async function measureReproduction(runs: number, signal?: AbortSignal): Promise<ReproduceCost> {
  const timed = async (seeds?: number) => {
    const start = cpuSeconds();
    let simulations = 0;
    const { cells } = await reproduce({
      duration: seconds * 1e9,
      ...(seeds !== undefined && { seeds }),
      ...(signal && { signal }),
      onProgress: (_, total) => {
        simulations = total;
      },
    });
    return { cells: cells.length, simulations, cpuSeconds: cpuSeconds() - start };
  };
  const single: Awaited<ReturnType<typeof timed>>[] = [];
  for (let run = 0; run < runs; run++) single.push(await timed(1));
  const { simulations, cpuSeconds: repeated } = await timed();
  return {
    cells: single[0]!.cells,
    seconds,
    cpuSeconds: figureOf(
      single.map((sample) => sample.cpuSeconds),
      'lower',
    ),
    repeated: { simulations, cpuSeconds: repeated },
  };
}

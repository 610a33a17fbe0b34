import { runsOf } from '@tunq/sim';
import { runMany } from '@tunq/sim/node';
import { sweepScenarios } from '../anchors.js';
import { figureOf, ratioOf } from '../figure.js';
import type { Scaling } from '../report.js';
import { cpuSeconds } from './cpu.js';

const simulations = 64;

/** A sweep on one thread and on two, in turns: what the second thread costs beside the work. */
export async function measureScaling(runs: number, signal?: AbortSignal): Promise<Scaling> {
  const jobs = sweepScenarios(simulations).map((scenario, index) => ({ id: `run ${index + 1}`, scenario }));
  const sweep = async (threads: number) => {
    const cpu = cpuSeconds();
    const start = performance.now();
    runsOf(await runMany(jobs, { threads, ...(signal && { signal }) }));
    return { cpu: cpuSeconds() - cpu, wall: performance.now() - start };
  };
  const one: Awaited<ReturnType<typeof sweep>>[] = [];
  const two: typeof one = [];
  for (let run = 0; run < runs; run++) {
    one.push(await sweep(1));
    two.push(await sweep(2));
  }
  const cpu = (sweeps: typeof one) =>
    figureOf(
      sweeps.map((sample) => sample.cpu),
      'lower',
    );
  const wall = (sweeps: typeof one) =>
    figureOf(
      sweeps.map((sample) => sample.wall),
      'lower',
    );
  return {
    simulations,
    cpuSeconds: { one: cpu(one), two: cpu(two) },
    ratio: ratioOf(cpu(two), cpu(one)),
    wallRatio: ratioOf(wall(one), wall(two)),
  };
}

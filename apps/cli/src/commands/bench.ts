import { type AnchorName, anchorNames } from '@tunq/bench';
import { benchmark } from '@tunq/bench/node';
import { formatBench, formatJson } from '@tunq/report';
import { exitStatus } from '../failure.js';
import type { Io } from '../io.js';
import { progressBar } from '../progress.js';
import { styleOf } from '../style.js';

export interface BenchArguments {
  readonly scenario?: readonly AnchorName[];
  readonly runs: number;
  readonly json?: boolean;
}

/** `tunq bench`: how fast this machine simulates. */
export async function bench({ scenario, runs, json }: BenchArguments, io: Io): Promise<number> {
  // In the order of the table, each once.
  const scenarios = scenario && anchorNames.filter((name) => scenario.includes(name));
  const bar = await progressBar(io, 'measuring');
  try {
    const report = await benchmark({
      runs,
      ...(scenarios && { scenarios }),
      ...(io.signal && { signal: io.signal }),
      onProgress: bar.update,
    });
    bar.stop();
    io.stdout.write(json ? formatJson(report) : `${formatBench(report, styleOf(io))}\n`);
  } finally {
    bar.stop();
  }
  return exitStatus.done;
}

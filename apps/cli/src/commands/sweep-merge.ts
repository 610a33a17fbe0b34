import { mergeSweeps } from '@tunq/sim/node';
import type { Io } from '../io.js';
import { refuseStdout } from '../refuse-stdout.js';
import { finishSweep, type SweepOutput } from '../sweep-output.js';
import { inFolder } from './sweep.js';

export interface MergeArguments extends SweepOutput {
  readonly folders: readonly string[];
  readonly out: string;
}

/** `tunq sweep merge`: the shards of a sweep as one. */
export async function mergeShards({ folders, out, ...output }: MergeArguments, io: Io): Promise<number> {
  if (output.html !== undefined) refuseStdout(`--html ${output.html}`, output.html, io.stdout);
  const whole = inFolder(out, () => mergeSweeps(folders, out));
  try {
    return await finishSweep(whole, output, io);
  } finally {
    whole.close();
  }
}

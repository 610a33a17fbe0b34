import { formatCount, formatJson } from '@tunq/report';
import { sweepOf } from '@tunq/scenario';
import { SweepSet } from '@tunq/sim';
import { readHead } from '@tunq/sim/node';
import { exitStatus, InputError } from '../failure.js';
import type { Io } from '../io.js';

/** `tunq sweep scenario`: what one run of a sweep was a run of. */
export function sweepScenario(folder: string, run: number, io: Io): number {
  const head = readHead(folder);
  if (!head) throw new InputError(`${folder}: holds no sweep; allowed: a folder that \`tunq sweep\` has written`);
  const last = head.runs - 1;
  if (run > last) throw new InputError(`${formatCount(run)}: no such run; allowed: 0 to ${formatCount(last)}`);
  io.stdout.write(formatJson(new SweepSet(head.plans.map(sweepOf)).run(run).scenario));
  return exitStatus.done;
}

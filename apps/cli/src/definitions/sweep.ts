import { type Command, InvalidArgumentError } from 'commander';
import type { SweepArguments } from '../commands/sweep.js';
import type { MergeArguments } from '../commands/sweep-merge.js';
import type { Io } from '../io.js';
import { examples, remark } from './help.js';
import { wholeNumber } from './values.js';

export function defineSweep(root: Command, io: Io, setStatus: (status: number) => void): void {
  // Options behind a command's name are its own: else `--out` of `sweep merge` would go to `sweep`. Both must say so.
  const sweep = root
    .enablePositionalOptions()
    .command('sweep')
    .summary('run a grid of scenarios over all cores')
    .description(
      'Runs every point of a plan, each with several seeds, and keeps every run as soon as it has ended: a sweep that was interrupted goes on with --resume.',
    )
    .enablePositionalOptions()
    .argument('[plan...]', 'plans (YAML or JSON); with --resume, none: those of the folder')
    .option('--out <dir>', "folder for the results (default: the plan's name and .sweep)")
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--shard <i/n>', 'only the i-th of n parts, from 1; `tunq sweep merge` puts them together', shard)
    .option('--resume', 'go on with the sweep in the folder, and run again what failed')
    .option('--html <file>', 'write a page with figures and a table')
    .option('--markdown', 'print the summary as Markdown')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq sweep plan.yaml', 'all points, on all cores'],
        ['tunq sweep plan.yaml --resume', 'after an interruption'],
        ['tunq sweep plan.yaml --shard 2/4 --out part2', 'on the second of four machines'],
        ['tunq sweep merge part1 part2 part3 part4 --out all', 'the four together'],
        ['tunq schema plan > plan.schema.json', 'what a plan may hold, for an editor'],
      ),
    )
    .addHelpText('after', remark('Exit status: 0 done, 1 runs have failed, 2 the input is wrong, 130 interrupted.'))
    .action(async (plans: string[], options: Omit<SweepArguments, 'plans'>) => {
      const { sweep: run } = await import('../commands/sweep.js');
      setStatus(await run({ ...options, plans }, io));
    });

  sweep
    .command('merge')
    .summary('put the shards of a sweep together')
    .description('Puts the shards of a sweep together: the result is, byte for byte, that of the sweep in one piece.')
    .argument('<dir...>', 'folders of all shards')
    .requiredOption('--out <dir>', 'folder for the results')
    .option('--html <file>', 'write a page with figures and a table')
    .option('--markdown', 'print the summary as Markdown')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples(['tunq sweep merge part1 part2 --out all', 'both of two shards']))
    .action(async (folders: string[], options: Omit<MergeArguments, 'folders'>) => {
      const { mergeShards } = await import('../commands/sweep-merge.js');
      setStatus(await mergeShards({ ...options, folders }, io));
    });

  sweep
    .command('scenario')
    .summary('print the scenario of one run of a sweep')
    .description('Prints the scenario of one run, as `tunq run` takes it: for a look at a run that stands out.')
    .argument('<dir>', 'folder of a sweep')
    .argument('<run>', 'number of the run: the column run of its results', runNumber)
    .addHelpText('after', examples(['tunq sweep scenario plan.sweep 17 | tunq run -', 'run 17 once more']))
    .action(async (folder: string, run: number) => {
      const { sweepScenario } = await import('../commands/sweep-scenario.js');
      setStatus(sweepScenario(folder, run, io));
    });
}

function runNumber(value: string): number {
  if (!/^\d{1,8}$/.test(value)) throw new InvalidArgumentError('A number from 0 is allowed.');
  return Number(value);
}

function shard(value: string): { index: number; count: number } {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(value)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError('A part of a whole is allowed, 1/4 to 4/4 say.');
  }
  return { index, count };
}

import type { AnchorName } from '@tunq/bench';
import type { Command } from 'commander';
import type { BenchArguments } from '../commands/bench.js';
import type { Io } from '../io.js';
import { examples } from './help.js';
import { collectOf, wholeNumber } from './values.js';

/** As `@tunq/bench` has them; not imported, so that `--help` is fast. A test compares them. */
export const scenarioNames: readonly AnchorName[] = ['A', 'B', 'C', 'E'];

export function defineBench(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('bench')
    .summary('measure how fast this machine simulates')
    .description('Measures packets per CPU-second on four scenarios, and what else a simulation costs on this machine.')
    .option(
      '--scenario <name>',
      'only this scenario, A, B, C or E (repeatable), and nothing else',
      collectOf(scenarioNames),
    )
    .option('--runs <n>', 'samples of every figure', wholeNumber, 5)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq bench', 'everything; takes about a minute'],
        ['tunq bench --scenario A --runs 3', 'one figure'],
        ['tunq bench --json > bench.json', 'for scripts'],
      ),
    )
    .action(async (options: BenchArguments) => {
      const { bench } = await import('../commands/bench.js');
      setStatus(await bench(options, io));
    });
}

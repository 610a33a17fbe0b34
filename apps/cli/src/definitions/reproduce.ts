import type { Command } from 'commander';
import type { ReproduceArguments } from '../commands/reproduce.js';
import type { Io } from '../io.js';
import { examples } from './help.js';
import { fraction, wholeNumber } from './values.js';

export function defineReproduce(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('reproduce')
    .summary('put the published tables beside the simulation')
    .description('Simulates published tables and prints published beside simulated, with the error of every cell.')
    .argument('[table...]', 'tables by name (default: the six of the first mail)')
    .option('--all', 'every table that can be simulated; says of the others why not')
    .option('--full', "runs as long as the published ones (default: a cell's own length, 10s or more)")
    .option('--duration <time>', 'length of every run')
    .option(
      '--seeds <n>',
      'runs of every cell, each with another phase (default: 5 where drops make a row chaotic, else 1)',
      wholeNumber,
    )
    .option('--html <file>', 'write a page with a plot of every table')
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--strict', 'exit with status 1 when a cell is out of tolerance')
    .option('--tolerance <fraction>', 'error of goodput that --strict accepts', fraction, 0.1)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq reproduce', 'the six tables of the first mail'],
        ['tunq reproduce v3_tun_lab_rtt v3_tap_qlen', 'two of them'],
        ['tunq reproduce --seeds 10 --html tables.html', 'plots with error bars'],
        ['tunq reproduce --all --json > cells.json', 'everything, for scripts'],
      ),
    )
    .action(async (tables: string[], options: Omit<ReproduceArguments, 'tables'>) => {
      const { reproduce } = await import('../commands/reproduce.js');
      setStatus(await reproduce({ ...options, tables }, io));
    });
}

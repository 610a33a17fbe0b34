import type { Command } from 'commander';
import type { CheckArguments } from '../commands/check.js';
import type { Io } from '../io.js';
import { examples, remark } from './help.js';
import { collect, namesOf, range, wholeNumber } from './values.js';

/** As `@tunq/check` has them; not imported, so that `--help` is fast. A test compares them. */
export const memoryModels = ['sc', 'tso', 'weak'] as const;
export const readerKinds = ['blocking', 'polling', 'epoll'] as const;

export function defineCheck(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('check')
    .summary('search the stop/wake protocol for a lost wake-up')
    .description(
      'Explores every interleaving of the stop/wake protocols under three memory models and shows the schedule that loses a wake-up.',
    )
    .argument('[policy...]', 'policies by name (default: the whole table)')
    .option('--policy <file>', 'a protocol of your own, YAML or JSON (repeatable)', collect)
    .option('--memory <models>', `memory models of ${memoryModels.join(', ')}`, namesOf(memoryModels))
    .option('--ring <slots>', 'slots, 0 to 8: 4, 1-4, or 0,2,8 (default: 0-2, and 4 freed two at a time)', range(0, 8))
    .option('--producers <n>', 'senders at once, 1 to 3 (default: 1-2)', range(1, 3))
    .option('--reader <kinds>', `readers of ${readerKinds.join(', ')}`, namesOf(readerKinds))
    .option('--batch <slots>', 'slots freed at once, in rings of twice as many or more', range(1, 4, true))
    .option('--max-memory <mib>', 'bound of memory for the states', wholeNumber, 1536)
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--html <file>', 'write a page with the table and the losing schedules')
    .option('--mermaid <file>', 'write the losing schedules as Mermaid diagrams')
    .option('--strict', 'exit with status 1 for drops that are allowed, too')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq check', 'the whole table; less than a minute'],
        ['tunq check v4', 'the schedule that stalls vhost-net'],
        ['tunq check linux-7.3 --ring 1-4 --producers 1-3', 'a larger search'],
        ['tunq check --policy mine.yaml --html mine.html', 'a rule of your own'],
      ),
    )
    .addHelpText(
      'after',
      remark('Exit status: 0 everything holds (or is as documented), 1 a property is violated, 3 not finished.'),
    )
    .action(async (policies: string[], options: Omit<CheckArguments, 'policies'>) => {
      const { check } = await import('../commands/check.js');
      setStatus(await check({ ...options, policies }, io));
    });
}

import { type Command, Option } from 'commander';
import type { ValidateArguments } from '../commands/validate.js';
import type { ValidatePacketsArguments } from '../commands/validate-packets.js';
import { InputError } from '../failure.js';
import type { Io } from '../io.js';
import { examples } from './help.js';
import { wholeNumber } from './values.js';

export function defineValidate(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('validate')
    .summary('put the real kernel beside the simulation')
    .description(
      'Simulates measured runs of Linux 7.3 and prints measured beside simulated, with the error of every cell.',
    )
    .option(
      '--cells <cells...>',
      'cells as kernel-lab prints them, folders of them, or bundled: kernel (default), differential',
    )
    .option('--cell <id>', 'only that cell, or those whose id contains the text')
    .option('--html <file>', 'write a page with drawings: of one cell over time, or of all of them')
    .option('--packets <capture>', 'a capture, packet by packet: a file, the name of a bundled one, or all of these')
    .option('--scenario <scenario>', 'what --packets was captured of (default: index.json beside it)')
    .addOption(new Option('--sort <order>', 'order of the rows').choices(['error', 'file']).default('error'))
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--strict', 'exit with status 1 when a bar is missed')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq validate', 'every bundled cell'],
        ['tunq validate --cells *.json --strict', 'cells of your own, measured with kernel-lab'],
        ['tunq validate --cell cubic-1f-pfifo_fast-q500 --json', 'some of them, for scripts'],
        ['tunq validate --cell cubic-4f-fq-q500-20ms-120us-drop --html cell.html', 'one cell over time'],
        ['tunq validate --packets capture.csv.gz --cells cell.json', 'the first packet that differs'],
      ),
    )
    .action(async ({ packets, scenario, ...options }: ValidateArguments & Partial<ValidatePacketsArguments>) => {
      if (packets !== undefined) {
        if (options.html !== undefined) throw new InputError('--html: draws cells; allowed: --html without --packets');
        const { validatePackets } = await import('../commands/validate-packets.js');
        setStatus(await validatePackets({ ...options, packets, ...(scenario !== undefined && { scenario }) }, io));
        return;
      }
      if (scenario !== undefined) throw new InputError('--scenario: belongs to --packets; allowed: both of them');
      const { validate } = await import('../commands/validate.js');
      setStatus(await validate(options, io));
    });
}

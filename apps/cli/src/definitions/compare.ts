import type { Command } from 'commander';
import type { CompareArguments } from '../commands/compare.js';
import type { Io } from '../io.js';
import { examples, scenarioHelp } from './help.js';
import { collect, wholeNumber } from './values.js';

export function defineCompare(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('compare')
    .summary('run variants of a scenario side by side')
    .description('Runs a scenario with every combination of the values, side by side.')
    .argument('<scenario>', scenarioHelp)
    .requiredOption('--vary <key=v1,v2…>', 'values that a key takes (repeatable)', collect)
    .option('--set <key=value>', 'change a key in all variants (repeatable)', collect, [])
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--html <file>', 'write a page with bars and the table')
    .option('--json', 'print one JSON document')
    .option('--markdown', 'print a Markdown table')
    .addHelpText(
      'after',
      examples(
        ['tunq compare openvpn-lab --vary device.queueLength=10,100,500', 'three queue lengths'],
        ['tunq compare openvpn-lab --vary device.flowControl=tail-drop,linux-7.3 --vary path.rtt=10ms,120ms', 'a grid'],
      ),
    )
    .action(async (scenario: string, options: Omit<CompareArguments, 'scenario'>) => {
      const { compare } = await import('../commands/compare.js');
      setStatus(await compare({ ...options, scenario }, io));
    });
}

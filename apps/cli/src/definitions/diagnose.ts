import type { Command } from 'commander';
import type { DiagnoseArguments } from '../commands/diagnose.js';
import type { Io } from '../io.js';
import { examples } from './help.js';

export function defineDiagnose(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('diagnose')
    .summary('say which limit holds the traffic of a device back')
    .description(
      'Reads `ip -d -s -j link`, `tc -s -j qdisc`, `ss -tinm`, `nstat -asj`, iperf3’s JSON and /proc/net/dev, and says which limit is at work, with the evidence. Two files of one kind are the states before and after.',
    )
    .argument('[file...]', 'files in the order of time, folders with such files, or - for standard input')
    .option('--live <device>', 'look at a device of this machine (Linux), reading only')
    .option('--for <time>', 'time between the two looks of --live (default: 5s), or between the files')
    .option('--device <name>', 'the TUN or TAP device (default: the busiest in the files)')
    .option('--scenario <file>', 'write the scenario that reproduces the limit')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq diagnose --live tun0', 'this machine, five seconds'],
        ['tunq diagnose before/ after/ iperf3.json', 'what was taken before and after'],
        ['ss -tinm | tunq diagnose -', 'what the connections alone tell'],
        ['tunq diagnose --live tun0 --for 30s --scenario limit.yaml', 'and as an experiment'],
      ),
    )
    .addHelpText('after', '\nExit status: 0 also where it is not enough to tell; 1 --scenario, and there is none.')
    .action(async (files: string[], options: Omit<DiagnoseArguments, 'files'>) => {
      const { diagnose } = await import('../commands/diagnose.js');
      setStatus(await diagnose({ ...options, files }, io));
    });
}

import type { TraceKind } from '@tunq/sim';
import type { Command } from 'commander';
import type { RunArguments } from '../commands/run.js';
import type { Io } from '../io.js';
import { examples, scenarioHelp } from './help.js';
import { collect, namesOf, snaplen } from './values.js';

/** Kinds of events that `--trace-kinds` takes. */
const traceKinds: readonly TraceKind[] = [
  ...(['sample', 'ring', 'drop', 'queue', 'send', 'ack', 'congestion', 'progress', 'packet'] as const),
];

export function defineRun(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('run')
    .summary('run one simulation')
    .description('Runs one simulation and prints what it measured.')
    .argument('<scenario>', scenarioHelp)
    .option('--set <key=value>', 'change a key of the scenario (repeatable)', collect, [])
    .option('--json', 'print one JSON document')
    .option('--markdown', 'print Markdown tables')
    .option('--trace <file>', 'write what happened: .jsonl (one object a line), .csv or .parquet')
    .option(
      '--trace-kinds <kinds>',
      `kinds of events to write (of ${traceKinds.join(', ')}; default: all but packet)`,
      namesOf(traceKinds),
    )
    .option('--pcapng <file>', 'write every packet as a capture, for tshark and Wireshark')
    .option('--snaplen <bytes>', 'bytes that --pcapng keeps of a packet (default: its headers)', snaplen)
    .option('--iperf3 <file>', 'write the report that iperf3 -J would print')
    .option('--flent <file>', 'write a data file for flent, *.flent.gz')
    .option('--svg <file>', 'draw the run over time')
    .option('--png <file>', 'draw the run over time')
    .option('--html <file>', 'write a page with the drawing, the result and the scenario')
    .addHelpText(
      'after',
      examples(
        ['tunq run experiment.yaml', 'a scenario of your own'],
        ['tunq run openvpn-lab --set device.queueLength=10 --set path.rtt=120ms', 'a preset, changed'],
        ['tunq run openvpn-lab --json | jq .result.goodputMbps', 'for scripts'],
        ['tunq run openvpn-lab --trace drops.jsonl --trace-kinds drop,queue', 'a time series'],
      ),
    )
    .action(async (scenario: string, options: Omit<RunArguments, 'scenario'>) => {
      const { run } = await import('../commands/run.js');
      setStatus(await run({ ...options, scenario }, io));
    });
}

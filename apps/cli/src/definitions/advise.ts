import { type Command, Option } from 'commander';
import type { AdviseArguments } from '../commands/advise.js';
import type { Io } from '../io.js';
import { examples } from './help.js';
import { collect, nameOf, namesOf, wholeNumber } from './values.js';

/** As `@tunq/sim` has them; not imported, so that `--help` is fast. A test compares them. */
export const readerNames = ['wireguard-go', 'wireguard-go-offload', 'openvpn', 'qemu-e1000', 'vhost-net'] as const;
export const qdiscNames = ['fq_codel', 'pfifo_fast', 'fq', 'pfifo', 'prio', 'noqueue'] as const;

export function defineAdvise(root: Command, io: Io, setStatus: (status: number) => void): void {
  root
    .command('advise')
    .summary('say which queue length, qdisc and flow control suit a tunnel')
    .description(
      'Simulates a tunnel with many queue lengths and qdiscs, with and without backpressure, and says which to take, how, and what it costs.',
    )
    .requiredOption('--rtt <time>', 'RTT of the path, without queues')
    .requiredOption('--reader <name>', `program that reads the device: ${readerNames.join(', ')}`, nameOf(readerNames))
    .option(
      '--rate <rate>',
      'TCP payload that the tunnel carries, as iperf3 prints it (default: what the reader carried where it was measured)',
    )
    .addOption(
      new Option(
        '--bottleneck <which>',
        'what carries no more than --rate: the reader, made as slow, or the path behind it',
      )
        .choices(['reader', 'path'])
        .default('reader'),
    )
    .option('--flows <n>', 'bulk TCP connections', wholeNumber, 1)
    .option('--latency <time>', 'the most that queues may add to the RTT of 99 of 100 pings')
    .option('--give-up <share>', 'share of the throughput that may be given up for latency', '2%')
    .option('--kernel <version>', 'Linux of the machine, from 7.3 on with IFF_BACKPRESSURE', '7.3')
    .option('--no-backpressure', 'the program cannot ask for backpressure')
    .option('--txqueuelen <n>', 'what the device has today (default: TUN 500, TAP 1000)', wholeNumber)
    .addOption(
      new Option(
        '--qdisc <names>',
        `qdiscs to choose from, of ${qdiscNames.join(', ')}; the first is what the device has today`,
      )
        .argParser(namesOf(qdiscNames))
        .default(['fq_codel', 'pfifo_fast'], 'fq_codel,pfifo_fast'),
    )
    .option('--set <key=value>', 'change a key of the scenario, receiver.rmem say (repeatable)', collect, [])
    .option('--duration <time>', 'length of a transfer (default: 10s, less for fast tunnels, more for long paths)')
    .option('--seeds <n>', 'runs of a choice that drops, each with another phase', wholeNumber, 3)
    .option('--html <file>', 'write a page with the plot')
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq advise --rtt 120ms --rate 185mbit --reader wireguard-go', 'the tunnel of the patch mail'],
        ['tunq advise --rtt 120ms --rate 185mbit --reader openvpn --kernel 6.12', 'a kernel without backpressure'],
        ['tunq advise --rtt 40ms --rate 1gbit --reader openvpn --bottleneck path --latency 5ms', 'a bound of latency'],
        ['tunq advise --rtt 100us --reader vhost-net --flows 8 --html advice.html', 'a page with the plot'],
      ),
    )
    .action(async (options: AdviseArguments) => {
      const { advise } = await import('../commands/advise.js');
      setStatus(await advise(options, io));
    });
}

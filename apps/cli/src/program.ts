import type { TraceKind } from '@tunq/sim';
import { Command, InvalidArgumentError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import type { BenchArguments } from './commands/bench.js';
import type { CalibrateArguments } from './commands/calibrate.js';
import type { CheckArguments } from './commands/check.js';
import type { CompareArguments } from './commands/compare.js';
import type { ReproduceArguments } from './commands/reproduce.js';
import type { RunArguments } from './commands/run.js';
import type { ValidateArguments } from './commands/validate.js';
import type { ValidatePacketsArguments } from './commands/validate-packets.js';
import { InputError } from './failure.js';
import type { Io } from './io.js';

/** As `@tunq/check` has them; not imported, so that `--help` is fast. A test compares them. */
export const memoryModels = ['sc', 'tso', 'weak'] as const;
export const readerKinds = ['blocking', 'polling', 'epoll'] as const;

/** Kinds of events that `--trace-kinds` takes. */
const traceKinds: readonly TraceKind[] = [
  ...(['sample', 'ring', 'drop', 'queue', 'send', 'ack', 'congestion', 'progress', 'packet'] as const),
];

/** What `--help` says of SCENARIO, in every command that takes one. */
const scenarioHelp = "a file (YAML or JSON), a preset's name, or - for standard input";

/**
 * The command line as a parser. Commands are loaded when they run, so that `--help` is fast.
 *
 * @param setStatus takes the exit status of the command that ran
 */
export function program(io: Io, setStatus: (status: number) => void): Command {
  const root = new Command('tunq')
    .description('What a full TUN/TAP queue does to TCP traffic, and what backpressure would do instead.')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      examples(
        ['tunq reproduce', 'the published tables beside the simulation'],
        ['tunq run openvpn-lab', 'one simulation of a preset'],
        ['tunq compare openvpn-lab --vary device.queueLength=10,500', 'queue lengths side by side'],
      ),
    )
    .addHelpText('after', '\nExit status: 0 done, 1 the answer is bad, 2 the input is wrong.');

  root
    .command('run')
    .summary('run one simulation')
    .description('Runs one simulation and prints what it measured.')
    .argument('<scenario>', scenarioHelp)
    .option('--set <key=value>', 'change a key of the scenario (repeatable)', collect, [])
    .option('--json', 'print one JSON document')
    .option('--trace <file>', 'write what happened, one JSON object a line')
    .option(
      '--trace-kinds <kinds>',
      `kinds of events to write (of ${traceKinds.join(',')}; default: all but packet)`,
      kinds,
    )
    .option('--pcapng <file>', 'write every packet as a capture, for tshark and Wireshark')
    .option('--snaplen <bytes>', 'bytes that --pcapng keeps of a packet (default: 96, all headers)', bytes)
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
      const { run } = await import('./commands/run.js');
      setStatus(await run({ ...options, scenario }, io));
    });

  root
    .command('compare')
    .summary('run variants of a scenario side by side')
    .description('Runs a scenario with every combination of the values, side by side.')
    .argument('<scenario>', scenarioHelp)
    .requiredOption('--vary <key=v1,v2…>', 'values that a key takes (repeatable)', collect)
    .option('--set <key=value>', 'change a key in all variants (repeatable)', collect, [])
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq compare openvpn-lab --vary device.queueLength=10,100,500', 'three queue lengths'],
        ['tunq compare openvpn-lab --vary device.flowControl=tail-drop,linux-7.3 --vary path.rtt=10ms,120ms', 'a grid'],
      ),
    )
    .action(async (scenario: string, options: Omit<CompareArguments, 'scenario'>) => {
      const { compare } = await import('./commands/compare.js');
      setStatus(await compare({ ...options, scenario }, io));
    });

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
      const { reproduce } = await import('./commands/reproduce.js');
      setStatus(await reproduce({ ...options, tables }, io));
    });

  root
    .command('calibrate')
    .summary('fit the calibrated parameters again')
    .description(
      'Fits every calibrated parameter to its published rows and prints stored and fitted value, with the residual of every row. It changes nothing.',
    )
    .argument('[name...]', 'parameters by key, or those of a preset or a reader profile (default: all)')
    .option('--phases <n>', 'runs of every row that are averaged, each with another phase', wholeNumber, 3)
    .option('--duration <time>', 'length of every run (default: as published, or that of the cell; at most 60s)')
    .option('--dry', 'run nothing: list the parameters, their rows and why')
    .option('--jobs <n>', 'threads (default: one per core)', wholeNumber)
    .option('--strict', 'exit with status 1 when a stored value is not within 2 % of the fitted')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        ['tunq calibrate', 'all parameters; takes some minutes'],
        ['tunq calibrate openvpn', 'those of a reader profile'],
        ['tunq calibrate reader.perPacket --json', 'one key, for scripts'],
      ),
    )
    .action(async (names: string[], options: Omit<CalibrateArguments, 'names'>) => {
      const { calibrate } = await import('./commands/calibrate.js');
      setStatus(await calibrate({ ...options, names }, io));
    });

  root
    .command('validate')
    .summary('put the real kernel beside the simulation')
    .description(
      'Simulates measured runs of Linux 7.3 and prints measured beside simulated, with the error of every cell.',
    )
    .option(
      '--cells <file...>',
      'cells as kernel-lab prints them, folders of them, or bundled: kernel (default), differential',
    )
    .option('--cell <id>', 'only that cell, or those whose id contains the text')
    .option('--html <file>', 'write a page with drawings: of one cell over time, or of all of them')
    .option('--packets <file>', 'a capture, packet by packet: a file, the name of a bundled one, or all of these')
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
        ['tunq validate --cell cubic-1f-pfifo_fast-q50-120ms-30us-drop --html cell.html', 'one cell over time'],
        ['tunq validate --packets capture.csv.gz --cells cell.json', 'the first packet that differs'],
      ),
    )
    .action(async ({ packets, scenario, ...options }: ValidateArguments & Partial<ValidatePacketsArguments>) => {
      if (packets !== undefined) {
        if (options.html !== undefined) throw new InputError('--html: draws cells; allowed: --html without --packets');
        const { validatePackets } = await import('./commands/validate-packets.js');
        setStatus(await validatePackets({ ...options, packets, ...(scenario !== undefined && { scenario }) }, io));
        return;
      }
      if (scenario !== undefined) throw new InputError('--scenario: belongs to --packets; allowed: both of them');
      const { validate } = await import('./commands/validate.js');
      setStatus(await validate(options, io));
    });

  root
    .command('bench')
    .summary('measure how fast this machine simulates')
    .description('Measures packets per CPU-second on four scenarios, and what else a simulation costs on this machine.')
    .option('--scenario <name>', 'only this scenario, A, B, C or E (repeatable), and nothing else', collect)
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
      const { bench } = await import('./commands/bench.js');
      setStatus(await bench(options, io));
    });

  root
    .command('check')
    .summary('search the stop/wake protocol for a lost wake-up')
    .description(
      'Explores every interleaving of the stop/wake protocols under three memory models and shows the schedule that loses a wake-up.',
    )
    .argument('[policy...]', 'policies by name (default: the whole table)')
    .option('--policy <file>', 'a protocol of your own, YAML or JSON (repeatable)', collect)
    .option('--memory <models>', `memory models of ${memoryModels.join(',')}`, oneOf(memoryModels))
    .option('--ring <slots>', 'slots, 0 to 8: 4, 1-4, or 0,2,8 (default: 0-2, and 4 freed two at a time)', range(0, 8))
    .option('--producers <n>', 'senders at once, 1 to 3 (default: 1-2)', range(1, 3))
    .option('--reader <kinds>', `readers of ${readerKinds.join(',')}`, oneOf(readerKinds))
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
      '\nExit status: 0 everything holds (or is as documented), 1 a property is violated, 3 not finished.',
    )
    .action(async (policies: string[], options: Omit<CheckArguments, 'policies'>) => {
      const { check } = await import('./commands/check.js');
      setStatus(await check({ ...options, policies }, io));
    });

  root
    .command('presets')
    .summary('list the presets')
    .description('Lists the presets that run and compare take by name; with a name, prints its document.')
    .argument('[name]', 'preset to print')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples(['tunq presets openvpn-lab > mine.json', 'a scenario to begin from']))
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const { presets } = await import('./commands/presets.js');
      setStatus(presets({ name, json }, io));
    });

  root
    .command('schema')
    .summary('print the JSON Schema of a scenario')
    .description('Prints the JSON Schema of a scenario, for editors and other tools.')
    .addHelpText('after', examples(['tunq schema > scenario.schema.json', 'for an editor']))
    .action(async () => {
      const { schema } = await import('./commands/schema.js');
      setStatus(schema(io));
    });

  for (const command of [root, ...root.commands]) quiet(command, io);
  return root;
}

/** Commander neither exits nor prints errors: `main` does both, in one line. */
function quiet(command: Command, { stdout }: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stdout.write(text),
    outputError() {},
    getOutHelpWidth: () => stdout.columns ?? 100,
    getErrHelpWidth: () => stdout.columns ?? 100,
  });
}

function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const wrap = width > 60;
  const text = lines.map(([command, what]) =>
    wrap ? `  # ${what}\n  ${command}` : `  ${command.padEnd(width)}  # ${what}`,
  );
  return `\nExamples:\n${text.join('\n')}`;
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function kinds(value: string): TraceKind[] {
  return value.split(',').map((name) => {
    const kind = traceKinds.find((candidate) => candidate === name.trim());
    if (!kind) throw new InvalidArgumentError(`Allowed: ${traceKinds.join(', ')}, separated by commas.`);
    return kind;
  });
}

/** A parser of names separated by commas. */
function oneOf<Name extends string>(names: readonly Name[]): (value: string) => Name[] {
  return (value) =>
    value.split(',').map((part) => {
      const name = names.find((known) => known === part.trim());
      if (!name) throw new InvalidArgumentError(`Allowed: ${names.join(', ')}, separated by commas.`);
      return name;
    });
}

/** A parser of whole numbers: `4`, `1-4`, `0,2,8`; with `single` of one of them. */
function range(from: number, to: number, single?: false): (value: string) => number[];
function range(from: number, to: number, single: true): (value: string) => number;
function range(from: number, to: number, single = false): (value: string) => number[] | number {
  const wrong = (): never => {
    const many = single ? '' : `: ${to}, ${from}-${to}, or ${from},${to}`;
    throw new InvalidArgumentError(`Whole numbers from ${from} to ${to} are allowed${many}.`);
  };
  return (value) => {
    const numbers = value.split(',').flatMap((part) => {
      const match = /^(\d)(?:-(\d))?$/.exec(part.trim()) ?? wrong();
      const first = Number(match[1]);
      const last = match[2] === undefined ? first : Number(match[2]);
      if (first < from || last > to || last < first) wrong();
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
    if (single) return numbers.length === 1 ? numbers[0]! : wrong();
    return [...new Set(numbers)].sort((a, b) => a - b);
  };
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('A whole number from 1 to 9999 is allowed.');
  return Number(value);
}

function bytes(value: string): number {
  const number = Number(value);
  if (!/^\d{2,5}$/.test(value) || number < 64 || number > 65_535) {
    throw new InvalidArgumentError('A whole number from 64 to 65535 is allowed.');
  }
  return number;
}

function fraction(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError('A number from 0 up is allowed, 0.1 being 10 %.');
  }
  return number;
}

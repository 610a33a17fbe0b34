import { formatBytes, formatCount, formatNumber } from './format.js';
import { colors, plain, type Style } from './style.js';
import { fitTable } from './text-table.js';
import { wrap } from './wrap.js';

/** A figure of several runs. */
export interface BenchFigure {
  readonly best: number;
  readonly median: number;
}

/** What `formatBench` and `benchFigure` show of a benchmark; `@tunq/bench` makes one. */
export interface BenchResult {
  readonly version: string;
  readonly date: string;
  readonly runs: number;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly os: string;
    readonly node: string;
    readonly load: number;
  };
  readonly scenarios: readonly {
    readonly name: string;
    readonly title: string;
    readonly rateMbit: number;
    readonly rttMs: number;
    readonly eventsPerPacket: number;
    readonly packetsInFlight: number;
    readonly packetsPerCpuSecond: BenchFigure;
    readonly nsPerPacket: BenchFigure;
    readonly speedup: BenchFigure;
    readonly memoryBytes: number;
  }[];
  readonly window?: readonly { readonly packetsInFlight: number; readonly nsPerPacket: BenchFigure }[];
  readonly flows?: readonly {
    readonly scenario: string;
    readonly flows: number;
    readonly nsPerPacket: BenchFigure;
    readonly ratio: BenchFigure;
    readonly memoryBytes: number;
  }[];
  readonly start?: {
    readonly compileMs: BenchFigure;
    readonly instantiateMs: BenchFigure;
    readonly firstRunMs: BenchFigure;
  };
  readonly scaling?: { readonly simulations: number; readonly ratio: BenchFigure; readonly wallRatio: BenchFigure };
  readonly reproduce?: {
    readonly cells: number;
    readonly seconds: number;
    readonly cpuSeconds: BenchFigure;
    readonly repeated: { readonly simulations: number; readonly cpuSeconds: number };
  };
  readonly wasmBytes: number;
  readonly peers?: readonly {
    readonly name: string;
    readonly build: string;
    readonly scenarios: readonly {
      readonly name: string;
      readonly runs: number;
      readonly packetsInFlight: number;
      readonly packetsPerCpuSecond: BenchFigure;
      readonly tunq: BenchFigure;
      readonly ratio: BenchFigure;
    }[];
  }[];
  readonly browser?: {
    readonly name: string;
    readonly places: readonly {
      readonly place: string;
      readonly firstMs: BenchFigure;
      readonly laterMs: BenchFigure;
    }[];
  };
  readonly skipped?: readonly { readonly name: string; readonly reason: string }[];
  readonly bars: readonly BenchBar[];
}

export interface BenchBar {
  readonly title: string;
  readonly unit: string;
  readonly direction: 'at least' | 'at most';
  readonly must: number;
  readonly aim: number;
  readonly value: number | null;
  readonly verdict: 'aim' | 'must' | 'missed' | null;
}

/** A benchmark as tables with units, for people. Ends without a newline. */
export function formatBench(bench: BenchResult, style: Style = plain): string {
  const { machine, runs } = bench;
  const { bold } = colors(style);
  const head = `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}, load ${machine.load}
CPU time, best / median of ${runs} ${runs === 1 ? 'run' : 'runs'}; a packet is a data packet that TCP sends`;
  const parts: (readonly [string, string] | undefined)[] = [
    ['scenarios', scenarioTable(bench, style)],
    bench.peers && bench.peers.length > 0 ? ['peers, in turns with tunq', peerTable(bench.peers, style)] : undefined,
    bench.window && ['cost per packet against packets in flight', windowTable(bench.window, style)],
    [
      'further',
      fitTable({ rows: furtherRows(bench).map(([name, value]) => [`  ${name}`, value]), align: ['left'] }, style),
    ],
    ['bars', barTable(bench.bars, style)],
    bench.skipped && bench.skipped.length > 0
      ? ['skipped', bench.skipped.map(({ name, reason }) => `  ${name}: ${reason}`).join('\n')]
      : undefined,
  ];
  const sections = parts.flatMap((part) => (part ? [`${bold(part[0])}\n${part[1]}`] : []));
  return wrap([head, ...sections].join('\n\n'), style.width);
}

function scenarioTable({ scenarios }: BenchResult, style: Style): string {
  return fitTable(
    {
      head: [
        '',
        'reader',
        'RTT',
        'in flight',
        'events\na packet',
        'million packets\na CPU-s',
        'ns\na packet',
        'simulated s\na CPU-s',
      ],
      rows: scenarios.map((scenario) => [
        `${scenario.name} ${scenario.title}`,
        `${scenario.rateMbit} Mbit/s`,
        `${scenario.rttMs} ms`,
        formatCount(Math.round(scenario.packetsInFlight)),
        formatNumber(scenario.eventsPerPacket, 2),
        pair(scenario.packetsPerCpuSecond, millions),
        pair(scenario.nsPerPacket, whole),
        pair(scenario.speedup, whole),
      ]),
      align: ['left', 'right'],
    },
    style,
  );
}

function peerTable(peers: NonNullable<BenchResult['peers']>, style: Style): string {
  return fitTable(
    {
      head: ['', 'scenario', 'runs', 'million packets a CPU-s', 'tunq', 'tunq over it'],
      rows: peers.flatMap(({ name, scenarios }) =>
        scenarios.map((scenario) => [
          name,
          scenario.name,
          String(scenario.runs),
          pair(scenario.packetsPerCpuSecond, millions),
          pair(scenario.tunq, millions),
          pair(scenario.ratio, times),
        ]),
      ),
      align: ['left', 'left', 'right'],
    },
    style,
  );
}

/** Longest bar of the drawing, characters. */
const barWidth = 40;

function windowTable(window: NonNullable<BenchResult['window']>, style: Style): string {
  const most = Math.max(...window.map(({ nsPerPacket }) => nsPerPacket.median));
  return fitTable(
    {
      head: ['in flight', 'ns a packet', ''],
      rows: window.map(({ packetsInFlight, nsPerPacket }) => [
        formatCount(Math.round(packetsInFlight)),
        pair(nsPerPacket, whole),
        '█'.repeat(Math.round((nsPerPacket.median / most) * barWidth)),
      ]),
      align: ['right', 'right', 'left'],
    },
    style,
  );
}

/** What is neither a scenario nor a bar, by name. */
export function furtherRows(bench: BenchResult): (readonly [name: string, value: string])[] {
  const { scenarios, flows = [], start, scaling, reproduce, browser, wasmBytes } = bench;
  return [
    ['memory of one simulation', formatBytes(Math.max(...scenarios.map(({ memoryBytes }) => memoryBytes)))] as const,
    ...flows.flatMap(({ scenario, flows: count, nsPerPacket, ratio, memoryBytes }) => [
      [`${scenario} with ${formatCount(count)} flows, ns a packet`, pair(nsPerPacket, whole)] as const,
      ['  over one flow', pair(ratio, times)] as const,
      ['  memory', formatBytes(memoryBytes)] as const,
    ]),
    ...(start
      ? [
          ['compiling the module', `${pair(start.compileMs, milli)} ms`] as const,
          ['making an instance', `${pair(start.instantiateMs, milli)} ms`] as const,
          ['first run of A, 10 s, wall time', `${pair(start.firstRunMs, whole)} ms`] as const,
        ]
      : []),
    ...(scaling
      ? [
          [`${scaling.simulations} runs: CPU time, 2 threads over 1`, pair(scaling.ratio, times)] as const,
          [`${scaling.simulations} runs: wall time, 1 thread over 2`, pair(scaling.wallRatio, times)] as const,
        ]
      : []),
    ...(reproduce
      ? [
          [
            `reproduce, ${reproduce.cells} runs of ${reproduce.seconds} s`,
            `${pair(reproduce.cpuSeconds, milli)} s`,
          ] as const,
          [
            `reproduce with its repeats, ${reproduce.repeated.simulations} runs`,
            `${milli(reproduce.repeated.cpuSeconds)} s`,
          ] as const,
        ]
      : []),
    ...(browser
      ? browser.places.flatMap(({ place, firstMs, laterMs }) => [
          [`${browser.name}, ${place}: first run of A`, `${pair(firstMs, whole)} ms`] as const,
          [`${browser.name}, ${place}: a later run`, `${pair(laterMs, whole)} ms`] as const,
        ])
      : []),
    ['core.wasm', formatBytes(wasmBytes)] as const,
  ];
}

function barTable(bars: readonly BenchBar[], style: Style): string {
  const { green, red, dim } = colors(style);
  const verdicts = { aim: green('aim met'), must: 'met', missed: red('missed') };
  const rows = bars.flatMap((bar) =>
    bar.value === null || bar.verdict === null
      ? []
      : [
          [
            `  ${bar.title.replaceAll('`', '')}`,
            limit(bar, bar.must),
            limit(bar, bar.aim),
            formatBarValue(bar, bar.value),
            verdicts[bar.verdict],
          ],
        ],
  );
  const rest = bars.length - rows.length;
  const table = fitTable(
    {
      head: ['', 'must', 'aim', 'measured', ''],
      rows,
      align: ['left', 'right', 'right', 'right', 'left'],
    },
    style,
  );
  return rest === 0 ? table : `${table}\n${dim(`  ${rest} further not measured here`)}`;
}

function limit(bar: BenchBar, value: number): string {
  return `${bar.direction === 'at least' ? '≥' : '≤'} ${formatBarValue(bar, value)}`;
}

/** `0.2` → `20 %`, `1.0312` → `1.03×`, `250` → `250×` */
export function formatBarValue({ unit }: Pick<BenchBar, 'unit'>, value: number): string {
  if (unit === '%') return `${formatNumber(value * 100, Number.isInteger(Math.round(value * 1e4) / 100) ? 0 : 1)} %`;
  const decimals = value >= 100 || Number.isInteger(value) ? 0 : value >= 20 ? 1 : 2;
  const text = formatNumber(value, decimals);
  return unit === '×' ? `${text}×` : `${text} ${unit}`;
}

/** `best / median` */
function pair({ best, median }: BenchFigure, format: (value: number) => string): string {
  return `${format(best)} / ${format(median)}`;
}

const millions = (value: number): string => (value < 1e5 ? formatNumber(value / 1e6, 4) : formatNumber(value / 1e6, 2));
export const whole = (value: number): string => formatNumber(value, value < 10 ? 1 : 0);
const milli = (value: number): string => formatNumber(value, 2);
/** `0.0712` → `7.1 %`, `1.24` → `1.24×`, `91.7` → `92×`: a share reads better as one. */
const times = (value: number): string =>
  value < 0.9 ? `${formatNumber(value * 100, 1)} %` : `${formatNumber(value, value >= 10 ? 0 : 2)}×`;

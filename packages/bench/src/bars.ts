import type { Bar, BenchReport, JudgedBar, Verdict } from './report.js';

type Source = (report: Omit<BenchReport, 'bars'>) => number | null | undefined;

const low = (id: string, title: string, unit: string, must: number, aim: number): Bar => ({
  id,
  title,
  unit,
  direction: 'at most',
  must,
  aim,
});
const high = (id: string, title: string, unit: string, must: number, aim: number): Bar => ({
  ...low(id, title, unit, must, aim),
  direction: 'at least',
});

function peerRatio(key: string, scenario: string): Source {
  return ({ peers }) =>
    peers?.find((peer) => peer.key === key)?.scenarios.find(({ name }) => name === scenario)?.ratio.median;
}

function rate({ scenarios }: Omit<BenchReport, 'bars'>, name: string): number | undefined {
  return scenarios.find((scenario) => scenario.name === name)?.nsPerPacket.median;
}

/** Cost in the sweep of windows. */
function costAt({ window }: Omit<BenchReport, 'bars'>, packets: number): number | undefined {
  return window?.find((point) => point.window === packets)?.nsPerPacket.median;
}

function quotient(a: number | undefined, b: number | undefined): number | null {
  return a === undefined || b === undefined ? null : a / b;
}

/** Greatest of what there is. */
function most(values: readonly number[] | undefined): number | null {
  return values === undefined || values.length === 0 ? null : Math.max(...values);
}

/** Every bar, and where its value stands in a report. Medians are what is held against them. */
const bars: readonly (readonly [Bar, Source])[] = [
  [high('ns3-A', 'packets per CPU-second against ns-3, A', '×', 250, 400), peerRatio('ns3', 'A')],
  [high('ns3-B', 'packets per CPU-second against ns-3, B', '×', 400, 600), peerRatio('ns3', 'B')],
  [high('bound-A', 'share of the C bound, A', '%', 0.2, 0.4), peerRatio('c-lines', 'A')],
  [high('bound-B', 'share of the C bound, B', '%', 0.2, 0.4), peerRatio('c-lines', 'B')],
  [
    low('b-over-c', 'cost per packet, B over C', '×', 1.3, 1.1),
    (report) => quotient(rate(report, 'B'), rate(report, 'C')),
  ],
  [
    low('window', 'cost per packet, window of 2170 packets over 670', '×', 1.3, 1.1),
    (report) => quotient(costAt(report, 2170), costAt(report, 670)),
  ],
  [
    low('flows', 'cost per packet, 1000 flows over 1', '×', 2, 1.3),
    ({ flows }) => most(flows?.map(({ ratio }) => ratio.median)),
  ],
  [
    low('reproduce', '`reproduce`, 68 runs of 10 s, CPU time', 's', 15, 5),
    ({ reproduce }) => reproduce?.cpuSeconds.median,
  ],
  [
    low('browser', '10 s of A in the browser, first run of a page', 'ms', 100, 30),
    ({ browser }) => most(browser?.places.map(({ firstMs }) => firstMs.median)),
  ],
  [
    low('memory', 'memory of one simulation', 'MB', 8, 3),
    ({ scenarios }) => (scenarios.length < 4 ? null : most(scenarios.map(({ memoryBytes }) => memoryBytes / 1e6))),
  ],
  [low('start', 'start of an instance, compilation included', 'ms', 3, 1), ({ start }) => start?.coldMs.median],
  [
    low('scaling', 'sweep of 64 runs, CPU time of 2 threads over 1', '×', 1.1, 1.03),
    ({ scaling }) => scaling?.ratio.median,
  ],
  [low('wasm', '`core.wasm`', 'kB', 100, 60), ({ wasmBytes }) => wasmBytes / 1e3],
];

/** Holds a report against the bars. */
export function judge(report: Omit<BenchReport, 'bars'>): JudgedBar[] {
  return bars.map(([bar, source]) => {
    const value = source(report) ?? null;
    return { ...bar, value, verdict: value === null ? null : verdictOf(bar, value) };
  });
}

function verdictOf({ direction, must, aim }: Bar, value: number): Verdict {
  const reaches = (limit: number) => (direction === 'at least' ? value >= limit : value <= limit);
  if (reaches(aim)) return 'aim';
  return reaches(must) ? 'must' : 'missed';
}

import type { BenchReport, Figure, JudgedBar } from '@tunq/bench';
import { formatBarValue, formatNumber } from '@tunq/report';

/** docs/performance.md's and README.md's figures, from the record that `npm run bench` wrote. */

type Row = readonly string[];

function table(head: Row, body: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, index) => (index === 0 ? '---|' : '--:|')).join('')}`;
  return `${[line(head), rule, ...body.map(line)].join('\n')}\n`;
}

const verdicts = { aim: 'aim met', must: 'met', missed: '**missed**' } as const;

/** Every generated part of the page by its name. */
export function performanceParts(record: BenchReport): Readonly<Record<string, string>> {
  return {
    'performance machine': machineText(record),
    'performance bars': barTable(record.bars),
    'performance scenarios': scenarioTable(record),
    'performance peers': peerTable(record),
    'performance window': windowTable(record),
    'performance further': furtherTable(record),
  };
}

function machineText({ machine, date, version, runs, peers = [], skipped = [], browser }: BenchReport): string {
  const builds = [...new Set(peers.map(({ build }) => build))];
  const lines = [
    `- tunq ${version}, ${date.slice(0, 10)}; best and median of ${runs} runs`,
    `- ${machine.cpu}, ${machine.cores} cores, ${formatNumber(machine.memoryBytes / 1e9, 0)} GB, ${machine.os}, load ${machine.load} at the start`,
    `- Node ${machine.node} (V8 ${machine.v8})${browser ? `, ${browser.name}` : ''}`,
    ...builds.map((build) => `- ${build}`),
    ...skipped.map(({ name, reason }) => `- not measured: ${name} (${reason})`),
  ];
  return `${lines.map(wrapped).join('\n')}\n`;
}

/** A list item within 120 columns. */
function wrapped(item: string): string {
  const lines = [''];
  for (const word of item.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > 120) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

function barTable(bars: readonly JudgedBar[]): string {
  return table(
    ['', 'must', 'aim', 'measured', ''],
    bars.map((bar) => [
      bar.title,
      limit(bar, bar.must),
      limit(bar, bar.aim),
      bar.value === null ? '–' : formatBarValue(bar, bar.value),
      bar.verdict === null ? 'not measured' : verdicts[bar.verdict],
    ]),
  );
}

function limit(bar: JudgedBar, value: number): string {
  return `${bar.direction === 'at least' ? '≥' : '≤'} ${formatBarValue(bar, value)}`;
}

function scenarioTable({ scenarios }: BenchReport): string {
  return table(
    [
      'scenario',
      'data packets',
      'in flight, mean',
      'events a packet',
      'million packets a CPU-s',
      'ns a packet',
      'simulated s a CPU-s',
    ],
    scenarios.map((scenario) => [
      `${scenario.name}: ${scenario.title}, ${scenario.rateMbit} Mbit/s, ${scenario.rttMs} ms`,
      count(scenario.dataPackets),
      count(scenario.packetsInFlight),
      formatNumber(scenario.eventsPerPacket, 2),
      medianAndBest(scenario.packetsPerCpuSecond, (rate) => formatNumber(rate / 1e6, 2)),
      medianAndBest(scenario.nsPerPacket, count),
      medianAndBest(scenario.speedup, count),
    ]),
  );
}

function peerTable({ peers = [] }: BenchReport): string {
  return table(
    ['', 'scenario', 'runs', 'its goodput', 'million packets a CPU-s', 'tunq in the same rounds', 'tunq over it'],
    peers.flatMap(({ name, scenarios }) =>
      scenarios.map((scenario) => [
        name,
        scenario.name,
        String(scenario.runs),
        `${formatNumber(scenario.goodputMbps)} Mbit/s`,
        medianAndBest(scenario.packetsPerCpuSecond, rateText),
        medianAndBest(scenario.tunq, rateText),
        medianAndBest(scenario.ratio, ratioText),
      ]),
    ),
  );
}

function windowTable({ window = [] }: BenchReport): string {
  return table(
    ['packets in flight, mean', 'ns a packet'],
    window.map(({ packetsInFlight, nsPerPacket }) => [count(packetsInFlight), medianAndBest(nsPerPacket, count)]),
  );
}

function furtherTable(record: BenchReport): string {
  const { scenarios, flows = [], start, scaling, reproduce, browser, wasmBytes } = record;
  const ms = (figure: Figure) => `${medianAndBest(figure, (value) => formatNumber(value, value < 10 ? 2 : 0))} ms`;
  const rows: Row[] = flows.map((cost) => [
    `${cost.scenario} with ${count(cost.flows)} flows, over one flow`,
    `${medianAndBest(cost.ratio, ratioText)}; ${medianAndBest(cost.nsPerPacket, count)} ns a packet; ${megabytes(cost.memoryBytes)}`,
  ]);
  rows.push(['memory of one simulation', megabytes(Math.max(...scenarios.map(({ memoryBytes }) => memoryBytes)))]);
  if (start) {
    rows.push(['compiling the module, once a process', ms(start.compileMs)]);
    rows.push(['making an instance, once a simulation', ms(start.instantiateMs)]);
    rows.push(['first run of A in a process, wall time', ms(start.firstRunMs)]);
  }
  if (scaling) {
    const { simulations, cpuSeconds, ratio, wallRatio } = scaling;
    rows.push([`${simulations} runs on one thread, CPU time`, seconds(cpuSeconds.one)]);
    rows.push([
      `${simulations} runs on two threads, CPU time`,
      `${seconds(cpuSeconds.two)}: ${medianAndBest(ratio, ratioText)}`,
    ]);
    rows.push([`${simulations} runs, wall time of one thread over two`, medianAndBest(wallRatio, ratioText)]);
  }
  if (reproduce) {
    const { cells, repeated, cpuSeconds } = reproduce;
    rows.push([`\`tunq reproduce --duration 10s --seeds 1\`: ${cells} runs, CPU time`, seconds(cpuSeconds)]);
    rows.push([
      `\`tunq reproduce --duration 10s\`: ${repeated.simulations} runs, CPU time`,
      `${formatNumber(repeated.cpuSeconds, 2)} s`,
    ]);
  }
  for (const { place, firstMs, laterMs } of browser?.places ?? []) {
    const where = place === 'page' ? 'in the page' : 'in a Web Worker';
    rows.push([`${browser!.name}, 10 s of A ${where}, first run`, ms(firstMs)]);
    rows.push([`${browser!.name}, 10 s of A ${where}, later runs`, ms(laterMs)]);
  }
  rows.push(['`core.wasm`', `${formatNumber(wasmBytes / 1e3, 1)} kB`]);
  return table(['', 'median (best)'], rows);
}

/** README.md's sentence. */
export function speedSentence(record: BenchReport): string {
  const a = record.scenarios.find(({ name }) => name === 'A')!;
  const ratio = (key: string) =>
    record.peers?.find((peer) => peer.key === key)?.scenarios.find(({ name }) => name === 'A')?.ratio.median;
  const [overNs3, ofBound] = [ratio('ns3'), ratio('c-lines')];
  const compared = [
    ...(overNs3 === undefined ? [] : [`${formatNumber(overNs3, 0)} times as many packets a CPU-second as ns-3`]),
    ...(ofBound === undefined ? [] : [`${formatNumber(ofBound * 100, 0)} % of a minimal event loop in C`]),
  ];
  const first = `Ten seconds of one connection at ${a.rateMbit} Mbit/s take ${formatNumber(1e4 / a.speedup.median, 0)} ms of CPU time`;
  return `${filled(`${first}${compared.length === 0 ? '' : `: ${compared.join(', ')}`} ([performance](docs/performance.md)).`)}\n`;
}

/** Prose within 120 columns. */
function filled(text: string): string {
  return wrapped(text).replaceAll('\n  ', '\n');
}

function medianAndBest({ median, best }: Figure, format: (value: number) => string): string {
  return `${format(median)} (${format(best)})`;
}

const count = (value: number) => formatNumber(value, 0);
const rateText = (rate: number) => formatNumber(rate / 1e6, rate < 1e6 ? 4 : 2);
const ratioText = (ratio: number) =>
  ratio < 0.9 ? `${formatNumber(ratio * 100, 1)} %` : `${formatNumber(ratio, ratio >= 10 ? 0 : 2)}×`;
const megabytes = (bytes: number) => `${formatNumber(bytes / 1e6, 2)} MB`;
const seconds = (figure: Figure) => `${medianAndBest(figure, (value) => formatNumber(value, 2))} s`;

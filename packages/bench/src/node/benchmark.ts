import { coreBytes } from '@tunq/core';
import { compileScenario } from '@tunq/scenario';
import { version } from '@tunq/sim';
import { type AnchorName, anchorNames, anchors, windowScenario, windows } from '../anchors.js';
import { judge } from '../bars.js';
import { figureOf, inverse, ratioOf } from '../figure.js';
import type { BenchReport, FlowsCost, ScenarioSpeed, WindowCost } from '../report.js';
import { thisMachine } from './machine.js';
import { measureReproduction } from './reproduction.js';
import { type AnchorSample, anchorSample, sampler } from './sample.js';
import { measureScaling } from './scaling.js';
import { measureStart } from './start.js';

export type BenchStep = 'scenarios' | 'window' | 'flows' | 'start' | 'scaling' | 'reproduce';

export interface BenchOptions {
  /** Samples of every figure; default: 5. */
  readonly runs?: number;
  /** Only these scenarios, and nothing else. */
  readonly scenarios?: readonly AnchorName[];
  /** Called when a part has been measured. */
  readonly onProgress?: (fraction: number, step: BenchStep) => void;
  /** Aborting it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const manyFlows = 1000;

/** Sweeps and tables take as long as a hundred single runs: fewer of them. */
const longRuns = (runs: number) => Math.min(runs, 3);

/** Measures this machine. Samples of different scenarios take turns, so that a busy moment falls on all of them. */
export async function benchmark({ runs = 5, scenarios, onProgress, signal }: BenchOptions = {}): Promise<BenchReport> {
  const started = { date: new Date().toISOString(), machine: thisMachine() };
  const host: Host = {
    turn: () => turn(signal),
    progress: (share, step) => onProgress?.(share, step),
  };
  const names = scenarios ?? anchorNames;
  const speeds = await measureScenarios(names, runs, host, scenarios ? 1 : 0.25);
  const base = {
    format: 1 as const,
    version,
    ...started,
    runs,
    scenarios: speeds,
    wasmBytes: coreBytes().length,
  };
  if (scenarios) return { ...base, bars: judge(base) };
  const window = await measureWindows(runs, host);
  host.progress(0.45, 'flows');
  const flows = await measureFlows(runs, host);
  host.progress(0.55, 'start');
  const start = measureStart(runs);
  await host.turn();
  host.progress(0.6, 'scaling');
  const scaling = await measureScaling(longRuns(runs), signal);
  host.progress(0.8, 'reproduce');
  const reproduce = await measureReproduction(longRuns(runs), signal);
  host.progress(1, 'reproduce');
  const all = { ...base, window, flows, start, scaling, reproduce };
  return { ...all, bars: judge(all) };
}

interface Host {
  /** Lets signals in; rejects when aborted. */
  readonly turn: () => Promise<void>;
  readonly progress: (share: number, step: BenchStep) => void;
}

async function measureScenarios(
  names: readonly AnchorName[],
  runs: number,
  { turn, progress }: Host,
  share: number,
): Promise<ScenarioSpeed[]> {
  const contestants = await inTurn(names, turn, (name) => ({
    anchor: anchors[name],
    take: anchorSample(anchors[name]),
    samples: [] as AnchorSample[],
  }));
  for (let run = 0; run < runs; run++) {
    for (const { take, samples } of contestants) {
      samples.push(take());
      await turn();
    }
    progress((share * (run + 1)) / runs, 'scenarios');
  }
  return contestants.map(({ anchor, samples }) => {
    const { name, title, rateMbit, rttMs, backpressure, seconds } = anchor;
    const { dataPackets, events, packetsInFlight, largestWindow, goodputMbps, memoryBytes } = samples[0]!;
    const rate = figureOf(
      samples.map((sample) => sample.packetsPerCpuSecond),
      'higher',
    );
    return {
      name,
      title,
      rateMbit,
      rttMs,
      backpressure,
      dataPackets,
      eventsPerPacket: events / dataPackets,
      packetsInFlight,
      largestWindow,
      goodputMbps,
      packetsPerCpuSecond: rate,
      nsPerPacket: inverse(rate, 1e9),
      speedup: { best: (rate.best * seconds) / dataPackets, median: (rate.median * seconds) / dataPackets },
      memoryBytes,
    };
  });
}

async function measureWindows(runs: number, { turn, progress }: Host): Promise<WindowCost[]> {
  const contestants = await inTurn(windows, turn, (packets) => {
    const config = compileScenario(windowScenario(packets));
    return { packets, take: sampler(config, config.duration / 2), samples: [] as AnchorSample[] };
  });
  for (let run = 0; run < runs; run++) {
    for (const { take, samples } of contestants) {
      samples.push(take());
      await turn();
    }
    progress(0.25 + (0.2 * (run + 1)) / runs, 'window');
  }
  return contestants.map(({ packets, samples }) => {
    const { packetsInFlight, dataPackets } = samples[0]!;
    const rate = figureOf(
      samples.map((sample) => sample.packetsPerCpuSecond),
      'higher',
    );
    return { window: packets, packetsInFlight, dataPackets, nsPerPacket: inverse(rate, 1e9) };
  });
}

async function measureFlows(runs: number, { turn }: Host): Promise<FlowsCost[]> {
  const contestants = await inTurn(['A', 'B'] as const, turn, (name) => ({
    name,
    one: { take: anchorSample(anchors[name]), samples: [] as AnchorSample[] },
    many: { take: anchorSample(anchors[name], manyFlows), samples: [] as AnchorSample[] },
  }));
  for (let run = 0; run < runs; run++) {
    for (const { one, many } of contestants) {
      for (const { take, samples } of [one, many]) {
        samples.push(take());
        await turn();
      }
    }
  }
  return contestants.map(({ name, one, many }) => {
    const cost = ({ samples }: typeof one) =>
      inverse(
        figureOf(
          samples.map((sample) => sample.packetsPerCpuSecond),
          'higher',
        ),
        1e9,
      );
    const { dataPackets, drops, memoryBytes } = many.samples[0]!;
    return {
      scenario: name,
      flows: manyFlows,
      dataPackets,
      drops,
      nsPerPacket: cost(many),
      ratio: ratioOf(cost(many), cost(one)),
      memoryBytes,
    };
  });
}

async function inTurn<T, R>(items: readonly T[], turn: () => Promise<void>, make: (item: T) => R): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) {
    made.push(make(item));
    await turn();
  }
  return made;
}

function turn(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => (signal?.aborted ? reject(signal.reason) : resolve()), 0);
  });
}

import type { AnchorName } from './anchors.js';
import type { Figure } from './figure.js';

/** What `tunq bench --json` prints; `npm run bench` adds `peers`, `skipped` and `browser`. */
export interface BenchReport {
  /** Version of the format: grows when a key changes its meaning. */
  readonly format: 1;
  /** Version of tunq. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly machine: Machine;
  /** Runs that every figure is the best and the median of. */
  readonly runs: number;
  readonly scenarios: readonly ScenarioSpeed[];
  /** Absent where only some scenarios were asked for; so are the next ones. */
  readonly window?: readonly WindowCost[];
  readonly flows?: readonly FlowsCost[];
  readonly start?: StartCost;
  readonly scaling?: Scaling;
  readonly reproduce?: ReproduceCost;
  readonly wasmBytes: number;
  readonly peers?: readonly PeerSpeed[];
  readonly browser?: BrowserSpeed;
  /** Peers that were not measured, and why. */
  readonly skipped?: readonly { readonly name: string; readonly reason: string }[];
  readonly bars: readonly JudgedBar[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
  readonly v8: string;
  /** Load of the last minute when the benchmark began: what else the machine was doing. */
  readonly load: number;
}

/** How fast an anchor scenario is. */
export interface ScenarioSpeed {
  readonly name: AnchorName;
  readonly title: string;
  readonly rateMbit: number;
  readonly rttMs: number;
  readonly backpressure: boolean;
  readonly dataPackets: number;
  readonly eventsPerPacket: number;
  readonly packetsInFlight: number;
  readonly largestWindow: number;
  readonly goodputMbps: number;
  /** Data packets. */
  readonly packetsPerCpuSecond: Figure;
  readonly nsPerPacket: Figure;
  /** Simulated seconds per CPU-second. */
  readonly speedup: Figure;
  readonly memoryBytes: number;
}

export interface WindowCost {
  readonly window: number;
  readonly packetsInFlight: number;
  readonly dataPackets: number;
  readonly nsPerPacket: Figure;
}

/** A scenario with one flow and with many, at equal packets, as the link is full. */
export interface FlowsCost {
  readonly scenario: AnchorName;
  readonly flows: number;
  readonly dataPackets: number;
  readonly drops: number;
  readonly nsPerPacket: Figure;
  readonly ratio: Figure;
  readonly memoryBytes: number;
}

/** Wall time, ms: work of one thread that nobody waits for elsewhere. */
export interface StartCost {
  /** Of the module, once a process. */
  readonly compileMs: Figure;
  /** Instance, memory, configuration; once a simulation. */
  readonly instantiateMs: Figure;
  /** Both. */
  readonly coldMs: Figure;
  /** The first run of A in a process: code is still being optimised. */
  readonly firstRunMs: Figure;
}

export interface Scaling {
  readonly simulations: number;
  readonly cpuSeconds: { readonly one: Figure; readonly two: Figure };
  /** CPU time of two threads over that of one. */
  readonly ratio: Figure;
  /** Wall time of one thread over that of two. */
  readonly wallRatio: Figure;
}

export interface ReproduceCost {
  readonly cells: number;
  /** s of every run */
  readonly seconds: number;
  /** One run a cell. */
  readonly cpuSeconds: Figure;
  /** As `tunq reproduce` does by default, which repeats the cells that chance decides. */
  readonly repeated: { readonly simulations: number; readonly cpuSeconds: number };
}

/** Another simulator of the same scenario, measured in turns with tunq. */
export interface PeerSpeed {
  readonly key: string;
  readonly name: string;
  /** Compiler or version. */
  readonly build: string;
  readonly scenarios: readonly PeerScenario[];
}

export interface PeerScenario {
  readonly name: AnchorName;
  /** s of simulated time */
  readonly seconds: number;
  readonly runs: number;
  readonly dataPackets: number;
  readonly goodputMbps: number;
  readonly packetsInFlight: number;
  readonly packetsPerCpuSecond: Figure;
  /** The same of tunq, in the same rounds. */
  readonly tunq: Figure;
  /** tunq's over the peer's. */
  readonly ratio: Figure;
}

export interface BrowserSpeed {
  readonly name: string;
  readonly places: readonly BrowserPlace[];
}

/** Wall time of 10 s of A, ms. */
export interface BrowserPlace {
  readonly place: 'page' | 'worker';
  /** The first run of a new page, compilation included. */
  readonly firstMs: Figure;
  /** A run after that. */
  readonly laterMs: Figure;
}

/** What must be reached, and what is aimed at. */
export interface Bar {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly direction: 'at least' | 'at most';
  readonly must: number;
  readonly aim: number;
}

export type Verdict = 'aim' | 'must' | 'missed';

export interface JudgedBar extends Bar {
  /** Null where it was not measured; `verdict` is then too. */
  readonly value: number | null;
  readonly verdict: Verdict | null;
}

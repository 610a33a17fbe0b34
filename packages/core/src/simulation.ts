import type { CoreConfig } from './config.js';
import { addresses } from './generated/layout.js';
import { type CoreInstance, type InstantiateOptions, instantiate } from './instance.js';
import { readResult } from './read-result.js';
import type { CoreResult } from './result.js';
import { readTrace, type TraceRecord } from './trace.js';
import { StructView } from './view.js';
import { writeConfig } from './write-config.js';

/** Events of one call into the core: short enough that V8's optimised code takes over, long enough to amortise the call. */
const DEFAULT_STEP = 262_144;

const PAGE = 65_536;

/** One run of an experiment: a core with its memory. */
export class Simulation {
  readonly #core: CoreInstance;
  #state: StructView<'State'>;

  constructor(config: CoreConfig | CoreInstance, options: InstantiateOptions = {}) {
    if ('memory' in config) {
      this.#core = config;
    } else {
      this.#core = instantiate(options);
      writeConfig(this.#core, config);
    }
    this.#state = new StructView(this.#core.memory, 'State', addresses.STATE);
  }

  /** Handles up to `maxEvents` events. True when the run is over. */
  step(maxEvents = DEFAULT_STEP): boolean {
    this.#core.exports.step(maxEvents);
    return this.finished;
  }

  /** The duration has passed and everything under way has arrived. */
  get finished(): boolean {
    return this.#core.exports.finished() === 1;
  }

  /** Virtual time reached, ns. */
  get now(): number {
    return this.#state.get('now');
  }

  /** Events handled so far. */
  get events(): number {
    return this.#state.get('events');
  }

  result(): CoreResult {
    return readResult(this.#core);
  }

  /** Trace records written since the last call. `step` makes no progress while more than half of the ring waits here. */
  takeTrace(): TraceRecord[] {
    return readTrace(this.#core);
  }

  /** The whole state: a run restored from it goes on bit for bit. */
  snapshot(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#core.memory.buffer.slice(0));
  }

  /** A run from a snapshot of the same build of the core. Throws RangeError for anything else. */
  static restore(bytes: Uint8Array, options: InstantiateOptions = {}): Simulation {
    if (bytes.length === 0 || bytes.length % PAGE !== 0) {
      throw new RangeError(`a snapshot is a whole number of ${PAGE}-byte pages; got ${bytes.length} bytes`);
    }
    const core = instantiate(options);
    const missing = bytes.length / PAGE - core.memory.buffer.byteLength / PAGE;
    if (missing > 0) core.memory.grow(missing);
    new Uint8Array(core.memory.buffer).set(bytes);
    return new Simulation(core);
  }
}

/** Runs an experiment to its end. */
export function simulate(config: CoreConfig, options: InstantiateOptions = {}): CoreResult {
  const simulation = new Simulation(config, options);
  while (!simulation.step()) {
    if (config.trace) simulation.takeTrace();
  }
  return simulation.result();
}

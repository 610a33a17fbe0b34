import type { Scenario } from '@tunq/scenario';
import type { Measurements } from '../measurements.js';
import { perturbation } from '../perturbation.js';
import { type Job, type ManyOptions, type RunMany, runMany, runsOf } from '../run-many.js';
import type { Settings } from '../vary.js';
import { assignments } from '../vary.js';
import { version } from '../version.js';
import { type AdviseSetUp, setUp } from './base.js';
import { choiceId, choiceScenario, choices } from './choices.js';
import { type AdviseFigures, type AdviseOutcome, figuresOf, isChaotic, outcomeOf } from './outcome.js';
import { paretoFront } from './pareto.js';
import { probes } from './probes.js';
import type { AdviseChoice, AdviseQuestion } from './question.js';
import { type AdviseRecommendation, recommend } from './recommend.js';
import { type AdviseProbe, type AdviseTrap, traps } from './traps.js';

/** The document that `advise --json` prints. */
export interface Advice {
  readonly version: string;
  readonly question: AdviseQuestion;
  /** What the question became; rates in Mbit/s of payload, times in ms. */
  readonly setUp: {
    readonly preset: string;
    readonly durationMs: number;
    readonly pingIntervalMs: number;
    /** What the reader's profile carries, and what the reader of the runs does. */
    readonly profileMbps: number;
    readonly readerMbps: number;
    /** Every piece of the reader's work takes this many times as long as the profile says. */
    readonly slowdown: number;
    /** Of today's choice, without the ping. */
    readonly scenario: Scenario;
  };
  readonly recommendation: AdviseRecommendation;
  readonly traps: readonly AdviseTrap[];
  /** Every choice of the grid. */
  readonly outcomes: readonly AdviseOutcome[];
  /** Runs beyond the grid, which the traps were looked for with. */
  readonly probes: readonly AdviseProbe[];
  readonly runs: number;
  /** Time that the runs took, added up, s. */
  readonly cpuSeconds: number;
}

export interface AdviseOptions {
  /** How the runs are done; default: one after another on the calling thread. */
  readonly run?: RunMany;
  /** Called when a run has ended; `total` grows when it is known which choices are chaotic. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A choice, and what it sets besides. */
interface Asked {
  readonly choice: AdviseChoice;
  readonly settings: Settings;
}

/**
 * Which queue length, qdisc and flow control suit a tunnel, and what each costs: runs the grid, repeats what is chaotic, and then looks for
 * the traps around the pick.
 *
 * @throws {ScenarioError} when a setting is wrong, before anything runs
 * @throws {AggregateError} naming the runs that failed
 */
export async function advise(question: AdviseQuestion, options: AdviseOptions = {}): Promise<Advice> {
  const base = setUp(question);
  const runs = new Runs(base, question, options);
  const grid = choices(question, base.today);
  const figures = await runs.all(grid.map((choice) => ({ choice, settings: {} })));

  const points = grid.map((choice, i) => ({ choice, figures: figures[i]! }));
  const front = new Set(paretoFront(points, pointOf));
  const outcomes = points.map((point) => outcomeOf(point.choice, point.figures, front.has(point)));
  const recommendation = recommend(outcomes, {
    today: choiceId(base.today),
    rtt: question.rtt,
    latency: question.latency,
    giveUp: question.giveUp,
    rateMbps: mbps(Math.min(question.rate ?? Number.POSITIVE_INFINITY, base.readerRate)),
  });

  const named = (id: string | null) => outcomes.find((outcome) => outcome.id === id) ?? null;
  const pick = named(recommendation.pick)!;
  const wanted = probes(question, base, { pick, withoutBackpressure: named(recommendation.withoutBackpressure) });
  const probed = await runs.all(wanted.map((probe) => ({ choice: probe, settings: probe.settings })));
  const done = wanted.map((probe, i): AdviseProbe => ({ ...probe, ...probed[i]! }));
  return {
    version,
    question,
    setUp: {
      preset: base.preset,
      durationMs: base.duration / 1e6,
      pingIntervalMs: base.pingInterval / 1e6,
      profileMbps: mbps(base.profileRate),
      readerMbps: mbps(base.readerRate),
      slowdown: base.slowdown,
      scenario: base.scenario,
    },
    recommendation,
    traps: traps(question, base, { outcomes, pick, probes: done }),
    outcomes,
    probes: done,
    runs: runs.done,
    cpuSeconds: Math.round(runs.cpuSeconds * 1e6) / 1e6,
  };
}

function pointOf({ figures }: { readonly figures: AdviseFigures }) {
  return { goodput: figures.goodputMbps.median, latency: figures.pingAddedMs?.median ?? null };
}

function mbps(bits: number): number {
  return Math.round(bits) / 1e6;
}

/** The runs of one question, counted. */
class Runs {
  done = 0;
  cpuSeconds = 0;
  #planned = 0;

  constructor(
    private readonly base: AdviseSetUp,
    private readonly question: AdviseQuestion,
    private readonly options: AdviseOptions,
  ) {}

  /** Every one once as it is; those that lose something then again, each time with another phase. */
  async all(asked: readonly Asked[]): Promise<AdviseFigures[]> {
    const first = await this.#run(asked.map((one) => this.#job(one, 0)));
    const again = asked.flatMap((one, i) =>
      isChaotic(first[i]!)
        ? Array.from({ length: this.question.seeds - 1 }, (_, k) => ({ i, job: this.#job(one, k + 1) }))
        : [],
    );
    const further = await this.#run(again.map(({ job }) => job));
    return first.map((run, i) => figuresOf([run, ...further.filter((_, k) => again[k]!.i === i)], this.question.rtt));
  }

  #job({ choice, settings }: Asked, repeat: number): Job {
    const plain = choiceScenario(this.base, choice, settings);
    const phase = perturbation(plain, repeat);
    const scenario = repeat === 0 ? plain : choiceScenario(this.base, choice, { ...settings, ...phase });
    return { id: [choiceId(choice), ...assignments({ ...settings, ...phase })].join(' '), scenario };
  }

  async #run(jobs: readonly Job[]): Promise<Measurements[]> {
    const { run = runMany, onProgress, signal } = this.options;
    this.#planned += jobs.length;
    const before = this.done;
    const options: ManyOptions = {
      ...(signal && { signal }),
      onProgress: (done) => {
        this.done = before + done;
        onProgress?.(this.done, this.#planned);
      },
    };
    const results = runsOf(await run(jobs, options)).map(({ result }) => result);
    this.done = before + jobs.length;
    this.cpuSeconds += results.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    return results;
  }
}

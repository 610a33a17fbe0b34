import { presets } from '@tunq/scenario';
import type { Settings } from '../vary.js';
import type { AdviseSetUp } from './base.js';
import type { AdviseOutcome } from './outcome.js';
import type { AdviseChoice, AdviseQuestion } from './question.js';

/** Threads of the report that led to the revert in Linux 7.2. */
const probeThreads = 8;

/** `tcp_rmem[2]` of Linux since 6.16, bytes. */
export const largerWindow = 33_554_432;

/** A run that a trap is known by. */
export interface Probe extends AdviseChoice {
  readonly of: 'no-qdisc' | 'pfifo-fast' | 'threads' | 'threads-free' | 'window' | 'pacing';
  /** What it sets besides the choice. */
  readonly settings: Settings;
}

/** The runs that say which traps are there. None is asked for that the grid has. */
export function probes(
  question: AdviseQuestion,
  { scenario, today }: AdviseSetUp,
  picked: { readonly pick: AdviseOutcome; readonly withoutBackpressure: AdviseOutcome | null },
): Probe[] {
  const { pick, withoutBackpressure } = picked;
  const pushesBack = pick.flowControl !== 'tail-drop';
  const found: Probe[] = [];
  const add = (of: Probe['of'], choice: AdviseChoice, settings: Settings = {}) => {
    const { flowControl, queueLength, qdisc } = choice;
    found.push({ of, flowControl, queueLength, qdisc, settings });
  };
  if (pushesBack) {
    add('no-qdisc', { ...pick, qdisc: 'noqueue' });
    if (!question.qdiscs.includes('pfifo_fast')) {
      for (const queueLength of shortRings) add('pfifo-fast', { ...pick, queueLength, qdisc: 'pfifo_fast' });
    }
    const costly = severalCpus();
    for (const choice of distinct([pick, withoutBackpressure ?? tailDropOf(today)])) add('threads', choice, costly);
    add('threads-free', pick, { 'flows[0].count': costly['flows[0].count']! });
  }
  if (scenario.receiver.rmem < largerWindow) {
    for (const choice of distinct([pick, today, ...(withoutBackpressure ? [withoutBackpressure] : [])])) {
      add('window', choice, { 'receiver.rmem': `${largerWindow}` });
    }
  }
  if (!question.qdiscs.includes('fq')) {
    const rings = [tailDropOf(today), ...(withoutBackpressure ? [withoutBackpressure] : []), pick];
    for (const choice of distinct(rings.map((ring) => ({ ...ring, qdisc: 'fq' as const })))) add('pacing', choice);
  }
  return found;
}

/** Lengths at which pfifo_fast, as short as the ring, may hold too little. */
const shortRings = [1, 5, 10, 20];

function tailDropOf(choice: AdviseChoice): AdviseChoice {
  return { ...choice, flowControl: 'tail-drop' };
}

/** Eight connections, each on a processor of its own, and what these cost each other on the machine of that report. */
function severalCpus(): Settings {
  return { 'flows[0].count': `${probeThreads}`, machine: JSON.stringify(presets['tap-threads'].document.machine) };
}

function distinct(choices: readonly AdviseChoice[]): AdviseChoice[] {
  const seen = new Set<string>();
  return choices.filter(({ flowControl, queueLength, qdisc }) => {
    const key = `${flowControl} ${queueLength} ${qdisc}`;
    return !seen.has(key) && seen.add(key);
  });
}

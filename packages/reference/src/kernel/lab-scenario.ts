import { ScenarioDocument } from '@tunq/scenario';
import { isGroup } from './json-group.js';
import type { JsonPath, TextPlace } from './json-place.js';
import { tcQdisc } from './tc-qdisc.js';

/** The virtual machine of the cells: a process that reads the clock spends this long (UML's TIMER_MULTIPLIER). */
const labClock = { read: '256ns' };

/** A plain number below is a duration in seconds: as nanoseconds it would not even hold a packet. */
const longestSeconds = 3600;

/**
 * The scenario of a run of the kernel lab as `validateScenario` takes it: with the clock of its machine, with the
 * arguments of tc taken apart, and with the places of its keys.
 *
 * @param source the file, and the place of a path in the scenario
 * @param measuredWith keys that follow from how the cell was measured; those of the scenario win
 */
export function labScenario(
  scenario: Readonly<Record<string, unknown>>,
  source: ScenarioSource,
  measuredWith: Readonly<Record<string, unknown>> = {},
): ScenarioDocument {
  const { duration, qdisc, ...rest } = scenario;
  const data = {
    clock: labClock,
    ...measuredWith,
    ...rest,
    ...(duration !== undefined && { duration: seconds(duration) }),
    ...(qdisc !== undefined && { qdisc: withArguments(qdisc) }),
  };
  return new PlacedDocument(data, source);
}

function seconds(duration: unknown): unknown {
  return typeof duration === 'number' && duration <= longestSeconds ? `${duration}s` : duration;
}

/** `{ kind: 'pfifo+limit+50' }` → `{ kind: 'pfifo', limit: 50 }`; keys beside the kind win. */
function withArguments(qdisc: unknown): unknown {
  if (typeof qdisc === 'string') return tcQdisc(qdisc);
  if (!isGroup(qdisc) || typeof qdisc.kind !== 'string') return qdisc;
  const { kind, ...rest } = qdisc;
  return { ...tcQdisc(kind as string), ...rest };
}

export interface ScenarioSource {
  readonly file: string;
  readonly locate: (path: JsonPath) => TextPlace;
}

/** Looks places up when a message needs one: a file has thousands of keys and hardly a fault. */
class PlacedDocument extends ScenarioDocument {
  constructor(
    data: unknown,
    private readonly source: ScenarioSource,
  ) {
    super(data, source.file);
  }

  override locate(path: JsonPath): TextPlace {
    return this.source.locate(path);
  }

  override locateKey(path: JsonPath): TextPlace {
    return this.source.locate(path);
  }
}

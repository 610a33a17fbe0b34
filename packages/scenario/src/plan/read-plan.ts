import { describeValue } from '../describe.js';
import { readDocument, type ScenarioDocument } from '../document.js';
import { ScenarioError } from '../error.js';
import { formatKeyPath, type KeyPath, parseKeyPath } from '../key-path.js';
import { unknownKey, unknownName } from '../leaf.js';
import { findOverwritten } from '../overwritten.js';
import { gridPoints, mostRuns, type Plan, type PlanAxis, type PlanKey, type PlanSeeds, seedCount } from './plan.js';
import { type Range, rangeValues } from './range.js';

/** Seeds are those of a scenario (u32). */
const largestSeed = 4_294_967_295;

const mostSteps = 1_000_000;

const planKeys = ['name', 'scenario', 'set', 'grid', 'zip', 'seeds', 'phase'];
const rangeKeys = ['from', 'to', 'steps', 'scale'];
const scales = ['linear', 'log'] as const;

type Group = Readonly<Record<string, unknown>>;

/**
 * Reads the plan of a sweep from its text, YAML or JSON. Whether the keys of the scenario exist and their values fit is for
 * {@link checkSweep}.
 *
 * @param options `file`: the name that messages show; `plan` where absent.
 * @throws ScenarioError with file, line, key, what was given and what is allowed.
 */
export function readPlan(
  text: string,
  { file = 'plan' }: { file?: string } = {},
): {
  plan: Plan;
  document: ScenarioDocument;
} {
  const document = readDocument(text, { file });
  return { plan: new PlanReader(document).plan(), document };
}

class PlanReader {
  constructor(private readonly document: ScenarioDocument) {}

  plan(): Plan {
    const data = this.group([], this.document.data, planKeys.join(', '));
    this.known([], data, planKeys);
    const seeds = this.seeds(data.seeds ?? 1);
    const plan: Plan = {
      ...(data.name !== undefined && { name: this.name(data.name) }),
      scenario: this.scenario(data.scenario),
      set: this.settings(data.set ?? {}),
      axes: [...this.grid(data.grid ?? {}), ...this.zips(data.zip ?? [])],
      seeds,
      phase: this.phase(data.phase ?? 'count' in seeds),
    };
    this.uniqueKeys(plan);
    const runs = gridPoints(plan) * seedCount(plan);
    if (runs > mostRuns) this.fail([], `${runs} runs`, `at most ${mostRuns} runs a plan`);
    return plan;
  }

  private name(given: unknown): string {
    // It becomes the name of a folder and a cell of a table.
    if (typeof given === 'string' && /^[\p{L}\p{N}][\p{L}\p{N}_.+-]{0,79}$/u.test(given)) return given;
    return this.fail(['name'], `${describeValue(given)} is no name`, 'letters, digits, and _ . + - between them');
  }

  private scenario(given: unknown): string | object {
    const allowed = "a file, a preset's name, or a scenario's keys";
    if (given === undefined) return this.fail(['scenario'], 'is missing', allowed);
    if (typeof given === 'string' && given.trim() !== '') return given;
    if (isGroup(given)) return given;
    return this.fail(['scenario'], `${describeValue(given)} is no scenario`, allowed);
  }

  private settings(given: unknown): Plan['set'] {
    const group = this.group(['set'], given, 'keys with values, such as path.rtt: 120ms');
    return Object.entries(group).map(([name, value]) => ({
      key: this.key(['set', name], name),
      value: { value, place: this.document.locate(['set', name]) },
    }));
  }

  private grid(given: unknown): PlanAxis[] {
    const group = this.group(['grid'], given, 'keys with lists or ranges, such as device.queueLength: [10, 500]');
    return Object.entries(group).map(([name, values]) => {
      const path = ['grid', name];
      return { keys: [this.axisKey(path, name)], steps: this.values(path, values).map((value) => [value]) };
    });
  }

  private zips(given: unknown): PlanAxis[] {
    const allowed = 'a list of groups, such as [{ device.queueLength: [10, 500], qdisc.kind: [fq, pfifo_fast] }]';
    if (!Array.isArray(given)) return this.fail(['zip'], `${describeValue(given)} where a list belongs`, allowed);
    return given.map((entry, index) => this.zip(['zip', index], this.group(['zip', index], entry, allowed)));
  }

  /** Lists of equal length: the keys take their first values together, then their second. */
  private zip(path: KeyPath, group: Group): PlanAxis {
    const names = Object.keys(group);
    if (names.length < 2) this.fail(path, `${names.length} keys`, 'two keys or more; a single one belongs into grid');
    const columns = names.map((name) => this.values([...path, name], group[name]));
    const length = columns[0]!.length;
    columns.forEach((values, index) => {
      if (values.length === length) return;
      const name = names[index]!;
      this.fail(
        [...path, name],
        `${values.length} values beside the ${length} of ${names[0]}`,
        'lists of equal length',
      );
    });
    return {
      keys: names.map((name) => this.axisKey([...path, name], name)),
      steps: Array.from({ length }, (_, step) => columns.map((values) => values[step]!)),
    };
  }

  private values(path: KeyPath, given: unknown) {
    const allowed = 'a list such as [10, 100, 500], or a range such as { from: 10, to: 500, steps: 5, scale: log }';
    if (isGroup(given)) return this.range(path, given);
    if (!Array.isArray(given)) {
      return this.fail(path, `${describeValue(given)} where a list or a range belongs`, allowed);
    }
    if (given.length === 0) this.fail(path, 'is an empty list', allowed);
    const seen = new Set<string>();
    return given.map((value, index) => {
      const text = JSON.stringify(value);
      if (seen.has(text)) this.fail([...path, index], `${text} is given twice`, 'each value once');
      seen.add(text);
      return { value, place: this.document.locate([...path, index]) };
    });
  }

  private range(path: KeyPath, group: Group) {
    this.known(path, group, rangeKeys);
    const end = (name: 'from' | 'to'): string | number => {
      const value = group[name];
      if (typeof value === 'number' || typeof value === 'string') return value;
      const problem = value === undefined ? 'is missing' : `${describeValue(value)} is no number and no quantity`;
      return this.fail([...path, name], problem, 'a number or a quantity such as 10ms');
    };
    const { steps, scale = 'linear' } = group;
    if (typeof steps !== 'number' || !Number.isInteger(steps) || steps < 2 || steps > mostSteps) {
      const problem = steps === undefined ? 'is missing' : `${describeValue(steps)} is no number of steps`;
      return this.fail([...path, 'steps'], problem, `whole numbers from 2 to ${mostSteps}`);
    }
    if (!isScale(scale)) return this.fail([...path, 'scale'], unknownName(scale, scales), scales.join(', '));
    const outcome = rangeValues({ from: end('from'), to: end('to'), steps, scale } satisfies Range);
    if ('problem' in outcome) return this.fail(path, outcome.problem, outcome.allowed);
    const place = this.document.locate(path);
    return outcome.map((value) => ({ value, place }));
  }

  private seeds(given: unknown): PlanSeeds {
    const path = ['seeds'];
    if (typeof given === 'number') {
      if (Number.isInteger(given) && given >= 1 && given <= mostRuns) return { count: given };
      return this.fail(path, `${given} seeds`, `whole numbers from 1 to ${mostRuns}, or a list of seeds`);
    }
    if (!Array.isArray(given) || given.length === 0) {
      return this.fail(path, `${describeValue(given)} where seeds belong`, 'how many, or a list such as [1, 2, 3]');
    }
    const list = given.map((seed, index) => {
      if (Number.isInteger(seed) && seed >= 0 && seed <= largestSeed) return seed as number;
      return this.fail([...path, index], `${describeValue(seed)} is no seed`, `whole numbers from 0 to ${largestSeed}`);
    });
    const twice = list.findIndex((seed, index) => list.indexOf(seed) !== index);
    if (twice !== -1) this.fail([...path, twice], `${list[twice]} is given twice`, 'each seed once');
    return { list };
  }

  private phase(given: unknown): boolean {
    if (typeof given === 'boolean') return given;
    return this.fail(['phase'], `${describeValue(given)} is neither true nor false`, 'true, false');
  }

  private axisKey(path: KeyPath, name: string): PlanKey {
    const key = this.key(path, name);
    if (name === 'seed') this.fail(path, 'is not an axis', 'seeds: 5, or seeds: [1, 2, 3], beside grid');
    return key;
  }

  private key(at: KeyPath, name: string): PlanKey {
    const path = parseKeyPath(name);
    if (path && !path.includes('__proto__')) return { name, path };
    return this.fail(at, `${describeValue(name)} is not a key`, 'a path such as device.queueLength or flows[0].count');
  }

  /** A key that another one sets again would lose its values without a word, and its column would show what was not run. */
  private uniqueKeys({ axes }: Plan): void {
    let zips = 0;
    const keys = axes.flatMap(({ keys }) => {
      const group = keys.length > 1 ? ['zip', zips++] : ['grid'];
      return keys.map(({ name, path }) => ({ name, path, place: [...group, name] }));
    });
    const found = findOverwritten(keys.map(({ path }) => path));
    if (!found) return;
    const [earlier, later] = [keys[found.earlier]!, keys[found.later]!];
    if (formatKeyPath(earlier.path) === formatKeyPath(later.path)) {
      this.fail(later.place, 'is on two axes', 'each key on one axis of grid and zip', true);
    }
    const allowed = `${later.name} before ${earlier.name}, or only one of them`;
    this.fail(later.place, `overwrites ${earlier.name}, which is on an axis before it`, allowed, true);
  }

  private group(path: KeyPath, given: unknown, allowed: string): Group {
    if (isGroup(given)) return given;
    return this.fail(path, `${describeValue(given)} where a group of keys belongs`, allowed);
  }

  private known(path: KeyPath, group: Group, names: readonly string[]): void {
    for (const name of Object.keys(group)) {
      if (!names.includes(name)) this.fail([...path, name], unknownKey(name, names), names.join(', '), true);
    }
  }

  private fail(path: KeyPath, given: string, allowed: string, atKey = false): never {
    const place = atKey ? this.document.locateKey(path) : this.document.locate(path);
    throw new ScenarioError({ ...place, key: path.length === 0 ? null : planPath(path), given, allowed });
  }
}

/** `grid.device.queueLength[1]`: keys of a scenario keep their dots. */
function planPath(path: KeyPath): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${part}`)).join('');
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScale(value: unknown): value is (typeof scales)[number] {
  return (scales as readonly unknown[]).includes(value);
}

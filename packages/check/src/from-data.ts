import { compileProgram, ProgramError } from './compile.js';
import {
  lockNames,
  type PlainStep,
  type Protocol,
  plainSteps,
  readerKinds,
  type Step,
  type TestName,
  tests,
} from './protocol.js';

/** A protocol in a document is wrong: where, what was given, and what is allowed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly path: readonly (string | number)[],
    readonly given: string,
    readonly allowed: string,
  ) {
    super(`${given}; allowed: ${allowed}`);
  }
}

type Path = readonly (string | number)[];
type Data = Readonly<Record<string, unknown>>;

const keys = [
  'name',
  'title',
  'source',
  'notes',
  'backpressure',
  'sharedHead',
  'producer',
  'reader',
  'resize',
  'reattach',
];
/** Steps of one program, nested ones included: a state holds a place in it in a byte. */
const mostInstructions = 250;
const mostSteps = 200;

/**
 * A protocol from plain data, as a YAML or JSON document gives it.
 *
 * @throws ProtocolError at the first fault
 */
export function protocolFromData(data: unknown): Protocol {
  const group = groupOf(data, [], keys, 'a protocol: a group of keys');
  const name = textOf(group, 'name', true)!;
  if (!/^[\w.+-]{1,40}$/.test(name)) {
    throw new ProtocolError(['name'], short(name), 'up to 40 letters, digits, and the signs . + - _');
  }
  const readers = groupOf(group.reader, ['reader'], readerKinds, `a group of ${readerKinds.join(', ')}`);
  if (Object.keys(readers).length === 0) throw new ProtocolError(['reader'], 'no reader', readerKinds.join(', '));
  const other = (key: 'resize' | 'reattach'): Partial<Protocol> =>
    group[key] === undefined ? {} : { [key]: program(group[key], [key]) };
  return {
    name,
    title: textOf(group, 'title') ?? name,
    source: textOf(group, 'source') ?? '',
    ...(group.notes !== undefined && { notes: textOf(group, 'notes')! }),
    ...flag(group, 'backpressure'),
    ...flag(group, 'sharedHead'),
    producer: program(group.producer, ['producer'], 'send'),
    reader: Object.fromEntries(
      Object.entries(readers).map(([kind, steps]) => [kind, program(steps, ['reader', kind])]),
    ),
    ...other('resize'),
    ...other('reattach'),
  };
}

function program(data: unknown, path: Path, first?: PlainStep): Step[] {
  const count = { left: mostSteps };
  const steps = stepsOf(data, path, count);
  if (steps.length === 0) throw new ProtocolError(path, 'no steps', 'a list of steps');
  if (first && steps[0] !== first)
    throw new ProtocolError([...path, 0], 'another first step', `${first}, where a sender begins`);
  try {
    const code = compileProgram(steps, { reader: 'blocking', detaches: true, sharedHead: true });
    if (code.length > mostInstructions)
      throw new ProtocolError(path, 'too many steps', `about ${mostInstructions / 3}`);
  } catch (error) {
    if (error instanceof ProgramError) throw new ProtocolError(path, error.message, 'break inside of a loop');
    throw error;
  }
  if (spins(steps) || !acts(steps))
    throw new ProtocolError(
      path,
      'a loop that can turn without a step that others see',
      'a test, a lock or a wait in it',
    );
  return steps;
}

function stepsOf(data: unknown, path: Path, count: { left: number }): Step[] {
  if (!Array.isArray(data)) throw new ProtocolError(path, short(data), 'a list of steps');
  return data.map((step, i) => stepOf(step, [...path, i], count));
}

const compound = ['lock', 'unlock', 'if', 'unless', 'loop'];

function stepOf(data: unknown, path: Path, count: { left: number }): Step {
  count.left--;
  if (count.left < 0) throw new ProtocolError(path, 'too many steps', `at most ${mostSteps} in a program`);
  if (typeof data === 'string') {
    if (!Object.hasOwn(plainSteps, data))
      throw new ProtocolError(path, short(data), Object.keys(plainSteps).join(', '));
    return data as PlainStep;
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new ProtocolError(path, short(data), `a step: a word, or a group with ${compound.join(', ')}`);
  }
  const kind = compound.find((key) => Object.hasOwn(data, key));
  const group = data as Data;
  switch (kind) {
    case 'lock':
    case 'unlock': {
      groupOf(data, path, [kind], 'one key');
      const lock = lockNames.find((known) => known === group[kind]);
      if (!lock) throw new ProtocolError([...path, kind], short(group[kind]), lockNames.join(', '));
      return kind === 'lock' ? { lock } : { unlock: lock };
    }
    case 'loop':
      groupOf(data, path, ['loop'], 'one key');
      return { loop: stepsOf(group.loop, [...path, 'loop'], count) };
    case 'if':
    case 'unless': {
      groupOf(data, path, kind === 'if' ? ['if', 'do', 'else'] : ['unless', 'do'], 'a test and what to do');
      const condition = testOf(group[kind], [...path, kind]);
      const then = stepsOf(group.do, [...path, 'do'], count);
      if (kind === 'unless') return { unless: condition, do: then };
      if (group.else === undefined) return { if: condition, do: then };
      return { if: condition, do: then, else: stepsOf(group.else, [...path, 'else'], count) };
    }
    default:
      throw new ProtocolError(path, 'a group without a step', compound.join(', '));
  }
}

function testOf(data: unknown, path: Path): TestName | TestName[] {
  if (Array.isArray(data) && data.length > 0) return data.map((test, i) => oneTest(test, [...path, i]));
  return oneTest(data, path);
}

function oneTest(data: unknown, path: Path): TestName {
  if (typeof data === 'string' && Object.hasOwn(tests, data)) return data as TestName;
  throw new ProtocolError(path, short(data), Object.keys(tests).join(', '));
}

/** Whether a loop may turn without a single step that takes part in the schedule: a search would never leave it. */
function spins(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (typeof step === 'string') return false;
    if ('loop' in step) return !acts(step.loop) || spins(step.loop);
    if ('do' in step) return spins(step.do) || ('else' in step && spins(step.else ?? []));
    return false;
  });
}

const waits = new Set<string>([
  'peek',
  'produce',
  'note-stopped',
  'wake',
  'send',
  'lookup',
  'sleep',
  'swap',
  'detach',
  'grace-period',
  'purge',
  'attach',
]);
const asks = new Set<string>([
  'filled',
  'refused',
  'full',
  'last-slot',
  'last-slot-or-full',
  'spare',
  'empty',
  'producer-empty',
  'stopped',
]);

/** Whether some step on every way through reads shared memory or waits. */
function acts(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (typeof step === 'string') return waits.has(step);
    if ('lock' in step) return true;
    if ('unlock' in step) return false;
    if ('loop' in step) return acts(step.loop);
    const condition = 'if' in step ? step.if : step.unless;
    return asks.has(typeof condition === 'string' ? condition : condition[0]!);
  });
}

function groupOf(data: unknown, path: Path, allowed: readonly string[], what: string): Data {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new ProtocolError(path, short(data), what);
  for (const key of Object.keys(data)) {
    if (!allowed.includes(key)) throw new ProtocolError([...path, key], 'unknown key', allowed.join(', '));
  }
  return data as Data;
}

function textOf(group: Data, key: string, required = false): string | undefined {
  const value = group[key];
  if (value === undefined && !required) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > 400)
    throw new ProtocolError([key], short(value), 'a text');
  return value;
}

function flag(group: Data, key: 'backpressure' | 'sharedHead'): Partial<Protocol> {
  const value = group[key];
  if (value === undefined) return {};
  if (typeof value !== 'boolean') throw new ProtocolError([key], short(value), 'true or false');
  return { [key]: value };
}

function short(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

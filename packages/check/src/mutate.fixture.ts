import type { Protocol, ReaderKind, Step } from './protocol.js';

/** A protocol with one step taken out, or two neighbours exchanged. */
export interface Mutant {
  /** Where and what: `producer: without stop`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** Readers that have the change; all of them for one of the sender. */
  readonly readers: readonly ReaderKind[];
}

/** How a step is called in the name of a mutant. */
function label(step: Step): string {
  if (typeof step === 'string') return step;
  if ('lock' in step) return `lock ${step.lock}`;
  if ('unlock' in step) return `unlock ${step.unlock}`;
  if ('loop' in step) return 'loop';
  const condition = 'if' in step ? step.if : step.unless;
  return `${'if' in step ? 'if' : 'unless'} ${typeof condition === 'string' ? condition : condition.join(' or ')}`;
}

interface Change {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Every program that differs by one step that is missing, or by two neighbours that changed places. */
function changes(steps: readonly Step[]): Change[] {
  const found: Change[] = [];
  steps.forEach((step, i) => {
    found.push({ name: `without ${label(step)}`, steps: steps.toSpliced(i, 1) });
    const next = steps[i + 1];
    if (next !== undefined) {
      found.push({ name: `${label(next)} before ${label(step)}`, steps: steps.toSpliced(i, 2, next, step) });
    }
    if (typeof step === 'string') return;
    const inner = (key: 'do' | 'else' | 'loop'): void => {
      const list = (step as Partial<Record<typeof key, readonly Step[]>>)[key];
      for (const change of list ? changes(list) : []) {
        found.push({
          name: `${change.name} (in ${label(step)})`,
          steps: steps.toSpliced(i, 1, { ...step, [key]: change.steps } as Step),
        });
      }
    };
    inner('do');
    inner('else');
    inner('loop');
  });
  return found;
}

/** Every mutant of a protocol's sender and of its readers, numbered where names repeat. */
export function mutants(protocol: Protocol): Mutant[] {
  const kinds = Object.keys(protocol.reader) as ReaderKind[];
  const all: Mutant[] = changes(protocol.producer.slice(1)).map(({ name, steps }) => ({
    name: `sender: ${name}`,
    protocol: { ...protocol, producer: [protocol.producer[0]!, ...steps] },
    readers: kinds,
  }));
  for (const kind of kinds) {
    for (const { name, steps } of changes(protocol.reader[kind]!)) {
      all.push({
        name: `${kind}: ${name}`,
        protocol: { ...protocol, reader: { ...protocol.reader, [kind]: steps } },
        readers: [kind],
      });
    }
  }
  const times = new Map<string, number>();
  return all.map((mutant) => {
    const count = (times.get(mutant.name) ?? 0) + 1;
    times.set(mutant.name, count);
    return count === 1 ? mutant : { ...mutant, name: `${mutant.name} #${count}` };
  });
}

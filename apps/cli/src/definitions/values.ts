import { InvalidArgumentError } from 'commander';
import { suggestion } from '../nearest.js';

/** An option that is given several times: all its values. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** What a parser that takes certain names takes, for completion. */
interface Choices {
  readonly names: readonly string[];
  /** Several, separated by commas. */
  readonly many: boolean;
}

const choices = new WeakMap<object, Choices>();

/** The names that a parser takes; undefined where it takes others, too. */
export function choicesOf(parser: object | undefined): Choices | undefined {
  return parser && choices.get(parser);
}

/** A parser of names separated by commas. */
export function namesOf<Name extends string>(names: readonly Name[]): (value: string) => Name[] {
  const parser = (value: string) => value.split(',').map((part) => known(part.trim(), names, ', separated by commas'));
  choices.set(parser, { names, many: true });
  return parser;
}

/** A parser of one of the names. */
export function nameOf<Name extends string>(names: readonly Name[]): (value: string) => Name {
  const parser = (value: string) => known(value, names);
  choices.set(parser, { names, many: false });
  return parser;
}

/** A parser of an option that is given several times, each time with one of the names. */
export function collectOf<Name extends string>(
  names: readonly Name[],
): (value: string, earlier?: readonly Name[]) => Name[] {
  const parser = (value: string, earlier: readonly Name[] = []) => [...earlier, known(value, names)];
  choices.set(parser, { names, many: false });
  return parser;
}

function known<Name extends string>(given: string, names: readonly Name[], how = ''): Name {
  const name = names.find((candidate) => candidate === given);
  if (name === undefined) {
    throw new InvalidArgumentError(`Allowed: ${names.join(', ')}${how}${suggestion(given, names) || '.'}`);
  }
  return name;
}

/** A parser of whole numbers: `4`, `1-4`, `0,2,8`; with `single` of one of them. */
export function range(from: number, to: number, single?: false): (value: string) => number[];
export function range(from: number, to: number, single: true): (value: string) => number;
export function range(from: number, to: number, single = false): (value: string) => number[] | number {
  const wrong = (): never => {
    const many = single ? '' : `: ${to}, ${from}-${to}, or ${from},${to}`;
    throw new InvalidArgumentError(`Whole numbers from ${from} to ${to} are allowed${many}.`);
  };
  return (value) => {
    const numbers = value.split(',').flatMap((part) => {
      const match = /^(\d)(?:-(\d))?$/.exec(part.trim()) ?? wrong();
      const first = Number(match[1]);
      const last = match[2] === undefined ? first : Number(match[2]);
      if (first < from || last > to || last < first) wrong();
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
    if (single) return numbers.length === 1 ? numbers[0]! : wrong();
    return [...new Set(numbers)].sort((a, b) => a - b);
  };
}

/** 1 to 9999 */
export function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('A whole number from 1 to 9999 is allowed.');
  return Number(value);
}

/** 0 and up */
export function fraction(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError('A number from 0 up is allowed, 0.1 being 10 %.');
  }
  return number;
}

/** Bytes kept of a packet, from the longest headers but for options, 64, to all of the longest packet. */
export function snaplen(value: string): number {
  const number = Number(value);
  if (!/^\d{2,5}$/.test(value) || number < 64 || number > 65_535) {
    throw new InvalidArgumentError('A whole number from 64 to 65535 is allowed.');
  }
  return number;
}

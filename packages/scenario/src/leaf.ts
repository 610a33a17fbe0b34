import { describeValue } from './describe.js';
import type { KeyPath } from './key-path.js';
import { nearest } from './nearest.js';
import { type Dimension, describeUnits, formatQuantity, readQuantity } from './quantity.js';
import { z } from './zod.js';

/** What a leaf's issue carries in `params`, from which the message of a `ScenarioError` is made. */
export interface LeafFault {
  readonly problem: string;
  readonly allowed: string;
  /** From the leaf to the value at fault, if the leaf is a group itself. */
  readonly path?: KeyPath;
  /** True if the key at fault, and not its value, is to be shown. */
  readonly atKey?: boolean;
}

/** JSON Schema keywords of a leaf. */
type JsonKeywords = Readonly<Record<string, unknown>>;

/** A schema for one value whose `read` says what is wrong in the words of a `ScenarioError`. */
export function leaf<Input, Output>(read: (given: unknown) => { value: Output } | LeafFault, json: JsonKeywords) {
  const anything = z.unknown() as unknown as z.ZodType<Input, Input>;
  return anything
    .transform((given, context): Output => {
      const outcome = read(given);
      if ('value' in outcome) return outcome.value;
      context.addIssue({
        code: 'custom',
        message: outcome.problem,
        params: { fault: outcome },
        path: [...(outcome.path ?? [])],
      });
      return z.NEVER;
    })
    .meta(json);
}

/** Bounds of a number in base units. */
interface Range {
  readonly min: number;
  readonly max: number;
  readonly description: string;
}

/** A quantity with a unit, between bounds. Times, sizes, rates and packets are whole numbers of base units unless `fraction` is set. */
export function quantity(dimension: Dimension, range: Range & { readonly fraction?: boolean; readonly zero?: string }) {
  const { min, max, zero } = range;
  const unit = dimension === 'packets' ? ' packets' : '';
  const show = (value: number) => (dimension === 'packets' ? String(value) : formatQuantity(value, dimension));
  const bounds = `${zero === undefined ? '' : `0 (${zero}), or `}${show(min)} to ${show(max)}${unit}`;
  const allowed = dimension === 'packets' ? bounds : `${bounds} (${describeUnits(dimension)})`;
  const read = (given: unknown): { value: number } | LeafFault => {
    const outcome = readQuantity(given, dimension);
    if ('problem' in outcome) return { problem: absent(given) ?? outcome.problem, allowed };
    const whole = dimension === 'time' && !range.fraction ? Math.round(outcome.value) : outcome.value;
    if (zero !== undefined && whole === 0) return { value: 0 };
    return bounded(given, whole, min, max, range.fraction !== true && dimension !== 'share', allowed);
  };
  const plain =
    zero === undefined ? { type: 'number', minimum: min, maximum: max } : { type: 'number', minimum: 0, maximum: max };
  return leaf<string | number, number>(read, {
    description: `${range.description} ${capital(allowed)}.`,
    anyOf: [plain, { type: 'string', pattern: '^\\s*[+]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*[a-zA-Zµ%]*\\s*$' }],
  });
}

/** A whole number without a unit, between bounds. */
export function wholeNumber({ min, max, description, atPresent }: Range & { readonly atPresent?: string }) {
  const allowed = min === max ? `${min}${atPresent ? ' at present' : ''}` : `whole numbers from ${min} to ${max}`;
  const read = (given: unknown): { value: number } | LeafFault => {
    const number = typeof given === 'string' && /^\s*[+-]?\d+\s*$/.test(given.slice(0, 32)) ? Number(given) : given;
    if (typeof number !== 'number' || Number.isNaN(number)) {
      return { problem: absent(given) ?? `${describeValue(given)} is not a whole number`, allowed };
    }
    if (atPresent !== undefined && Number.isSafeInteger(number) && number > max) {
      return { problem: `${describeValue(given)} is not simulated yet: ${atPresent}`, allowed };
    }
    return bounded(given, number, min, max, true, allowed);
  };
  return leaf<number | string, number>(read, {
    description: `${description} ${capital(allowed)}.`,
    type: 'integer',
    minimum: min,
    maximum: max,
  });
}

function bounded(
  given: unknown,
  value: number,
  min: number,
  max: number,
  whole: boolean,
  allowed: string,
): { value: number } | LeafFault {
  const shown = describeValue(given);
  if (value < 0) return { problem: `${shown} is negative`, allowed };
  if (value > max) return { problem: `${shown} is too large`, allowed };
  if (value < min) return { problem: `${shown} is too small`, allowed };
  if (whole && !Number.isInteger(value)) return { problem: `${shown} is not a whole number of base units`, allowed };
  // Minus zero would print as 0 in one place and divide to minus infinity in another.
  return { value: value + 0 };
}

/** One of some names; `later` are names that the interface has and the core does not yet. */
export function choice<const Name extends string, const Later extends string = never>(
  names: readonly Name[],
  options: { readonly description: string; readonly later?: readonly Later[] },
) {
  const later: readonly string[] = options.later ?? [];
  const allowed = names.join(', ') + (later.length === 0 ? '' : ' at present');
  const read = (given: unknown): { value: Name } | LeafFault => {
    if (names.includes(given as Name)) return { value: given as Name };
    if (typeof given === 'string' && later.includes(given))
      return { problem: `${given} is not simulated yet`, allowed };
    return { problem: unknownName(given, [...names, ...later]), allowed };
  };
  return leaf<Name | Later, Name>(read, { description: options.description, enum: [...names] });
}

/** One of some numbers. */
export function numberChoice<const Value extends number>(values: readonly Value[], description: string) {
  const allowed = values.join(', ');
  const read = (given: unknown): { value: Value } | LeafFault => {
    const number = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given;
    if (values.includes(number as Value)) return { value: number as Value };
    return { problem: absent(given) ?? `${describeValue(given)} is not one of them`, allowed };
  };
  return leaf<Value, Value>(read, { description, enum: [...values] });
}

/** True or false; YAML 1.2 has no `yes` and no `on`. */
export function flag(description: string) {
  const allowed = 'true, false';
  const read = (given: unknown): { value: boolean } | LeafFault => {
    if (typeof given === 'boolean') return { value: given };
    return { problem: absent(given) ?? `${describeValue(given)} is neither true nor false`, allowed };
  };
  return leaf<boolean, boolean>(read, { description, type: 'boolean' });
}

/** The problem of a key that must be there and is not. */
export const missing = 'is missing';

/** Says that a value is missing; null if there is one. */
function absent(given: unknown): string | null {
  if (given === undefined) return missing;
  return given === null ? 'has no value' : null;
}

/** Says that a name is unknown, with the one that was probably meant. */
export function unknownName(given: unknown, names: readonly string[]): string {
  const missing = absent(given);
  if (missing !== null) return missing;
  if (typeof given !== 'string') return `${describeValue(given)} is not a name`;
  const meant = nearest(given.slice(0, 100), names);
  return `${describeValue(given)} is unknown${meant === null ? '' : ` (did you mean ${meant}?)`}`;
}

/** Says that a key is unknown, with the one that was probably meant. */
export function unknownKey(key: string, known: readonly string[], otherwise?: string): string {
  const meant = nearest(key.slice(0, 100), known) ?? otherwise;
  return `unknown key${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

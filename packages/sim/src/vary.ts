/** One axis of a comparison: a scenario key and the values that it takes, as `--vary key=v1,v2` names them. */
export interface Variation {
  readonly key: string;
  readonly values: readonly string[];
}

/** One point of a comparison: `key=value` settings in the order of the axes. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Reads `key=v1,v2,…`. Commas inside brackets, braces and quotes belong to a value:
 * `device.flowControl=tail-drop,{ kind: linux-7.3, wakeAt: empty }` has two values.
 *
 * @throws {RangeError} without a key or a value
 */
export function parseVariation(text: string): Variation {
  const equals = text.indexOf('=');
  const key = text.slice(0, equals).trim();
  if (equals < 1 || key === '') throw new RangeError(`'${text}' is not of the form key=v1,v2…`);
  const values = splitValues(text.slice(equals + 1));
  if (values.some((value) => value === '')) throw new RangeError(`${key}: empty value in '${text}'`);
  return { key, values };
}

/** Every combination of the values; the last axis varies fastest. Without an axis: one combination, empty. */
export function combinations(variations: readonly Variation[]): Settings[] {
  return variations.reduce<Settings[]>(
    (points, { key, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
}

/** Settings as `@tunq/scenario` takes them: `['device.queueLength=10', …]`. */
export function assignments(settings: Settings): string[] {
  return Object.entries(settings).map(([key, value]) => `${key}=${value}`);
}

const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

function splitValues(text: string): string[] {
  const values: string[] = [];
  const open: string[] = [];
  let value = '';
  for (const char of text) {
    const innermost = open.at(-1);
    if (char === innermost) open.pop();
    else if (innermost !== '"' && innermost !== "'" && char in closing) open.push(closing[char] as string);
    if (char === ',' && open.length === 0) {
      values.push(value.trim());
      value = '';
    } else {
      value += char;
    }
  }
  return [...values, value.trim()];
}

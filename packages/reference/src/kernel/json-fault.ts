const space = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside a text
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/**
 * Offset at which a text stops being JSON, for which `JSON.parse` has no number in every engine; the text's length if it
 * ends too early. Undefined: it is JSON.
 */
export function jsonFault(text: string): number | undefined {
  const scanned = scanValue(text, 0);
  if ('fault' in scanned) return scanned.fault;
  const end = skip(text, scanned.end);
  return end === text.length ? undefined : end;
}

/** A value of a text, and where it begins. */
export interface PlacedValue {
  readonly value: unknown;
  readonly start: number;
}

/**
 * The values of a text that holds one after another: JSON Lines, or documents that `cat` has joined. An ordinary JSON
 * text has one. Otherwise the offset at which it stops being JSON.
 */
export function jsonValues(text: string): readonly PlacedValue[] | { readonly fault: number } {
  try {
    return [{ value: JSON.parse(text), start: 0 }];
  } catch {
    const values: PlacedValue[] = [];
    let start = skip(text, 0);
    do {
      const scanned = scanValue(text, start);
      if ('fault' in scanned) return scanned;
      values.push({ value: JSON.parse(text.slice(start, scanned.end)), start });
      start = skip(text, scanned.end);
    } while (start < text.length);
    return values;
  }
}

/** Where the value that begins at `start` ends, or where it stops being JSON. */
function scanValue(text: string, start: number): { readonly end: number } | { readonly fault: number } {
  let at = start;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const mark = (char: string): boolean => {
    take(space);
    if (text[at] !== char) return false;
    at++;
    return true;
  };
  // Groups and lists that are open, innermost last: no recursion, so that no depth is too deep.
  const open: ('}' | ']')[] = [];
  const key = () => {
    take(space);
    return take(string) && mark(':');
  };
  for (;;) {
    take(space);
    if (mark('{')) {
      if (!mark('}')) {
        if (!key()) return { fault: at };
        open.push('}');
        continue;
      }
    } else if (mark('[')) {
      if (!mark(']')) {
        open.push(']');
        continue;
      }
    } else if (!take(string) && !take(scalar)) return { fault: at };
    // A value has ended: so do the groups that it was the last of.
    for (let end = open.at(-1); end !== undefined && mark(end); end = open.at(-1)) open.pop();
    if (open.length === 0) return { end: at };
    if (!mark(',')) return { fault: at };
    if (open.at(-1) === '}' && !key()) return { fault: at };
  }
}

function skip(text: string, at: number): number {
  space.lastIndex = at;
  space.test(text);
  return space.lastIndex;
}

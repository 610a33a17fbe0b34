/** Where something stands in a text, 1-based. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** Way to a value: keys of groups, and indices of lists. */
export type JsonPath = readonly (string | number)[];

/** A JSON value in a text, for messages. */
export interface JsonSource {
  readonly text: string;
  /** The name that messages show. */
  readonly file: string;
  /** Where the value begins that paths go out from; default: at the beginning. */
  readonly start?: number;
}

/**
 * Where the value at a path begins in a JSON text that is known to be right; of a key that is not there, where the
 * nearest group around it begins.
 */
export function placeOf({ text, start = 0 }: Pick<JsonSource, 'text' | 'start'>, path: JsonPath): TextPlace {
  let at = skipSpace(text, start);
  for (const part of path) {
    const inner = enter(text, at, part);
    if (inner === undefined) break;
    at = inner;
  }
  return placeAt(text, at);
}

/** Offset of one member of the group or list at `at`; undefined if there is none. */
function enter(text: string, at: number, part: string | number): number | undefined {
  const list = text[at] === '[';
  if (!list && text[at] !== '{') return undefined;
  let found: number | undefined;
  at = skipSpace(text, at + 1);
  for (let index = 0; text[at] !== ']' && text[at] !== '}'; index++) {
    let name: unknown = index;
    if (!list) {
      const end = skipValue(text, at);
      name = JSON.parse(text.slice(at, end));
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    // The last of equal keys is the one that counts.
    if (name === part) found = at;
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return found;
}

function skipSpace(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at++;
  return at;
}

/** Offset behind the value at `at`. */
function skipValue(text: string, at: number): number {
  let depth = 0;
  do {
    const char = text[at];
    if (char === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    at++;
    // A number or a word goes on to the next mark.
    if (depth === 0 && char !== '"' && !'{}[]'.includes(char!)) {
      while (at < text.length && !' \n\r\t,]}'.includes(text[at]!)) at++;
    }
  } while (depth > 0 && at < text.length);
  return at;
}

/** Where something stands in a text, 1-based. */
export interface TextPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Way to a value: keys of groups, and indices of lists. */
export type JsonPath = readonly (string | number)[];

/** A JSON text that messages point into. What a place needs is looked up once, and only when there is a message. */
export class JsonText {
  #lines: number[] | undefined;

  /** @param file the name that messages show */
  constructor(
    readonly text: string,
    readonly file: string,
  ) {}

  placeAt(offset: number): TextPlace {
    this.#lines ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    // The last line that begins at the offset or before.
    let [low, high] = [0, this.#lines.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { file: this.file, line: low + 1, column: offset - this.#lines[low]! + 1 };
  }

  /**
   * Where the value at a path begins in a text that is known to be right; of a key that is not there, where the nearest
   * group around it begins.
   *
   * @param start offset of the value that the path goes out from
   */
  placeOf(path: JsonPath, start = 0): TextPlace {
    return this.placeAt(this.offsetOf(path, start));
  }

  offsetOf(path: JsonPath, start = 0): number {
    let at = skipSpace(this.text, start);
    for (const part of path) {
      const inner = enter(this.text, at, part);
      if (inner === undefined) break;
      at = inner;
    }
    return at;
  }

  /** Offsets of the values of the list at `start`. */
  elements(start: number): number[] {
    const { text } = this;
    const found: number[] = [];
    for (let at = skipSpace(text, skipSpace(text, start) + 1); text[at] !== ']'; ) {
      found.push(at);
      at = skipSpace(text, skipValue(text, at));
      if (text[at] === ',') at = skipSpace(text, at + 1);
    }
    return found;
  }
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

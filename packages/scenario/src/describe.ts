const longest = 60;

/** A given value as an error message shows it: one short line without control characters. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'no value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? quoteUnless(/^[\p{L}\p{N}_.+%:/-]+$/u, value) : String(value);
}

/** A key as a path shows it: as it is if it is a word, else quoted. */
export function describeKey(key: string): string {
  return quoteUnless(/^[\p{L}\p{N}_+<$-]+$/u, key);
}

/** The first line of somebody else's message, shortened. */
export function firstLine(message: string): string {
  return shorten(message.split('\n')[0]!, 2 * longest).replace(/\p{Cc}/gu, ' ');
}

function quoteUnless(plain: RegExp, text: string): string {
  const short = text.slice(0, longest);
  const shown = plain.test(short) ? short : JSON.stringify(short).replace(/\p{Cc}/gu, ' ');
  return text.length > longest ? `${shown}…` : shown;
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

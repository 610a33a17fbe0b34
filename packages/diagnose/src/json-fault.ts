/** A string, a number, a word or a mark of JSON, with the white space before it. */
const token =
  /[ \t\r\n]*(?:(?<string>"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[[\]{},:]))/uy;

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma';

/**
 * The line, from 1, of the first thing that makes a text no JSON; engines name the place in ways of their own, or not at
 * all. Call it for a text that JSON.parse refuses.
 */
export function jsonFaultLine(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  token.lastIndex = 0;
  let end = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const next = follow(match.groups!, expected, open);
    if (!next) break;
    expected = next;
    end = token.lastIndex;
    if (expected === 'comma' && open.length === 0) break;
  }
  const rest = /^[ \t\r\n]*/.exec(text.slice(end))![0];
  // A text that ends too early is at fault on its last line, not on the empty one behind it.
  const upTo = end + rest.length >= text.length ? text.trimEnd().length : end + rest.length;
  return text.slice(0, upTo).split('\n').length;
}

/** What may follow; undefined where the token may not stand. */
function follow(
  { string, scalar, mark }: Record<string, string | undefined>,
  expected: Expected,
  open: string[],
): Expected | undefined {
  if (expected === 'colon') return mark === ':' ? 'value' : undefined;
  if (expected === 'key' || expected === 'key-or-end') {
    if (string !== undefined) return 'colon';
    return mark === '}' && expected === 'key-or-end' ? closed(open) : undefined;
  }
  if (expected === 'comma') {
    if (mark === ',') return open.at(-1) === '{' ? 'key' : 'value';
    return (mark === '}' && open.at(-1) === '{') || (mark === ']' && open.at(-1) === '[') ? closed(open) : undefined;
  }
  if (string !== undefined || scalar !== undefined) return 'comma';
  if (mark === ']' && expected === 'value-or-end') return closed(open);
  if (mark !== '{' && mark !== '[') return undefined;
  open.push(mark);
  return mark === '{' ? 'key-or-end' : 'value-or-end';
}

function closed(open: string[]): Expected {
  open.pop();
  return 'comma';
}

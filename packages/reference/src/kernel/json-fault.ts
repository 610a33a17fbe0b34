const space = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside a text
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/**
 * Offset at which a text stops being JSON, for which `JSON.parse` has no number in every engine; the text's length if it
 * ends too early. Undefined: it is JSON.
 */
export function jsonFault(text: string): number | undefined {
  let at = 0;
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
        if (!key()) return at;
        open.push('}');
        continue;
      }
    } else if (mark('[')) {
      if (!mark(']')) {
        open.push(']');
        continue;
      }
    } else if (!take(string) && !take(scalar)) return at;
    // A value has ended: so do the groups that it was the last of.
    for (let end = open.at(-1); end !== undefined && mark(end); end = open.at(-1)) open.pop();
    if (open.length === 0) {
      take(space);
      return at === text.length ? undefined : at;
    }
    if (!mark(',')) return at;
    if (open.at(-1) === '}' && !key()) return at;
  }
}

/** Characters of a value that a message shows. */
const longest = 60;

/** The first difference of two JSON documents in words: `plans[0].seeds.count was 5, is 6`. Null of equal ones. */
export function describeDifference(was: unknown, is: unknown, path = ''): string | null {
  if (isContainer(was) && isContainer(is) && Array.isArray(was) === Array.isArray(is)) {
    const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
    for (const key of keys) {
      const inner = Array.isArray(was) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      const found = describeDifference(was[key], is[key], inner);
      if (found !== null) return found;
    }
    return null;
  }
  return JSON.stringify(was) === JSON.stringify(is) ? null : `${path} was ${shown(was)}, is ${shown(is)}`;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

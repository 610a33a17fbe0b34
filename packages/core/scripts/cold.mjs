// The functions of scripts/cold.txt run seldom. What scripts/hot.txt would copy into them they call instead: a copy that
// all of them share, unless it is about as small as a call. That keeps core.wasm small; what they do does not change.
import { readFileSync } from 'node:fs';
import binaryen from 'assemblyscript/binaryen';

/** Length of a function's text up to which a copy is no longer than the call. */
const SMALL = 360;
const SUFFIX = '$shared';

/**
 * The module with a second copy of each hot function for those that run seldom.
 * @returns the module, and which of its functions are to be copied to their callers
 */
export function shareInCold(module, hot) {
  const lines = readFileSync(new URL('cold.txt', import.meta.url), 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const cold = patterns.map((pattern) => new RegExp(`^(?:assembly/|~lib/)?(?:${pattern})$`));
  const [head, ...functions] = module
    .emitText()
    .replace(/\)\s*$/, '')
    .split(/(?=^ \(func \$)/m);
  const nameOf = (text) => /^ \(func \$(\S+)/.exec(text)[1];
  const names = functions.map(nameOf);
  const unused = patterns.filter((_, i) => !names.some((name) => cold[i].test(name)));
  if (unused.length > 0) throw new Error(`scripts/cold.txt: no function is named ${unused.join(', ')}`);

  const inlined = new Set(names.filter((name) => hot.some((pattern) => pattern.test(name))));
  const calling = (text) =>
    text.replace(/\(call \$(\S+?)(?=[\s)])/g, (call, name) => (inlined.has(name) ? `${call}${SUFFIX}` : call));
  const isCold = (name) => !inlined.has(name) && cold.some((pattern) => pattern.test(name));
  const changed = functions.map((text) => (isCold(nameOf(text)) ? calling(text) : text));
  const copied = functions.filter((text) => inlined.has(nameOf(text)));
  const copies = copied.map((text) => calling(text).replace(/^ \(func \$(\S+)/, ` (func $$$1${SUFFIX}`));
  for (const text of copied) if (text.length <= SMALL) inlined.add(`${nameOf(text)}${SUFFIX}`);
  return {
    module: binaryen.parseText(`${head}${changed.join('')}${copies.join('')})\n`),
    isHot: (name) => inlined.has(name),
  };
}

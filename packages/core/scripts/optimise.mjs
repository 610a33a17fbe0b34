// Makes build/core.wasm out of what asc left unoptimised. The functions of scripts/hot.txt are inlined into their
// callers, the others are not: in V8 a call costs as much as twenty other instructions, and no function of the core is
// called from so few places that Binaryen would see that it pays.
import { readFileSync, writeFileSync } from 'node:fs';
import binaryen from 'assemblyscript/binaryen';
import { branchOnConditions } from './branches.mjs';
import { shareInCold } from './cold.mjs';

/** Size, in Binaryen's measure, up to which a hot function is copied to each of its callers. */
const MOST = 1000;
/** The second round finds what the first one's inlining has made constant. */
const ROUNDS = 2;

const build = new URL('../build/', import.meta.url);
const lines = readFileSync(new URL('hot.txt', import.meta.url), 'utf8').split('\n');
const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
const hot = patterns.map((pattern) => new RegExp(`^(?:assembly/|~lib/)?(?:${pattern})$`));

const raw = binaryen.readBinary(readFileSync(new URL('core.raw.wasm', build)));
const namesOf = (of) =>
  Array.from({ length: of.getNumFunctions() }, (_, i) => binaryen.getFunctionInfo(of.getFunctionByIndex(i)).name);
const names = namesOf(raw);
const unused = patterns.filter((_, i) => !names.some((name) => hot[i].test(name)));
if (unused.length > 0) throw new Error(`scripts/hot.txt: no function is named ${unused.join(', ')}`);

const { module, isHot } = shareInCold(raw, hot);
const { MutableGlobals, BulkMemory, BulkMemoryOpt, SignExt, NontrappingFPToInt } = binaryen.Features;
module.setFeatures(MutableGlobals | BulkMemory | BulkMemoryOpt | SignExt | NontrappingFPToInt);
binaryen.setOptimizeLevel(3);
binaryen.setShrinkLevel(0);
binaryen.setAlwaysInlineMaxSize(MOST);
binaryen.setFlexibleInlineMaxSize(MOST);
binaryen.setOneCallerInlineMaxSize(100_000);
binaryen.setAllowInliningFunctionsWithLoops(true);
for (const name of namesOf(module)) {
  if (isHot(name)) continue;
  binaryen.setPassArgument('no-inline', name);
  module.runPasses(['no-inline']);
}
// First of all, while the copies of scripts/cold.mjs have callers of their own: else they are found to be duplicates.
module.runPasses(['inlining']);
for (let round = 0; round < ROUNDS; round++) module.optimize();
branchOnConditions(module);
module.runPasses(['strip-debug']);
if (!module.validate()) throw new Error('core.wasm is not valid');

writeFileSync(new URL('core.wasm', build), module.emitBinary());
writeFileSync(new URL('core.wat', build), module.emitText());

// `node packages/bench/scripts/instructions.mjs [A|B|C|E] [FLOWS]`: which functions of the core execute how many
// instructions a data packet. Functions that the optimiser inlined count in those that call them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileScenario } from '@tunq/scenario';
import { anchorScenario, anchors, instructionCounter } from '../dist/index.js';

const shown = 25;
const [name = 'A', flows = '1'] = process.argv.slice(2);
const anchor = anchors[name];
if (!anchor || !/^[1-9]\d*$/.test(flows)) {
  process.stderr.write('usage: instructions.mjs [A|B|C|E] [FLOWS]\n');
  process.exit(2);
}

// The text of the module has the names, in the order of the functions.
const text = readFileSync(fileURLToPath(import.meta.resolve('@tunq/core/core.wasm')).replace(/wasm$/, 'wat'), 'utf8');
const names = [...text.matchAll(/^ \(func \$(\S+)/gm)].map((match) => match[1]);

const { perPacket, functions, dataPackets } = instructionCounter()(
  compileScenario(anchorScenario(anchor, { flows: Number(flows) })),
);
console.log(`${perPacket.toFixed(1)} instructions a data packet, ${dataPackets} packets`);
const sorted = functions.map((count, index) => ({ count, name: names[index] })).sort((a, b) => b.count - a.count);
for (const { count, name: of } of sorted.slice(0, shown)) {
  console.log(`${(count / dataPackets).toFixed(1).padStart(9)}  ${of}`);
}
